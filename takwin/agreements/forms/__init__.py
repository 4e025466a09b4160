"""Forms of agreements: one to draft, a small one for each step, one to commit."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import ROLE_OF, AgreementKind, PartyRole
from takwin.agreements.models import Agreement
from takwin.agreements.queries import binds_year, until_year_of
from takwin.agreements.queries.from_shares import adopted_within
from takwin.core import clock
from takwin.core.text import joined
from takwin.core.uploads import within_limit
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.directory.queries import bodies_meant
from takwin.programmes.models import Programme
from takwin.rights.pick import SHOWN, Choice, PickInput, shown_as
from takwin.ui.forms import DayInput, MoneyField, RowsField

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}
OPERATORS = (
    BodyKind.UNIVERSITY, BodyKind.FOUNDATION, BodyKind.ASSOCIATION, BodyKind.INSTITUTION, BodyKind.COMPANY,
    BodyKind.NATIONAL,
)  # fmt: skip
INSTALMENTS = 4
PDF = b"%PDF-"


def operators() -> QuerySet[Body]:
    """Who may give the training of an agreement, wherever it is: bodies are a common register."""
    return Body.objects.filter(kind__in=OPERATORS, ends_on=None).select_related("place")


def possible_parties() -> QuerySet[Body]:
    """Who may be a party or sit in a committee: any body of the register, wherever it is seated.

    Choosing one opens nothing of it: what is read and written of a body still asks ``allowed``.
    """
    return Body.objects.filter(ends_on=None).exclude(kind=BodyKind.COMMITTEE).select_related("place")


def body_choices(bodies: QuerySet[Body], words: str) -> list[Choice]:
    """The bodies that answer to what is typed, each with what tells it from its namesakes."""
    if not words.strip():
        return []
    return [
        Choice(str(body.pk), body.name, joined([str(body.get_kind_display()), body.place.name]))
        for body in bodies_meant(bodies, words).order_by("sort_ar", "pk")[:SHOWN]
    ]


body_shown = shown_as(Body)


def last_year_field(told: Any = "") -> forms.IntegerField:
    """The field of the last year of an agreement, the same wherever its terms are written but for what it is told."""
    told = told or _("This year is included. Left empty, the duration is not set: until it is replaced or given up.")
    field = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2100, required=False, help_text=told)
    field.is_asked = True  # type: ignore[attr-defined]
    return field


class ProvinceForm(forms.Form):
    """Which province the agreement is of; the next page proposes its parties."""

    province = forms.ModelChoiceField(
        label=_("Province or prefecture"), queryset=Place.objects.none(), empty_label=_("Choose a province")
    )

    def __init__(self, *args: Any, provinces: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """An agreement of a province, all its usual parties ticked."""

    name_ar = forms.CharField(label=_("Title in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Title in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices, initial=AgreementKind.SPECIFIC)
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = last_year_field()
    parties = RowsField(
        label=_("Parties"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The region carries the programme, councils contribute, the State administration accompanies."),
    )
    operator = forms.ModelChoiceField(
        label=_("Who gives the training"),
        queryset=Body.objects.none(),
        required=False,
        help_text=_("A university, a foundation or an institution; it only signs. It may be added later."),
        widget=PickInput("agreements:operators", shown=body_shown, hint=_("University, institution…")),
    )
    programmes = RowsField(
        label=_("Programmes paid"),
        queryset=Programme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, province: Place, usual: list[Body], owner: Body, **kwargs: Any) -> None:
        year = clock.today().year
        proposed = {
            "name_ar": f"اتفاقية شراكة لتمويل برامج التكوين المستمر لفائدة منتخبي {province.name_ar}",
            "name_fr": f"Convention de financement de la formation continue des élus : {province.name_fr}",
            "first_year": year,
            "last_year": year,
            "parties": usual,
        }
        super().__init__(*args, **{"initial": proposed, **kwargs})
        # The query is asked again by the field: the order proposed is the order of their signatures.
        self.fields["parties"].queryset = Body.objects.filter(pk__in=[b.pk for b in usual])  # type: ignore[attr-defined]
        self.fields["parties"].choices = [(b.pk, b.name) for b in usual]  # type: ignore[attr-defined]
        self.fields["operator"].queryset = operators()  # type: ignore[attr-defined]
        self.fields["programmes"].queryset = Programme.objects.filter(owner=owner)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("An agreement ends after it begins."))
        return data

    def parties_in_roles(self) -> list[tuple[Body, PartyRole]]:
        """The parties in the order they were proposed, the operator last."""
        ticked = {body.pk: body for body in self.cleaned_data["parties"]}
        order = [pk for pk, _label in self.fields["parties"].choices if pk in ticked]  # type: ignore[attr-defined]
        parties = [(ticked[pk], ROLE_OF[BodyKind(ticked[pk].kind)]) for pk in order]
        operator = self.cleaned_data["operator"]
        return [*parties, (operator, PartyRole.OPERATOR)] if operator else parties


class PartyForm(forms.Form):
    """One more party."""

    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=possible_parties(),
        widget=PickInput("agreements:bodies", shown=body_shown, hint=_("Commune, university, administration…")),
    )
    role = forms.ChoiceField(label=_("Role in the agreement"), choices=PartyRole.choices, widget=forms.RadioSelect)


class MotiveForm(forms.Form):
    """Why something is taken back."""

    motive = forms.CharField(
        label=_("Motive"), max_length=200, help_text=_("It stays in the story. Name no one: say what was wrong.")
    )


class CommitForm(forms.Form):
    """What a party promises for a year, in one to four instalments."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    programme = forms.ModelChoiceField(label=_("For the programme"), queryset=Programme.objects.none(), required=False)
    beneficiary = forms.ModelChoiceField(
        label=_("Paid to"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("the body that carries the agreement"),
    )

    def __init__(self, *args: Any, agreement: Agreement, payer: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        others = Body.objects.filter(parties__agreement=agreement).exclude(pk__in=[payer.pk, agreement.owner_id])
        self.fields["beneficiary"].queryset = others.order_by("parties__order")  # type: ignore[attr-defined]
        self.fields["beneficiary"].required = payer.pk == agreement.owner_id
        year = clock.today().year
        self.fields["year"].initial = max(agreement.first_year, min(year, until_year_of(agreement) or year))
        paid = Programme.objects.filter(owner=agreement.owner)
        self.fields["programme"].queryset = paid  # type: ignore[attr-defined]
        for n in range(1, INSTALMENTS + 1):
            self.fields[f"amount_{n}"] = MoneyField(label=_("Instalment %(n)s, in dirhams") % {"n": n}, required=n == 1)
            self.fields[f"due_on_{n}"] = forms.DateField(label=_("Due on"), required=n == 1, widget=DayInput)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not binds_year(self.agreement, year):
            raise ValidationError(_("The agreement does not bind that year."))
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(2, INSTALMENTS + 1):
            amount, due_on = data.get(f"amount_{n}"), data.get(f"due_on_{n}")
            if amount and not due_on and f"due_on_{n}" not in self.errors:
                self.add_error(f"due_on_{n}", _("Give the day this instalment is due."))
            if due_on and not amount and f"amount_{n}" not in self.errors:
                self.add_error(f"amount_{n}", _("Give the amount of this instalment."))
        return data

    def instalments(self) -> list[tuple[dt.date, Decimal]]:
        data = self.cleaned_data
        numbers = range(1, INSTALMENTS + 1)
        return [(data[f"due_on_{n}"], data[f"amount_{n}"]) for n in numbers if data.get(f"amount_{n}")]


class SharesForm(forms.Form):
    """Commit all parties for their shares of an adopted programme."""

    programme = forms.ModelChoiceField(
        label=_("Adopted programme"), queryset=Programme.objects.none(), empty_label=_("Choose a programme")
    )
    due_on = forms.DateField(label=_("Due on"), widget=DayInput)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = adopted_within(agreement)  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The scan of the signed text."""

    file = forms.FileField(
        label=_("Signed text"),
        help_text=_("A PDF of at most 20 MB."),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        head = upload.read(len(PDF))
        upload.seek(0)
        if head != PDF:
            raise ValidationError(_("This file is not a PDF: scan the signed text as PDF."))
        return upload
