"""Open series and committees, say who sits in them, record the yearly report of a commission."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement
from takwin.core import clock
from takwin.core.refused import checked, refused
from takwin.directory.models import Body, Place
from takwin.documents.models import StoredFile
from takwin.journal.actions import record
from takwin.meetings.enums import SeriesKind
from takwin.meetings.models import AnnualReport, Series, SeriesMember
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
    """A series, with how many of its meetings were held before Takwin: the next one is numbered after them."""
    series = Series(
        owner=owner, kind=kind, place=place, name_ar=name_ar, name_fr=name_fr, agreement=agreement, last=last
    )
    series.index()
    with refused(Series):
        checked(series)
    record("series.opened", series, by=by, kind=kind, place=place.pk, last=last)
    return series


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
    with refused(SeriesMember):
        member = SeriesMember.objects.create(
            series=series, body=body, person=person, capacity=capacity[:120], starts_on=starts_on or clock.today()
        )
    record("series.member_added", series, by=by, body=body.pk)
    return member


@transaction.atomic
def end_member(member: SeriesMember, *, by: User | None) -> SeriesMember:
    """The body sits no longer from today on; one seated today is taken off."""
    member = SeriesMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.ends_on:
        raise ValidationError(_("This body no longer sits in the committee."))
    member.ends_on = max(clock.today(), member.starts_on + dt.timedelta(days=1))
    checked(member)
    record("series.member_ended", member.series, by=by, body=member.body_id)
    return member


@transaction.atomic
def record_report(
    series: Series, *, year: int, adopted_on: dt.date, file: StoredFile | None = None, by: User | None
) -> AnnualReport:
    """Note that the commission adopted its report of a year, in November or after."""
    if series.kind != SeriesKind.COMMISSION:
        raise ValidationError(_("Only a regional commission adopts an annual report."))
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": _("This day has not come yet.")})
    with refused(AnnualReport):
        report = AnnualReport.objects.create(series=series, year=year, adopted_on=adopted_on, file=file)
    record("report.adopted", series, by=by, year=year, adopted_on=adopted_on)
    return report
