"""What sessions keep of persons."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.people.privacy.retention import retention_rule
from takwin.people.privacy.rules import REMOVED
from takwin.people.privacy.sections import section
from takwin.training.models import Candidate, Enrolment, Observation, TrainerInvitation


def reasons_due(day: dt.date) -> QuerySet[TrainerInvitation]:
    """What those said who are kept by name no more."""
    rows = TrainerInvitation.objects.filter(trainer__person__anonymised_at__isnull=False)
    return rows.exclude(reason__in=["", REMOVED])


def let_reasons_go(keys: Sequence[int]) -> None:
    TrainerInvitation.objects.filter(pk__in=keys).update(reason=REMOVED)


def candidacies_due(day: dt.date) -> QuerySet[Candidate]:
    """Why those kept by name no more left a cohort, and the advice they were given."""
    rows = Candidate.objects.filter(person__anonymised_at__isnull=False)
    written = Observation.objects.filter(candidate=OuterRef("pk")).exclude(advice__in=["", REMOVED])
    return rows.filter(~Q(reason__in=["", REMOVED]) | Exists(written))


def let_candidacies_go(keys: Sequence[int]) -> None:
    Candidate.objects.filter(pk__in=keys).exclude(reason="").update(reason=REMOVED)
    Observation.objects.filter(candidate__in=keys).exclude(advice="").update(advice=REMOVED)


def bring_privacy() -> None:
    section(
        Enrolment,
        _("Enrolments in sessions"),
        purpose="fill seats and keep the waiting list",
        keep=Keep.PERMANENT,
        facts=(
            (_("Session"), "session.reference"),
            (_("Topic"), "session.topic.name"),
            (_("For the body"), "body.name"),
            (_("Capacity"), "capacity"),
            (_("State"), "get_state_display"),
            (_("Reply"), "get_reply_display"),
            (_("Reason given"), "reply_note"),
            (_("reason of the withdrawal"), "withdrawal_reason"),
        ),
        related=("session__topic", "body"),
        order=30,
    )
    section(
        TrainerInvitation,
        _("Invitations to teach"),
        purpose="know why a trainer cannot come",
        keep=Keep.MANDATE,
        facts=(
            (_("Session"), "session.reference"),
            (_("State"), "get_state_display"),
            (_("Reason given"), "reason"),
        ),
        path="trainer__person",
        related=("session",),
        order=38,
    )
    section(
        Candidate,
        _("Training of trainers"),
        purpose="explain a withdrawal",
        keep=Keep.MANDATE,
        facts=(
            (_("Cohort"), "cohort.name"),
            (_("For the body"), "body.name"),
            (_("State"), "get_state_display"),
            (_("Reason given"), "reason"),
        ),
        related=("cohort", "body"),
        order=39,
    )
    section(
        Observation,
        _("Observations of candidates"),
        purpose="explain an observation",
        keep=Keep.MANDATE,
        facts=((_("Session"), "session.reference"), (_("Advice to the candidate"), "advice")),
        path="candidate__person",
        related=("session",),
        order=39,
    )
    retention_rule(
        "candidates_reasons", _("Training of trainers"), _("the person is kept by name no more"),
        due=candidacies_due, let_go=let_candidacies_go, order=49,
    )  # fmt: skip
    retention_rule(
        "trainers_reasons", _("Invitations to teach"), _("the person is kept by name no more"),
        due=reasons_due, let_go=let_reasons_go, order=48,
    )  # fmt: skip
