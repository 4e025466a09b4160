"""The form of each step of a party's path: a date, and the facts that its kind has."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Party
from takwin.agreements.queries.powers import offices_seen, signs_by_name
from takwin.agreements.queries.standing import is_asked_knowingly
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.people.labels import capacity
from takwin.people.models import Office
from takwin.people.queries import in_office
from takwin.ui.forms import DayInput


def ask_if_empty(form: forms.Form, agreement: Agreement, kind: StepKind) -> None:
    """Offer whoever takes a step towards the signature to say that he means it: the act asks for it while the text
    binds nobody to anything."""
    if is_asked_knowingly(agreement, kind):
        form.fields["knowingly"] = forms.BooleanField(
            required=False,
            label=_("This text binds nobody to anything yet: go on all the same"),
            help_text=_("It has no article and no commitment. Once it is signed, none is written in it any more."),
        )


class StepForm(forms.Form):
    """A dated step; the fields are those its kind has, and a tick when the text is still empty."""

    kind: StepKind

    done_on = forms.DateField(label=_("Date"), widget=DayInput)

    def __init__(self, *args: Any, party: Party, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.by = party, by
        ask_if_empty(self, party.agreement, self.kind)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return {"done_on": self.cleaned_data["done_on"], "knowingly": self.cleaned_data.get("knowingly", False)}


class SittingForm(StepForm):
    """The session of the council at which the agreement is examined."""

    kind = StepKind.SITTING


class NumberedForm(StepForm):
    number = forms.CharField(
        label=_("Number of the act"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off"}),
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"number": self.cleaned_data["number"]}


class VisaForm(NumberedForm):
    """The visa of the authority on the deliberation."""

    kind = StepKind.VISA


class OppositionForm(StepForm):
    """The opposition of the authority, with its reason: the path stops until the council has read the matter again."""

    kind = StepKind.OPPOSITION
    objection = forms.CharField(label=_("Reason of the opposition"), max_length=300)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"objection": self.cleaned_data["objection"]}


class ReceptionForm(forms.Form):
    """The day on which the authority received the deliberation; the one that is recorded is proposed."""

    received_on = forms.DateField(
        label=_("Deliberation received by the authority on"),
        widget=DayInput,
        help_text=_("The day written on its receipt: the delay of the visa runs from it."),
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vote = party.steps.filter(kind=StepKind.VOTE, withdrawn_at=None).first()
        self.initial["received_on"] = vote.received_on if vote else None


class SilenceForm(ReceptionForm):
    """Since when the authority has had the deliberation without answering."""

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, party=party, **kwargs)
        ask_if_empty(self, party.agreement, StepKind.VISA)


class VoteForm(NumberedForm):
    """The deliberation, and the session that took it when it is not known yet."""

    kind = StepKind.VOTE
    sat_on = forms.DateField(
        label=_("First day of the council's session"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: the day of the deliberation."),
    )
    received_on = forms.DateField(
        label=_("Deliberation received by the authority on"),
        required=False,
        widget=DayInput,
        help_text=_("If its receipt is there already. Otherwise the province or the region records this day later."),
    )
    field_order = ["sat_on", "done_on", "number", "received_on"]

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, party=party, **kwargs)
        self.fields["done_on"].label = _("Date of the deliberation")
        self.fields["number"].label = _("Number of the deliberation")
        standing = set(party.steps.filter(withdrawn_at=None).values_list("kind", flat=True))
        if StepKind.SITTING in standing and StepKind.OPPOSITION not in standing:
            del self.fields["sat_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sat_on, voted_on = data.get("sat_on"), data.get("done_on")
        if sat_on and voted_on and sat_on > voted_on:
            self.add_error("sat_on", _("The session begins before its deliberation."))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        days = {"voted_on": data["done_on"], "sat_on": data.get("sat_on") or data["done_on"]}
        told = {"number": data["number"], "received_on": data.get("received_on")}
        return days | told | {"knowingly": data.get("knowingly", False)}


class _OfficeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        said = capacity(obj.title, obj.person.sex, get_language() or "ar", obj.detail, kind=obj.body.kind)
        since = _("from %(day)s") % {"day": formats.day(obj.starts_on)}
        until = _("until %(day)s") % {"day": formats.day(obj.ends_on - dt.timedelta(days=1))} if obj.ends_on else ""
        return joined([obj.person.name, said, since, until])


class SignatureForm(StepForm):
    """A named person signs, in the office he holds that day in the body; or, where the reader does not see its people
    or one of them is in no register, the name and the capacity that the text bears.

    Only those in office on the day are offered; the list follows the day as soon as it is given.
    """

    kind = StepKind.SIGNATURE
    office = _OfficeChoice(
        label=_("Signed by"), queryset=Office.objects.none(), empty_label=_("Choose who signed"),
        error_messages={"invalid_choice": _("Not in office there on that day: choose among those who were.")},
    )  # fmt: skip
    signatory_name = forms.CharField(
        label=_("Name of who signed"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    capacity = forms.CharField(
        label=_("In the capacity of"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As the text writes it: director general, president of the university, representative…"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen, named = offices_seen(self.party.body, self.by), signs_by_name(self.party.body, self.by)
        if seen.exists() or not named:
            self._offer(seen)
        else:
            del self.fields["office"]
        if not named:
            del self.fields["signatory_name"], self.fields["capacity"]
        elif "office" in self.fields:
            self.fields["office"].required, self.fields["office"].is_asked = False, True  # type: ignore[attr-defined]
            self.fields["signatory_name"].label = _("Someone else: the name as the text bears it")
        else:
            for name in ("signatory_name", "capacity"):
                self.fields[name].required = True

    def _offer(self, seen: QuerySet[Office]) -> None:
        """Those in office on the day given; until it is, those in office now or in the years of the agreement."""
        on = _day_of(self)
        began = dt.date(self.party.agreement.first_year - 1, 1, 1)
        held = in_office(on) if on else Q(ends_on=None) | Q(ends_on__gt=began)
        field: Any = self.fields["office"]
        field.queryset = seen.filter(held, starts_on__lte=clock.today())
        told = _("Those who hold an office there. Someone is missing? Record his office among persons first.")
        if on and not field.queryset.exists():
            told = _("Nobody is known to hold an office there on that day: record it among persons first.")
        field.help_text = told
        asked_again = {"hx-get": "?", "hx-trigger": "change", "hx-swap": "outerHTML"}
        asked_again |= {"hx-target": "#id_office", "hx-select": "#id_office"}
        self.fields["done_on"].widget.attrs |= asked_again

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        office, name = data.get("office"), data.get("signatory_name")
        if "signatory_name" in self.fields and "office" in self.fields and "office" not in self.errors:
            if bool(office) == bool(name):
                self.add_error("office", _("Choose who signed, or write a name and a capacity: one of the two."))
            elif name and not data.get("capacity"):
                self.add_error("capacity", _("A signature is given by a named person, in a capacity."))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        office: Office | None = data.get("office")
        if office is None:
            return super().facts() | {"signatory_name": data["signatory_name"], "capacity": data["capacity"]}
        said = capacity(office.title, office.person.sex, "ar", office.detail, self.party.body)
        return super().facts() | {"signatory": office.person, "capacity": said[:120]}


def _day_of(form: forms.Form) -> dt.date | None:
    """The day that was typed, or that the address asks about; none when it is no day."""
    try:
        day: dt.date | None = forms.DateField(required=False).clean(form["done_on"].value())
    except ValidationError:
        return None
    return day


STEP_FORMS: dict[StepKind, type[StepForm]] = {
    form.kind: form for form in (SittingForm, VoteForm, OppositionForm, VisaForm, SignatureForm)
}
