"""Pairs proposed and decided, merges with every row they moved, and the cases they left open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.core.personal import Keep, held
from takwin.people.merging.enums import LOOKS, OPEN, Verdict
from takwin.ui.states import Look


class Candidate(models.Model):
    """Two persons who may be one, why, and what was decided; a pair once decided is never proposed again.

    ``a`` is the older row of the two, so that a pair has one row however it is found. ``reasons`` are codes with their
    facts, said by ``merging.reasons``. It lies where both persons do: ``merging.queries.candidates`` asks for the two.
    """

    PERSONAL = {"reasons": held("say why two persons may be one", keep=Keep.MANDATE)}

    a = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("first person"))
    b = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("second person"))
    score = models.FloatField(_("likeness"))
    reasons = models.JSONField(default=list)
    verdict = models.CharField(
        pgettext_lazy("who is who", "decision"), max_length=10, choices=Verdict, default=Verdict.PENDING
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["verdict", "-score", "id"], name="candidate_queue")]
        constraints = [
            models.UniqueConstraint(
                name="candidate_pair_once",
                fields=["a", "b"],
                violation_error_message=_("This pair is already proposed."),
            ),
            models.CheckConstraint(
                name="candidate_two_persons_in_order",
                condition=Q(a__lt=F("b")),
                violation_error_message=_("A pair is of two persons, the older row first."),
            ),
            models.CheckConstraint(
                name="candidate_score_is_a_share",
                condition=Q(score__gte=0, score__lte=1),
                violation_error_message=_("A likeness lies between 0 and 1."),
            ),
            models.CheckConstraint(
                name="candidate_decided_at_matches_verdict",
                condition=Q(verdict=Verdict.PENDING, decided_at=None)
                | (~Q(verdict=Verdict.PENDING) & Q(decided_at__isnull=False)),
                violation_error_message=_("A decision has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} · {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("people:pair", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.verdict in OPEN

    @property
    def look(self) -> Look:
        return LOOKS[Verdict(self.verdict)]


class Merge(models.Model):
    """``gone`` was recognised as ``kept``: from then on his page leads there and no list shows him.

    It lies where the person kept does, or where whoever that one was merged into later does.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["kept__offices__body__place", "kept__merged_into__offices__body__place"],
        "body": ["kept__offices__body", "kept__merged_into__offices__body"],
    }

    kept = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("person kept"))
    gone = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("person merged away"))
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="merges")
    at = models.DateTimeField(_("merged"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="merge_gone_once",
                fields=["gone"],
                condition=Q(undone_at=None),
                violation_error_message=_("This person has already been merged into another."),
            ),
            models.CheckConstraint(
                name="merge_of_two_persons",
                condition=~Q(kept=F("gone")),
                violation_error_message=_("A person cannot be merged into himself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"

    def get_absolute_url(self) -> str:
        return reverse("people:merge", args=[self.pk])


class MovedRow(models.Model):
    """One field of one row as it was before a merge and as the merge left it: what ``undo_merge`` puts back.

    For a relation ``before`` and ``after`` are keys of persons; for a column of the person kept, its values.
    """

    PERSONAL = {
        "before": held("give back what a merge changed", keep=Keep.MANDATE, masked=True),
        "after": held("give back what a merge changed", keep=Keep.MANDATE, masked=True),
    }

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moved")
    model = models.CharField(max_length=80)
    row = models.PositiveBigIntegerField()
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="moved_row_once",
                fields=["merge", "model", "row", "field"],
                violation_error_message=_("This row is already among those the merge moved."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.row}.{self.field}"


class MergeCase(models.Model):
    """A row a merge could not move, since the person kept has one that excludes it: it stays where it was, and a person
    looks at it and closes the case with what was decided. ``rule`` names the constraint, or the rule of an app."""

    PERSONAL = {"decision": held("say what was decided of a row left by a merge", keep=Keep.MANDATE)}
    SCOPES = {kind: [f"merge__{path}" for path in paths] for kind, paths in Merge.SCOPES.items()}

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="cases")
    model = models.CharField(max_length=80)
    row = models.PositiveBigIntegerField()
    rule = models.CharField(max_length=80)
    decision = models.CharField(pgettext_lazy("case", "decision"), max_length=300, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("case", "closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="merge_case_once",
                fields=["merge", "model", "row"],
                violation_error_message=_("This case is already open."),
            ),
            models.CheckConstraint(
                name="merge_case_closed_with_a_decision",
                condition=Q(closed_at=None, decision="") | (Q(closed_at__isnull=False) & ~Q(decision="")),
                violation_error_message=_("Say what was decided: a case is closed with words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.row}"

    def get_absolute_url(self) -> str:
        return reverse("people:case", args=[self.pk])
