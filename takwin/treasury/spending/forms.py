"""Forms of a payment out: order, certify, invoice, pay."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import Register
from takwin.core import formats
from takwin.core.money import plain
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.documents.uploads import ScanField
from takwin.people.models import Person
from takwin.rights.pick import PickInput, shown_as
from takwin.treasury.enums import ExpenseKind, Transport
from takwin.treasury.forms import LATIN
from takwin.treasury.models import Expense
from takwin.treasury.spending.actions import Journey, Ordered
from takwin.treasury.spending.queries import nearest_first, payable_persons
from takwin.ui.forms import DayInput, MoneyField

LINES = range(1, 6)
JOURNEY = Journey._fields


def _register_shown(register: Any) -> str:
    """Sessions of one title are told apart by their reference and their first day."""
    return joined([str(register), register.reference, formats.day(register.first_day) if register.first_day else ""])


class OrderForm(forms.Form):
    """What is ordered, of whom, for which session; up to five lines, the first one at least."""

    journey = JOURNEY  # asked of a mission only

    owner = forms.ModelChoiceField(label=_("Paid by"), queryset=Body.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=ExpenseKind.choices)
    title = forms.CharField(label=_("What for"), max_length=200)
    register = forms.ModelChoiceField(label=_("For the session"), queryset=Register.objects.none(), required=False)
    body = forms.ModelChoiceField(
        label=_("Paid to the body"),
        queryset=Body.objects.filter(ends_on=None),
        required=False,
        widget=PickInput("treasury:pick_supplier", shown=shown_as(Body), hint=_("Company, university, association…")),
    )
    person = forms.ModelChoiceField(
        label=_("Paid to the person"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_(
            "For fees or a mission, in the place of a body: a trainer, or who holds an office in the body that pays."
        ),
    )
    destination = forms.CharField(label=_("Destination"), max_length=120, required=False)
    leaves_on = forms.DateField(label=_("Leaves on"), widget=DayInput, required=False)
    returns_on = forms.DateField(label=_("Returns on"), widget=DayInput, required=False)
    transport = forms.ChoiceField(
        label=_("Means of transport"), choices=[*BLANK_CHOICE_DASH, *Transport.choices], required=False
    )
    withheld_percent = forms.DecimalField(
        label=_("Tax withheld, in %"), min_value=0, max_value=99, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["register"]
        field.queryset, field.label_from_instance = nearest_first(owners), _register_shown
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["person"].queryset = payable_persons(owners)  # type: ignore[attr-defined]
        for name in JOURNEY:
            self.fields[name].is_asked = True  # type: ignore[attr-defined]  # once it is a mission
        for n in LINES:
            asked = n == 1
            what = _("Line %(n)s: what") % {"n": n}
            self.fields[f"what_{n}"] = forms.CharField(label=what, required=asked, max_length=200)
            self.fields[f"quantity_{n}"] = forms.DecimalField(
                label=_("Line %(n)s: how many") % {"n": n},
                required=asked,
                min_value=Decimal("0.01"),
                max_digits=10,
                decimal_places=2,
            )
            self.fields[f"price_{n}"] = MoneyField(label=_("Line %(n)s: price of one") % {"n": n}, required=asked)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ExpenseKind.TRAVEL:
            for name in JOURNEY:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
            leaves_on, returns_on = cleaned.get("leaves_on"), cleaned.get("returns_on")
            if leaves_on and returns_on and returns_on < leaves_on:
                self.add_error("returns_on", _("One returns from a mission on the day one left, or later."))
        for n in LINES:
            told = [cleaned.get(f"{part}_{n}") for part in ("what", "quantity", "price")]
            if any(told) and not all(told):
                self.add_error(f"what_{n}", ValidationError(_("A line says what, how many, and at what price.")))
        return cleaned

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        lines = [
            Ordered(told[f"what_{n}"], told[f"quantity_{n}"], told[f"price_{n}"])
            for n in LINES
            if told.get(f"what_{n}")
        ]
        names = ("owner", "title", "register", "body", "person")
        is_mission = told["kind"] == ExpenseKind.TRAVEL
        return {name: told[name] for name in names} | {
            "journey": Journey(*(told[name] for name in JOURNEY)) if is_mission else None,
            "kind": ExpenseKind(told["kind"]),
            "withheld_percent": told["withheld_percent"] or Decimal(0),
            "lines": lines,
        }


class CertifyForm(forms.Form):
    """How many of each line came, and when."""

    done_on = forms.DateField(label=_("Delivered on"), widget=DayInput)

    def __init__(self, *args: Any, expense: Expense, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = {f"delivered_{line.number}": line.number for line in expense.lines.all()}
        for line in expense.lines.all():
            ordered = plain(line.quantity)
            self.fields[f"delivered_{line.number}"] = forms.DecimalField(
                label=line.what, min_value=0, max_value=ordered, decimal_places=2, initial=ordered
            )

    def facts(self) -> dict[str, Any]:
        delivered = {number: self.cleaned_data[name] for name, number in self.numbers.items()}
        return {"done_on": self.cleaned_data["done_on"], "delivered": delivered}


class InvoiceForm(forms.Form):
    """The invoice as it came: its amount in figures, and in words when it says it in words."""

    number = forms.CharField(label=_("Number of the invoice"), max_length=40, widget=forms.TextInput(attrs=LATIN))
    invoiced_on = forms.DateField(label=_("Date of the invoice"), widget=DayInput)
    amount = MoneyField(label=_("Amount, in dirhams"))
    words = forms.CharField(
        label=_("Amount in words"), required=False, max_length=300, help_text=_("As the invoice writes it.")
    )
    scan = ScanField(label=_("Scan of the invoice"), required=False)


class PaymentForm(forms.Form):
    number = forms.CharField(label=_("Number of the order"), max_length=30, widget=forms.TextInput(attrs=LATIN))
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput)
    amount = MoneyField(label=_("Amount, in dirhams"))
