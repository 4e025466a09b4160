"""Samples for the gallery: real places, invented people."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest
from django.utils.translation import pgettext

from .forms import DayInput, MoneyField, PhoneInput
from .states import Look
from .things import Act, Step


class SampleForm(forms.Form):
    """A receipt with two faults, a choice, a tick and a file."""

    template_name = "ui/form_fields.html"

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data, auto_id="sample_%s")
        paid = {"statement": pgettext("gallery", "Treasury statement"), "order": pgettext("gallery", "Payment order")}
        self.fields["amount"] = MoneyField(
            label=pgettext("gallery", "Amount received (dirhams)"), most=Decimal("31764.70")
        )
        self.fields["day"] = forms.DateField(label=pgettext("gallery", "Day of the statement"), widget=DayInput)
        self.fields["phone"] = forms.CharField(label=pgettext("gallery", "Phone"), widget=PhoneInput, required=False)
        self.fields["heads"] = forms.IntegerField(label=pgettext("gallery", "Members who benefit"), required=False)
        self.fields["proof"] = forms.ChoiceField(
            label=pgettext("gallery", "Proof"), choices=list(paid.items()), widget=forms.RadioSelect
        )
        self.fields["bank"] = forms.ChoiceField(
            label=pgettext("gallery", "Account"), choices=[("1", "TGR Fès"), ("2", "TGR Meknès")]
        )
        self.fields["file"] = forms.FileField(
            label=pgettext("gallery", "Scanned statement"),
            required=False,
            help_text=pgettext("gallery", "PDF, at most 20 MB."),
        )
        self.fields["note"] = forms.CharField(
            label=pgettext("gallery", "Note"),
            required=False,
            widget=forms.Textarea,
            help_text=pgettext("gallery", "It appears in the story of the transfer."),
        )
        self.fields["sure"] = forms.BooleanField(
            label=pgettext("gallery", "I have checked the amount on the statement"), required=False
        )


class Event(NamedTuple):
    text: str
    at: dt.datetime
    by: str
    tile: str
    tone: str


def context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery page shows, in the reader's language."""
    looks = [
        Look(pgettext("gallery", "Tentative"), "", "draft"),
        Look(pgettext("gallery", "Confirmed"), "go", "half"),
        Look(pgettext("gallery", "Held"), "go", "full"),
        Look(pgettext("gallery", "Sealed"), "go", "done"),
        Look(pgettext("gallery", "Postponed"), "warn", "wait"),
        Look(pgettext("gallery", "Cancelled"), "bad", "no"),
    ]
    path = [
        Step(pgettext("gallery", "Deliberation"), pgettext("gallery", "5 February"), "done"),
        Step(pgettext("gallery", "Visa"), pgettext("gallery", "27 February"), "done"),
        Step(pgettext("gallery", "Signatures"), pgettext("gallery", "21 of 23"), "here"),
        Step(pgettext("gallery", "In force")),
    ]
    marks = [
        (pgettext("gallery", "present"), ["present"] * 4),
        (pgettext("gallery", "late once"), ["present", "late", "present", "present"]),
        (pgettext("gallery", "excused the second day"), ["present", "present", "excused", "excused"]),
        (pgettext("gallery", "absent twice"), ["present", "absent", "absent", "present"]),
        (pgettext("gallery", "to come"), ["present", "present", "", ""]),
    ]
    acts = [
        Act(pgettext("gallery", "Send 34 convocations"), "#", "send"),
        Act(pgettext("gallery", "Print the attendance sheet"), "#", "print"),
        Act(
            pgettext("gallery", "Seal the presence"),
            refused=pgettext("gallery", "Opens on 9 December, after the last half-day"),
        ),
        Act(pgettext("gallery", "Cancel the session…"), "#", "no", danger=True),
    ]
    then = dt.datetime(2026, 11, 17, 14, 10, tzinfo=dt.UTC)
    story = [
        Event(
            pgettext("gallery", "Confirmed the session with 21 participants"),
            then,
            "Fatima Zahra El Amrani",
            "half",
            "go",
        ),
        Event(
            pgettext("gallery", "Scheduled the session"),
            then - dt.timedelta(days=15),
            "Fatima Zahra El Amrani",
            "draft",
            "",
        ),
    ]
    form = SampleForm({"amount": "31.800,00", "day": "", "proof": "statement", "bank": "1"})
    days = [dt.date(2026, 12, 8), dt.date(2026, 12, 9)]
    rows = [
        ("FM-26-112", "Ifrane", days, 34, Decimal("28588.23"), looks[1]),
        ("FM-26-120", "Moulay Yacoub", days, 22, Decimal(9000), looks[0]),
    ]
    return {
        "title": pgettext("gallery", "Gallery"),
        "sub": pgettext("gallery", "All that screens are built of, in every state. What is not here does not exist."),
        "looks": looks, "path": path, "marks": marks, "due": [0, 2.5, 5.5, 8], "sample_acts": acts, "story": story,
        "form": form, "sample_days": days, "sample_rows": rows, "instant": then, "amount": Decimal("28588.23"),
    }  # fmt: skip
