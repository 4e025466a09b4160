"""What surveys keep of persons: that someone may answer, and whether he has; let go of ninety days after the end."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.people.privacy.figures import figure
from takwin.people.privacy.retention import retention_rule
from takwin.people.privacy.sections import section
from takwin.surveys.models import PaperCopy, Voice
from takwin.surveys.paper.discarding import discard_copy
from takwin.surveys.paper.enums import PENDING


def voices_due(day: dt.date) -> QuerySet[Voice]:
    """Who was asked, of rounds that ended long ago: their figures are kept without it."""
    return Voice.objects.filter(round__closes_on__lte=day - dt.timedelta(days=figure("retention_access_days", on=day)))


def let_voices_go(keys: Sequence[int]) -> None:
    Voice.objects.filter(pk__in=keys).delete()


def copies_due(day: dt.date) -> QuerySet[PaperCopy]:
    """Ticked sheets nobody looked at, of rounds that ended long ago: a hand is known by its marks."""
    end = day - dt.timedelta(days=figure("retention_access_days", on=day))
    return PaperCopy.objects.filter(round__closes_on__lte=end, state__in=PENDING)


def let_copies_go(keys: Sequence[int]) -> None:
    for copy in PaperCopy.objects.filter(pk__in=keys):
        discard_copy(copy, by=None)


def bring_privacy() -> None:
    retention_rule(
        "copies", _("Ticked sheets nobody looked at"), _("closed long ago"),
        due=copies_due, let_go=let_copies_go, order=56,
    )  # fmt: skip
    retention_rule(
        "voices", _("Who was asked an opinion"), _("closed long ago"), due=voices_due, let_go=let_voices_go, order=55
    )
    section(
        Voice,
        _("Opinions asked"),
        purpose="take one answer a person",
        keep=Keep.SHORT,
        facts=((_("About"), "round.title_ar"), (_("Has answered"), "has_answered")),
        related=("round",),
        order=55,
    )
