"""What speaks against a session's days, in sentences; going on needs a motive."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from takwin.agreements.models import Agreement
from takwin.agreements.queries import until_year_of
from takwin.core import clock, formats
from takwin.core.halfdays import HalfDay
from takwin.core.text import joined
from takwin.directory.calendar import warnings_for
from takwin.directory.models import Place


def day_warnings(half_days: Collection[HalfDay], place: Place) -> list[str]:
    """What the calendar says against these days, and that one is already past: sessions held before Takwin are
    recorded, a mistyped year is not."""
    said = [warning.sentence for warning in warnings_for(half_days, place)]
    first = min(half.day for half in half_days)
    if first < clock.today():
        said.insert(0, _("%(day)s is already past.") % {"day": formats.day(first, weekday=True)})
    return said


def agreement_warnings(half_days: Collection[HalfDay], agreement: Agreement | None) -> list[str]:
    """What speaks against an agreement paying for these days: years it does not bind, as its amendments leave it."""
    if agreement is None:
        return []
    years = sorted({half.day.year for half in half_days})
    first, last = agreement.first_year, until_year_of(agreement)
    if first <= years[0] and (last is None or years[-1] <= last):
        return []
    said = _("The agreement %(reference)s binds from %(first)s to %(last)s: the session is in %(years)s.")
    if last is None:
        said = _("The agreement %(reference)s binds from %(first)s on: the session is in %(years)s.")
    return [
        said
        % {
            "reference": agreement.reference,
            "first": first,
            "last": last,
            "years": joined([str(year) for year in years], " – "),
        }
    ]
