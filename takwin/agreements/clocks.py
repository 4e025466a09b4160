"""The clock of the visa in words: on the page of an agreement and on the desk of the authority."""

import datetime as dt

from django.utils.translation import gettext as _

from takwin.agreements.models import Step
from takwin.agreements.queries import VisaClock
from takwin.core import formats
from takwin.core.text import joined


def clock_in_words(clock: VisaClock, today: dt.date) -> str:
    """Until when the authority may answer. A visa is never deduced from it: somebody notes the silence."""
    day = {"day": formats.day(clock.silent_on)}
    if not clock.is_received and today >= clock.silent_on:
        return _("Day of reception not recorded: record it to know whether silence is a visa already.")
    if not clock.is_received:
        return _("Day of reception not recorded: counted from the vote, silence is no visa before %(day)s.") % day
    if today >= clock.silent_on:
        return _("Silence is a visa since %(day)s: it may be noted.") % day
    return _("Silence is a visa from %(day)s.") % day


def awaited(vote: Step, reference: str) -> str:
    """A deliberation that waits for its visa, and what its day is counted from."""
    told = _("deliberation %(number)s") % {"number": vote.act.number if vote.act else ""}
    if vote.received_on is None:
        return joined([reference, told, _("day of reception not recorded, counted from the vote")])
    return joined([reference, told, _("received on %(day)s") % {"day": formats.day(vote.received_on)}])
