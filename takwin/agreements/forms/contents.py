"""Forms of what an agreement says: free drafts, amendments, clauses, promises in kind, deliveries, a day."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import IN_KIND, AgreementKind, ClauseKind, PartyRole
from takwin.agreements.forms import ARABIC, FRENCH, body_shown, last_year_field, possible_parties
from takwin.agreements.models import Agreement, Commitment
from takwin.agreements.queries.standing import has_article
from takwin.core import clock
from takwin.core.keys import key_of
from takwin.core.money import plain
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.documents.uploads import ScanField
from takwin.rights.pick import PickInput
from takwin.ui.forms import DayInput, MoneyField, is_sound

ASKED, ROWS = 2, 6  # parties asked of every agreement, and at most
BODIES = _("Administration, office, university, association…")


def _with_reference(agreement: Agreement) -> str:
    """Frameworks of one title are told apart by their reference."""
    return joined([agreement.name, agreement.reference])


class TermsForm(forms.Form):
    """How an agreement is called, and from which year to which it holds."""

    name_ar = forms.CharField(label=_("Title in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Title in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = last_year_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("An agreement ends after it begins."))
        return data


TERMS = tuple(TermsForm.base_fields)


class AnotherForm(TermsForm):
    """A framework or a specific agreement between parties that one chooses, each in its role.

    Two parties are asked; each of the others stands closed until it is wanted, one after the other. The framework is
    asked of a specific agreement only.
    """

    field_order = ["kind", "base", *TERMS, "owner"]

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(k.value, k.label) for k in (AgreementKind.FRAMEWORK, AgreementKind.SPECIFIC)],
        widget=forms.RadioSelect,
        initial=AgreementKind.FRAMEWORK,
    )
    base = forms.ModelChoiceField(
        label=_("Under the framework agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("For a specific agreement: the frameworks whose years are not over."),
    )
    owner = forms.ModelChoiceField(label=_("Carried by"), queryset=Body.objects.none(), empty_label=None)

    def __init__(self, *args: Any, owners: QuerySet[Body], frameworks: QuerySet[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        base: Any = self.fields["base"]
        base.queryset, base.label_from_instance = frameworks, _with_reference
        year = clock.today().year
        self.fields["first_year"].initial, self.fields["last_year"].initial = year, year + 2
        for n in range(1, ROWS + 1):
            self.fields[f"party_{n}"] = forms.ModelChoiceField(
                label=_("Party %(n)s") % {"n": n},
                queryset=possible_parties(),
                required=n <= ASKED,
                widget=PickInput("agreements:bodies", shown=body_shown, hint=BODIES),
            )
            self.fields[f"role_{n}"] = forms.ChoiceField(
                label=_("Role of party %(n)s") % {"n": n},
                choices=[("", _("Choose its role")), *PartyRole.choices],
                required=n <= ASKED,
            )

    def asked(self) -> list[forms.BoundField]:
        """The fields of every agreement, but the framework: its terms, then two parties."""
        pairs = [f"{name}_{n}" for n in range(1, ASKED + 1) for name in ("party", "role")]
        return [self[name] for name in (*TERMS, "owner", *pairs)]

    def more(self) -> list[tuple[forms.BoundField, forms.BoundField, bool]]:
        """The parties that may be added, open up to the last of which something is written."""
        rows = [(self[f"party_{n}"], self[f"role_{n}"]) for n in range(ASKED + 1, ROWS + 1)]
        written = [any(one.value() or one.errors for one in row) for row in rows]
        return [(body, role, any(written[n:])) for n, (body, role) in enumerate(rows)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == AgreementKind.FRAMEWORK:
            data["base"] = None  # chosen before another kind was
        for n in range(ASKED + 1, ROWS + 1):
            if data.get(f"party_{n}") and not data.get(f"role_{n}"):
                self.add_error(f"role_{n}", _("Choose its role"))
        return data

    def parties_in_roles(self) -> list[tuple[Body, PartyRole]]:
        data = self.cleaned_data
        numbers = [n for n in range(1, ROWS + 1) if data.get(f"party_{n}")]
        return [(data[f"party_{n}"], PartyRole(data[f"role_{n}"])) for n in numbers]


class RoleForm(forms.Form):
    """The role of a party at this level."""

    role = forms.ChoiceField(label=_("Role in the agreement"), choices=PartyRole.choices, widget=forms.RadioSelect)


def agreement_shown(value: str) -> str:
    found = Agreement.objects.filter(pk=key_of(value) or 0).first()
    return found.name if found else ""


class ReferForm(forms.Form):
    """An earlier agreement that is not the parent."""

    other = forms.ModelChoiceField(
        label=_("Earlier agreement"),
        queryset=Agreement.objects.none(),
        help_text=_("One that this text names and on which it does not stand: an older partnership, for instance."),
    )

    def __init__(self, *args: Any, agreement: Agreement, earlier: QuerySet[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = earlier  # type: ignore[attr-defined]
        self.fields["other"].widget = PickInput(
            "agreements:earlier", args=[agreement.pk], shown=agreement_shown, hint=_("Title, reference or province")
        )


class WriteOffForm(forms.Form):
    """What is given up of an instalment, and why."""

    amount = MoneyField(label=_("Amount given up, in dirhams"))
    motive = forms.CharField(
        label=_("Motive"), max_length=200, help_text=_("It stays in the story. Name no one: say what was wrong.")
    )


class AmendForm(TermsForm):
    """An amendment to the latest version; its parties are those bound today."""

    last_year = last_year_field(
        _("This year is included. A later one prolongs the agreement; left empty, it has no set term from then on.")
    )


class ArticleForm(forms.Form):
    """Which article an address or a button names."""

    article = forms.CharField(max_length=20, required=False)


def article_in(sent: QueryDict) -> str:
    """The key of the article that is named; an empty text for what can be the key of none."""
    form = ArticleForm(sent)
    return form.cleaned_data["article"] if is_sound(form) else ""


class ClauseForm(forms.Form):
    """An article, with the fact that its kind asks for."""

    key = forms.CharField(label=_("Article"), max_length=20, help_text=_("Its number as it is printed: 1, 2, 3…"))
    kind = forms.ChoiceField(label=_("What it fixes"), choices=ClauseKind.choices, initial=ClauseKind.TEXT)
    text_ar = forms.CharField(label=_("Text in Arabic"), required=False, widget=forms.Textarea(attrs=ARABIC))
    text_fr = forms.CharField(label=_("Text in French"), required=False, widget=forms.Textarea(attrs=FRENCH))
    amount = MoneyField(label=_("Amount, in dirhams"), required=False)
    amount_words = forms.CharField(
        label=_("Amount in words"),
        max_length=300,
        required=False,
        help_text=_("As the text writes it; it is compared with the figures."),
    )
    months = forms.IntegerField(label=_("Duration in months"), required=False, min_value=1, max_value=600)
    day = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    body = forms.ModelChoiceField(
        label=_("Who is obliged"), queryset=Body.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["body"].queryset = Body.objects.filter(parties__agreement=agreement)  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        """A number that an article has is not given to another: the way to correct that one is told."""
        key: str = self.cleaned_data["key"]
        if self.fields["key"].disabled or not has_article(self.agreement, key):
            return key
        url = f"{reverse('agreements:clause', args=[self.agreement.pk])}?{urlencode({'article': key})}"
        told = _("Article %(key)s is written already.") % {"key": key}
        raise forms.ValidationError(format_html('{} <a href="{}">{}</a>', told, url, _("Correct it")))


class PromiseForm(forms.Form):
    """What a party gives in kind, to whom, how much, by when."""

    kind = forms.ChoiceField(label=_("What is given"), choices=[(k.value, k.label) for k in IN_KIND])
    what_ar = forms.CharField(label=_("What, in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    what_fr = forms.CharField(
        label=_("What, in French"), max_length=200, required=False, widget=forms.TextInput(attrs=FRENCH)
    )
    quantity = forms.DecimalField(label=_("Quantity"), required=False, max_digits=12, decimal_places=2)
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("Square metres, persons, seats…")
    )
    amount = MoneyField(label=_("Value written in the text, in dirhams"), required=False)
    due_on = forms.DateField(label=_("To be delivered by"), required=False, widget=DayInput)
    beneficiary = forms.ModelChoiceField(
        label=_("Given to"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("the body that carries the agreement"),
    )
    replaces = forms.ModelChoiceField(
        label=_("It takes the place of"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("nothing: it is added"),
        help_text=_("A promise in kind of this agreement that stands and of which nothing is delivered yet."),
    )

    def __init__(self, *args: Any, agreement: Agreement, replaceable: QuerySet[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Body.objects.filter(parties__agreement=agreement)
        self.fields["beneficiary"].queryset = parties  # type: ignore[attr-defined]
        if agreement.kind == AgreementKind.AMENDMENT:
            field: Any = self.fields["replaces"]
            field.queryset = replaceable
            field.label_from_instance = lambda row: f"{row.what} · {row.party.body}"
        else:
            del self.fields["replaces"]


class ValueForm(forms.Form):
    """The value a record accepts for what is given in kind."""

    value = MoneyField(label=_("Accepted value, in dirhams"))
    number = forms.CharField(label=_("Number of the record"), max_length=40)
    taken_on = forms.DateField(label=_("Date of the record"), widget=DayInput)


class DeliveryForm(forms.Form):
    """What was delivered, with its proof."""

    delivered_on = forms.DateField(label=_("Delivered on"), widget=DayInput)
    quantity = forms.DecimalField(label=_("Quantity"), required=False, max_digits=12, decimal_places=2)
    reference = forms.CharField(label=_("Number of the record of delivery"), max_length=40, required=False)
    proof = ScanField(label=_("Scan of the record"), required=False)

    def __init__(self, *args: Any, left: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left is not None:  # a quantity is promised: what is delivered of it is said, all that is left at first
            self.fields["quantity"].required = True
            self.initial["quantity"] = plain(left)

    def facts(self) -> dict[str, Any]:
        """What the action is told; the scan as bytes."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("delivered_on", "quantity", "reference")}
        if scan := data["proof"]:
            told |= {"proof": scan.data, "name": scan.name, "content_type": scan.content_type}
        return told


class DaysForm(forms.Form):
    """The day asked about, and another to compare it with."""

    on = forms.DateField(label=_("On"), required=False, widget=DayInput)
    since = forms.DateField(label=_("Compared with"), required=False, widget=DayInput)
