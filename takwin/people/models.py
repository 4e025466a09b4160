"""Persons, their identity documents, mandates of councils and the offices held."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.core.text import joined
from takwin.directory.models import Body, Named
from takwin.people.enums import GENERAL, DocumentKind, Script, Sex, Title
from takwin.people.labels import capacity
from takwin.people.merging.models import Candidate, Merge, MergeCase, MovedRow
from takwin.people.privacy.models import FileRequest, Rectification, RetentionRun
from takwin.rights.models import Appointment

__all__ = [
    "Candidate", "FileRequest", "IdentityDocument", "Mandate", "Merge", "MergeCase", "MovedRow", "Office", "Origin",
    "Person", "Rectification", "RetentionRun",
]  # fmt: skip


class Persons(models.Manager["Person"]):
    """Everyone but those merged away: what lists, searches, forms and counts see."""

    def get_queryset(self) -> "models.QuerySet[Person]":
        return super().get_queryset().filter(merged_into=None)


class Person(Named):
    """A natural person: one row through elections, councils, scripts and spellings.

    One of the two names may be empty until it is known; ``birth_year`` alone when the day is not known.
    A person lies where he holds or held an office. ``merged_into`` is who he turned out to be (``people.merging``):
    ``objects`` then leaves him out, ``everyone`` holds all rows.
    """

    PERSONAL = {
        "name_ar": held("know who attended and sign papers", keep=Keep.MANDATE),
        "name_fr": held("know who attended and sign papers", keep=Keep.MANDATE),
        "sort_ar": held("sort lists", keep=Keep.MANDATE),
        "sort_fr": held("sort lists", keep=Keep.MANDATE),
        "search_text": held("find the person", keep=Keep.MANDATE),
        "sex": held("address the person and count women and men", keep=Keep.PERMANENT),
        "birth_date": held("tell two persons of one name apart", keep=Keep.MANDATE, masked=True),
        "birth_year": held("tell two persons of one name apart", keep=Keep.MANDATE),
        "phone": held("convene", keep=Keep.MANDATE, masked=True),
        "email": held("convene", keep=Keep.MANDATE, masked=True),
    }
    SCOPES = {
        "place": ["offices__body__place"],
        "body": ["offices__body", "offices__body__parent"],
        "person": [""],
    }

    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    # The name of this script was spelt by Takwin from the other and nobody has confirmed it yet.
    proposed_script = models.CharField(_("proposed name"), max_length=2, choices=Script, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )

    objects = Persons()
    everyone = models.Manager["Person"]()

    anonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["sort_ar", "pk"]
        indexes = [models.Index(fields=["sort_ar", "id"], name="person_sort_ar")]
        constraints = [
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(name_ar="", name_fr=""),
                violation_error_message=_("A person has a name, in Arabic or in French."),
            ),
            models.CheckConstraint(
                name="person_birth_date_has_its_year",
                condition=Q(birth_date=None) | Q(birth_year__isnull=False, birth_year=ExtractYear("birth_date")),
                violation_error_message=_("The year of birth is that of the date of birth."),
            ),
            models.CheckConstraint(
                name="person_not_merged_into_himself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                violation_error_message=_("A person cannot be merged into himself."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    @property
    def name(self) -> str:
        """The name in the reader's language, or in the other when that one is not known."""
        return super().name or self.name_ar or self.name_fr

    def index(self, others: Iterable[str] | None = None) -> None:
        """As any name; someone whose data was removed is found by nothing."""
        super().index(others)
        if self.anonymised_at:
            self.sort_ar = self.sort_fr = self.search_text = ""

    def standing(self) -> "Person":
        """Who this person is in the register today: himself, or the one he was merged into at last."""
        person = self
        while person.merged_into:
            person = person.merged_into
        return person


class IdentityDocument(models.Model):
    """A document that proves who someone is. A blank number is no document, so it never matches anyone."""

    PERSONAL = {
        "number": held(
            "tell who is who; print the last signs on the sheet; declare the tax withheld",
            keep=Keep.MANDATE,
            masked=True,
        )
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="identity_documents")
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind, default=DocumentKind.CIN)
    number = models.CharField(_("number"), max_length=20)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="identity_document_once",
                fields=["kind", "number"],
                violation_error_message=_("Another person already holds this identity document."),
            ),
            models.UniqueConstraint(
                name="identity_document_one_of_a_kind",
                fields=["person", "kind"],
                violation_error_message=_("This person already has a document of that kind."),
            ),
            models.CheckConstraint(
                name="identity_document_not_blank",
                condition=~Q(number=""),
                violation_error_message=_("An identity document has a number."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Origin(models.Model):
    """The row of a list by which a person came into the register. It goes with the import when that is undone."""

    PERSONAL: dict[str, object] = {}

    person = models.ForeignKey(Person, models.CASCADE, related_name="origins")
    batch = models.ForeignKey("documents.ImportBatch", models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="origin_once",
                fields=["person", "batch", "sheet", "row"],
                violation_error_message=_("This row is already told as where the person comes from."),
            ),
        ]

    def __str__(self) -> str:
        return joined([self.batch.file.name, self.sheet, str(self.row)])


class Mandate(models.Model):
    """The electoral term of one council, with its own clock. Half-open: it ends the day the next begins."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place"], "body": ["body"]}

    body = models.ForeignKey(Body, models.PROTECT, related_name="mandates", verbose_name=_("council"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="mandate_once",
                fields=["body", "starts_on"],
                violation_error_message=_("This council already has a mandate from that date."),
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A mandate ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.starts_on.year}-{self.ends_on.year}"


class Office(models.Model):
    """What a person is in a body, over dates. A person may hold several, even in two councils.

    ``appointment`` is the role in Takwin given for this office: it ends with it.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place"], "body": ["body", "body__parent"], "person": ["person"]}

    person = models.ForeignKey(Person, models.PROTECT, related_name="offices", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="offices", verbose_name=_("council or body"))
    title = models.CharField(_("office"), max_length=20, choices=Title)
    detail = models.CharField(_("detail"), max_length=120, blank=True, help_text=_("committee, delegation, rank"))
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="offices")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, blank=True, related_name="office")

    class Meta:
        ordering = ["body", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="office_once",
                fields=["person", "body", "title", "detail"],
                condition=Q(ends_on=None),
                violation_error_message=_("This person already holds this office."),
            ),
            models.UniqueConstraint(
                name="office_one_president",
                fields=["body"],
                condition=Q(title="president", ends_on=None),
                violation_error_message=_("This council already has a president in office."),
            ),
            models.CheckConstraint(
                name="office_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("An office ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_title_display()} · {self.body}"

    @property
    def said(self) -> str:
        """The office as said of who holds it, a woman or a man, in the reader's language."""
        detail = self.detail if self.detail == GENERAL else ""
        return capacity(self.title, self.person.sex, get_language() or "ar", detail, kind=self.body.kind)
