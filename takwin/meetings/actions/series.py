"""Open series and committees, say who sits in them, record the yearly report of a commission."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.actions import standing
from takwin.agreements.models import Agreement
from takwin.agreements.queries.standing import standing_on
from takwin.core import clock
from takwin.core.refused import checked, refused
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file
from takwin.journal.actions import record
from takwin.meetings.enums import SeriesKind
from takwin.meetings.models import AnnualReport, Series, SeriesMember
from takwin.people.enums import Title
from takwin.people.labels import capacity as capacity_of
from takwin.people.models import Person


@transaction.atomic
def open_series(
    *,
    owner: Body,
    kind: str,
    place: Place,
    name_ar: str,
    name_fr: str,
    agreement: Agreement | None = None,
    last: int = 0,
    by: User | None,
) -> Series:
    """A series, with how many of its meetings were held before Takwin: the next one is numbered after them.

    In the committee of an agreement those whom it binds today sit from the first day; while it is being signed, its
    parties. Others are seated by hand. A cancelled agreement has no committee any more.
    """
    if agreement:
        standing(agreement.pk)
    series = Series(
        owner=owner, kind=kind, place=place, name_ar=name_ar, name_fr=name_fr, agreement=agreement, last=last
    )
    series.index()
    with refused(Series):
        checked(series)
    if agreement:
        _seat_parties(series, agreement)
    record("series.opened", series, by=by, kind=kind, place=place.pk, last=last)
    return series


def _seat_parties(series: Series, agreement: Agreement) -> None:
    today = clock.today()
    bound = [one.body for one in standing_on(agreement, today).parties]
    bodies = bound or list(agreement.parties.values_list("body", flat=True))
    said = capacity_of(Title.DELEGATE, "m", "ar")
    SeriesMember.objects.bulk_create(
        [SeriesMember(series=series, body_id=body, capacity=said, starts_on=today) for body in bodies]
    )


@transaction.atomic
def add_member(
    series: Series,
    *,
    body: Body,
    capacity: str,
    person: Person | None = None,
    starts_on: dt.date | None = None,
    by: User | None,
) -> SeriesMember:
    """Seat a body in a committee, by a person or by whoever holds the office."""
    member = SeriesMember(
        series=series, body=body, person=person, capacity=capacity.strip(), starts_on=starts_on or clock.today()
    )
    with refused(SeriesMember):
        checked(member)
    record("series.member_added", series, by=by, body=body.pk)
    return member


@transaction.atomic
def end_member(member: SeriesMember, *, ends_on: dt.date, by: User | None) -> SeriesMember:
    """The body sits no longer from a day on, at the latest today; one seated today leaves tomorrow."""
    member = SeriesMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.ends_on:
        raise ValidationError(_("This body no longer sits in the committee."))
    if ends_on > max(clock.today(), member.starts_on + dt.timedelta(days=1)):
        raise ValidationError({"ends_on": _("This day has not come yet.")})
    member.ends_on = ends_on
    checked(member)
    record("series.member_ended", member.series, by=by, body=member.body_id)
    return member


@transaction.atomic
def record_report(
    series: Series, *, year: int, adopted_on: dt.date, scan: tuple[bytes, str] | None = None, by: User | None
) -> AnnualReport:
    """Note that the commission adopted its report of a year, and keep it (``scan``: the bytes of a PDF, its name)."""
    if series.kind != SeriesKind.COMMISSION:
        raise ValidationError(_("Only a regional commission adopts an annual report."))
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": _("This day has not come yet.")})
    file = scan and store_file(scan[0], name=scan[1], content_type="application/pdf", owner=series.owner, by=by)
    with refused(AnnualReport):
        report = AnnualReport.objects.create(series=series, year=year, adopted_on=adopted_on, file=file or None)
    record("report.adopted", series, by=by, year=year, adopted_on=adopted_on)
    return report
