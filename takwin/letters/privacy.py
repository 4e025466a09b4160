"""What letters keep of persons: told in a person's file, let go of in its time."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.letters.models import Letter, PersonalLink
from takwin.people.privacy.figures import figure
from takwin.people.privacy.retention import retention_rule
from takwin.people.privacy.sections import section


def links_due(day: dt.date) -> QuerySet[PersonalLink]:
    """Links that have opened nothing for a while: expired, or ended by hand."""
    cut = day - dt.timedelta(days=figure("retention_access_days", on=day))
    return PersonalLink.objects.filter(Q(expires_at__date__lte=cut) | Q(ended_at__date__lte=cut))


def let_links_go(keys: Sequence[int]) -> None:
    PersonalLink.objects.filter(pk__in=keys).delete()


def bring_privacy() -> None:
    retention_rule("links", _("Personal links"), _("ended long ago"), due=links_due, let_go=let_links_go, order=50)
    section(
        Letter,
        _("Letters"),
        purpose="prove that the person was convened",
        keep=Keep.PERMANENT,
        facts=(
            (_("Paper"), "paper.get_kind_display"),
            (_("Reference"), "paper.reference"),
            (_("Channel"), "get_channel_display"),
            (_("Sent"), "sent_at"),
            (_("Delivered"), "delivered_at"),
        ),
        related=("paper",),
        order=60,
    )
    section(
        PersonalLink,
        _("Personal links"),
        purpose="let the person in",
        keep=Keep.SHORT,
        facts=((_("Made"), "made_at"), (_("Good until"), "expires_at"), (_("Ended"), "ended_at")),
        order=61,
    )
