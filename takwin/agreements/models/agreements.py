"""Agreements between n parties, each with its own dated path; what they say, clause by clause."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import AgreementKind, ClauseKind, PartyRole, StepKind
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Named, Place
from takwin.documents.models import Act, StoredFile
from takwin.people.models import Person
from takwin.programmes.models import Programme


class Agreement(Named):
    """A convention, usually of one province with its communes. Its state is derived from its parties' paths.

    ``name`` is its title. It is in force when every party has signed, from the last signature on. A specific agreement
    may stand under a framework, an amendment stands on the agreement it changes (``base``), ``rank`` being its place
    in the chain; ``refers_to`` names earlier agreements that are not its parent. ``frozen`` is what the text said when
    the first party signed it: parties, clauses, commitments. Without a ``last_year`` its duration is not set: it lasts
    until it is given up. ``text`` is the paper that was signed: whoever compared it
    with the frozen facts and found them the same says so (``text_checked_by``), of that very file and of those very
    facts (``text_checked_sha256``); another file, or a text written again, is compared again.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["owner__place", "place", "parties__body__place"],
        "body": ["owner", "parties__body"],
    }

    owner = models.ForeignKey(Body, models.PROTECT, related_name="agreements", verbose_name=_("prepared by"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind, default=AgreementKind.SPECIFIC)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("framework or base")
    )
    rank = models.PositiveSmallIntegerField(_("place in the chain of amendments"), default=0)
    refers_to = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="referred_by", verbose_name=_("refers to")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("territory"))
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="agreements", verbose_name=_("programmes paid")
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    text = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed text")
    )
    frozen = models.JSONField(null=True, blank=True, editable=False)
    frozen_on = models.DateField(_("text frozen on"), null=True, blank=True, editable=False)
    frozen_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    text_checked_on = models.DateField(_("signed text compared on"), null=True, blank=True, editable=False)
    text_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    text_checked_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-first_year", "reference"]
        constraints = [
            models.CheckConstraint(
                name="agreement_years_in_order",
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                violation_error_message=_("An agreement ends after it begins."),
            ),
            models.CheckConstraint(
                name="agreement_cancelled_with_motive",
                condition=Q(cancelled_on=None) | ~Q(motive=""),
                violation_error_message=_("Say why the agreement is cancelled."),
            ),
            models.CheckConstraint(
                name="agreement_stands_where_its_kind_does",
                condition=Q(kind="framework", base=None, rank=0)
                | Q(kind="specific", rank=0)
                | Q(kind="amendment", base__isnull=False, rank__gt=0),
                violation_error_message=_("A framework stands alone; an amendment stands on the agreement it changes."),
            ),
            models.CheckConstraint(
                name="agreement_not_its_own_base",
                condition=Q(base=None) | ~Q(base=F("id")),
                violation_error_message=_("An agreement does not stand on itself."),
            ),
            models.UniqueConstraint(
                name="amendment_rank_once",
                fields=["base", "rank"],
                condition=Q(kind="amendment"),
                violation_error_message=_("An amendment is already being prepared on this version."),
            ),
            models.CheckConstraint(
                name="agreement_frozen_whole",
                condition=Q(frozen_on=None, frozen_sha256="") | (Q(frozen_on__isnull=False) & ~Q(frozen_sha256="")),
                violation_error_message=_("A frozen text has its date and its digest."),
            ),
            models.CheckConstraint(
                name="agreement_text_compared_whole",
                condition=Q(text_checked_on=None, text_checked_by=None, text_checked_sha256="")
                | (
                    Q(text_checked_on__isnull=False, text_checked_by__isnull=False, text__isnull=False)
                    & Q(text_checked_sha256=F("frozen_sha256"))
                    & ~Q(text_checked_sha256="")
                ),
                violation_error_message=_(
                    "A signed text is held as equal to the data by someone, on a day, for the facts he compared."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.reference, self.place.name_ar, self.place.name_fr]


class Party(models.Model):
    """A body that signs an agreement, in a role: that in a specific agreement may differ from that in the framework.

    The parties of an amendment are those of the version it changes, and those that join; ``leaves`` marks one that the
    amendment lets go.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["body__place", "agreement__owner__place", "agreement__place"],
        "body": ["body", "agreement__owner"],
    }

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="parties", verbose_name=_("body"))
    role = models.CharField(_("role in the agreement"), max_length=12, choices=PartyRole, default=PartyRole.FUNDER)
    leaves = models.BooleanField(_("leaves by this amendment"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="party_once",
                fields=["agreement", "body"],
                violation_error_message=_("This body is already a party."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class Step(models.Model):
    """A dated fact on a party's path. What a commune declares counts apart until the region has confirmed it.

    A signature is by a named person in a capacity: a person of the register, or, for a body whose people the register
    does not show to whoever records it, by the name as the text bears it (``signatory_name``); a vote and a visa have
    their act. One step of a kind stands; a wrong one is withdrawn (``withdrawn_at``) and another recorded, so that the
    story stays. ``received_on`` is the day the authority received the deliberation, from which the delay of its visa
    runs: told of the vote once it is known, and of a visa without an act, which is the silence kept since. An
    opposition says its reason (``objection``) and stops the path until the council has read the matter again.
    """

    PERSONAL = {"signatory_name": held("say who signed a public act", keep=Keep.PERMANENT)}
    SCOPES = {
        "place": ["party__body__place", "party__agreement__owner__place", "party__agreement__place"],
        "body": ["party__body", "party__agreement__owner"],
    }

    party = models.ForeignKey(Party, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=StepKind)
    done_on = models.DateField(_("date"))
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act"))
    signatory = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signatory_name = models.CharField(_("name of who signed"), max_length=120, blank=True)
    capacity = models.CharField(_("in the capacity of"), max_length=120, blank=True)
    received_on = models.DateField(_("deliberation received by the authority on"), null=True, blank=True)
    objection = models.CharField(_("reason of the opposition"), max_length=300, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="step_once",
                fields=["party", "kind"],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This step is already recorded for this party."),
            ),
            models.CheckConstraint(
                name="step_signature_by_someone",
                condition=Q(~Q(kind="signature"), signatory_name="")
                | Q(~Q(capacity=""), kind="signature", signatory__isnull=False, signatory_name="")
                | Q(~Q(capacity=""), ~Q(signatory_name=""), kind="signature", signatory=None),
                violation_error_message=_("A signature is given by a named person, in a capacity."),
            ),
            models.CheckConstraint(
                name="step_has_its_act",
                condition=Q(kind="vote", act__isnull=False)
                | Q(kind="visa", act__isnull=False, received_on=None)
                | Q(kind="visa", act=None, received_on__isnull=False)
                | Q(kind__in=["sitting", "opposition", "signature"], act=None, received_on=None),
                violation_error_message=_(
                    "A vote has its act; a visa has its act, or the day since which the authority is silent."
                ),
            ),
            models.CheckConstraint(
                name="step_received_once_taken",
                condition=~Q(kind="vote") | Q(received_on=None) | Q(received_on__gte=F("done_on")),
                violation_error_message=_("The authority receives a deliberation after it was taken."),
            ),
            models.CheckConstraint(
                name="step_opposition_with_reason",
                condition=(Q(kind="opposition") & ~Q(objection="")) | (~Q(kind="opposition") & Q(objection="")),
                violation_error_message=_("An opposition has its reason, and only an opposition."),
            ),
            models.CheckConstraint(
                name="step_withdrawn_with_motive",
                condition=Q(withdrawn_at=None) | ~Q(motive=""),
                violation_error_message=_("Say why this step is withdrawn."),
            ),
            models.CheckConstraint(
                name="step_confirmed_by_someone",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                violation_error_message=_("A confirmation has its date and its author."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.party}"

    @property
    def signed_by(self) -> str:
        """Who signed, as he is called in the register or as the text names him."""
        return self.signatory.name if self.signatory else self.signatory_name


class Clause(models.Model):
    """What an article of an agreement says, as a fact that can be compared: an amount, a duration, a day, a duty.

    ``key`` is the number of the article as it is printed; an amendment that has a clause of the same key replaces it,
    or removes it (``removes``). A clause binds from the day its agreement is in force.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["agreement__owner__place", "agreement__place", "agreement__parties__body__place"],
        "body": ["agreement__owner", "agreement__parties__body"],
    }

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    key = models.CharField(_("article"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind, default=ClauseKind.TEXT)
    text_ar = models.TextField(_("text in Arabic"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    amount_words = models.CharField(_("amount in words"), max_length=300, blank=True)
    months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body that is obliged")
    )
    removes = models.BooleanField(_("removed by this amendment"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clause_key_once",
                fields=["agreement", "key"],
                violation_error_message=_("This article is already written."),
            ),
            models.CheckConstraint(
                name="clause_says_something",
                condition=Q(removes=True) | ~Q(text_ar="", text_fr=""),
                violation_error_message=_("A clause has its text, in Arabic or in French."),
            ),
            models.CheckConstraint(
                name="clause_has_the_fact_of_its_kind",
                condition=Q(removes=True)
                | Q(kind="text")
                | Q(kind="amount", amount__isnull=False, amount__gt=0)
                | Q(kind="duration", months__isnull=False, months__gt=0)
                | Q(kind="date", day__isnull=False)
                | Q(kind="obligation", body__isnull=False),
                violation_error_message=_("A clause has the fact of its kind: amount, months, date or body."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def text(self) -> str:
        """What it says, in the reader's language when it is written in it."""
        first, second = (self.text_ar, self.text_fr) if get_language() == "ar" else (self.text_fr, self.text_ar)
        return first or second
