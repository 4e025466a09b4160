"""The clock of the visa in words: on the page of an agreement and on the desk of the authority."""

import datetime as dt

from django.utils.translation import gettext as _

from takwin.agreements.models import Step
from takwin.agreements.queries import VisaClock
from takwin.core import formats
from takwin.core.text import joined


def clock_in_words(clock: VisaClock, today: dt.date) -> str:
    """Until when the authority may answer. A visa is never deduced from it: somebody notes the silence."""
    days = {"last": formats.day(clock.last), "day": formats.day(clock.silent_on)}
    if not clock.is_received and today >= clock.silent_on:
        return _("Day of reception not recorded: record it to know whether silence is a visa already.")
    if not clock.is_received:
        said = _(
            "Day of reception not recorded: counted from the vote, the authority may answer at least until %(last)s, "
            "and its silence is no visa before %(day)s."
        )
        return said % days
    if today >= clock.silent_on:
        return _("Silence is a visa since %(day)s: it may be noted.") % days
    return _("The authority may answer until %(last)s; its silence is then a visa from %(day)s.") % days


def awaited(vote: Step, reference: str, clock: VisaClock | None, today: dt.date) -> str:
    """A deliberation that waits for its visa, what its day is counted from, and that this day is the last to answer."""
    told = [reference, _("deliberation %(number)s") % {"number": vote.act.number if vote.act else ""}]
    last = {"day": formats.day(clock.last)} if clock else {}
    if vote.received_on is not None:
        told.append(_("received on %(day)s") % {"day": formats.day(vote.received_on)})
        told += [_("last day to answer: %(day)s") % last] if last else []
    else:
        told.append(_("day of reception not recorded, counted from the vote"))
        told += [_("may be answered at least until %(day)s") % last] if clock and today <= clock.last else []
    return joined(told)
