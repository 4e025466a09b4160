"""A neighbour's meetings and promises, for the walker of every address (see ``walk``)."""

from collections.abc import Callable
from typing import Any

from takwin.core import clock
from takwin.core.uploads import Scan
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.meetings import actions
from takwin.meetings.models import AgendaItem, AnnualReport, Invitation, Meeting, Obligation, Series, SeriesMember
from tests.factories.directory import make_body
from tests.factories.meetings import (
    THE_DAY,
    make_guest,
    make_held,
    make_meeting,
    make_obligation,
    make_series,
    validated,
)


def _region(place: Place) -> Body:
    found = Body.objects.filter(kind=BodyKind.REGION, place=place.region).first()
    return found or make_body(BodyKind.REGION, place=place.region)


def _series(place: Place) -> Series:
    return make_series(owner=_region(place), place=place.province)


def _meeting(place: Place) -> Meeting:
    return make_meeting(_series(place))


def _held(place: Place) -> Meeting:
    return make_held(_meeting(place))


def _point(place: Place) -> AgendaItem:
    meeting = _meeting(place)
    actions.add_point(meeting, text="نقطة", by=None)
    return meeting.agenda.get()


def _invitation(place: Place) -> Invitation:
    meeting = _meeting(place)
    actions.invite(meeting, [make_guest(meeting)], by=None)
    return meeting.invitations.get()


def _promise(place: Place) -> Obligation:
    made = make_obligation(_held(place))
    validated(made.meeting)
    return made


def _kept(place: Place) -> Obligation:
    made = _promise(place)
    scan = Scan(b"%PDF-1.7", "r.pdf", "application/pdf")
    return actions.keep_obligation(made, done_on=clock.today(), proof="وصل", scan=scan, by=None)


def _member(place: Place) -> SeriesMember:
    return actions.add_member(_series(place), body=make_body(BodyKind.COMMUNE, place), capacity="عضو", by=None)


def _report(place: Place) -> AnnualReport:
    series = make_series(owner=_region(place), place=place.province, kind="commission")
    return actions.record_report(series, year=2025, adopted_on=THE_DAY, scan=(b"%PDF-1.7", "r.pdf"), by=None)


def several(names: str, make: Callable[[Place], Any]) -> dict[str, Callable[[Place], dict[str, Any]]]:
    return {f"meetings:{name}": lambda place: {"pk": make(place).pk} for name in names.split()}


MEETINGS = {
    **several("meeting move cancel chairs hold add_point invite send tell add all_came paper press", _meeting),
    **several("read", _held),
    **several("report_file", _report),
    **several("chaired write keep_minutes mark validate publish draft", _held),
    **several("came uninvite letter change", _invitation),
    **several("obligation correct unmark kept replace", _promise),
    **several("proof", _kept),
    **several("one_series add_member report", _series),
    **several("end_member", _member),
    "meetings:change_point": lambda place: {"pk": _point(place).pk, "way": "up"},
}
