"""Forms of plans, programmes, their cost, and days received elsewhere."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.core.keys import key_of
from takwin.core.uploads import within_limit
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.documents.enums import ActKind
from takwin.people.models import Office
from takwin.programmes.enums import ActionKind, PlanKind, ProgrammeKind, TopUpKind
from takwin.programmes.models import Axis, Plan, Programme, Share
from takwin.programmes.queries.entitlement import members_with_days
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput
from takwin.rights.queries import allowed, own_body
from takwin.ui.forms import DayInput, MoneyField

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}
OWNERS = [kind for kind in BodyKind if kind not in (BodyKind.COMMUNE, BodyKind.BOROUGH, BodyKind.COMMITTEE)]
SIGNATURES = {"pdf": b"%PDF", "jpg": b"\xff\xd8", "jpeg": b"\xff\xd8", "png": b"\x89PNG"}
LONGEST_STAY = 31  # days


class ScanField(forms.FileField):
    """A proof or a text: PDF or picture, known by its first bytes and not by its name alone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            validators=[within_limit, FileExtensionValidator(list(SIGNATURES))],
            widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
            **{"help_text": _("PDF, JPG or PNG, at most 20 MB.")} | kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            head = upload.read(4)
            upload.seek(0)
            if not head.startswith(SIGNATURES[upload.name.rpartition(".")[2].lower()]):
                raise ValidationError(_("This file is not what its name says: give a PDF or a picture."))
        return upload


class NamesForm(forms.Form):
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))


def year_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=2000, max_value=2100)


class OwnedForm(NamesForm):
    """Something a body makes: one of those for which the reader may prepare programmes."""

    owner = forms.ModelChoiceField(label=_("Of which body"), queryset=Body.objects.none(), empty_label=None)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = allowed(Body.objects.filter(kind__in=OWNERS, ends_on=None), by, Permission.PROGRAMME_EDIT)
        bodies = bodies.exclude(kind__in=[BodyKind.STATE, BodyKind.SERVICE])
        self.fields["owner"].queryset = bodies  # type: ignore[attr-defined]
        self.initial.setdefault("owner", own_body(bodies, by, Permission.PROGRAMME_EDIT))


class PlanForm(OwnedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanKind.choices, widget=forms.RadioSelect)
    first_year, last_year = year_field(_("First year")), year_field(_("Last year"))
    field_order = ["owner", "kind", "name_ar", "name_fr", "first_year", "last_year"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("A plan ends after it begins."))
        return data


class VersionForm(forms.Form):
    note = forms.CharField(label=_("What changed"), max_length=300)
    file = ScanField(label=_("Text"), required=False)


class ActForm(forms.Form):
    """The act that decides: taken by the body itself or by one of its organs."""

    body = forms.ModelChoiceField(label=_("Taken by"), queryset=Body.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind of act"),
        choices=[(kind.value, kind.label) for kind in (ActKind.DELIBERATION, ActKind.DECISION, ActKind.MINUTES)],
        widget=forms.RadioSelect,
        initial=ActKind.DELIBERATION,
    )
    number = forms.CharField(label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"class": "ltr"}))
    taken_on = forms.DateField(label=_("Date"), widget=DayInput)
    file = ScanField(label=_("Scan"), required=False)

    def __init__(self, *args: Any, owner: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(pk=owner.pk) | Body.objects.filter(parent=owner, ends_on=None)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.initial.setdefault("body", owner.pk)


class ApprovalForm(ActForm):
    text = ScanField(label=_("Text approved"), required=False)


class ProgrammeForm(OwnedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeKind.choices, widget=forms.RadioSelect)
    plan = forms.ModelChoiceField(
        label=_("Plan"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("An emergency programme may stand without one."),
    )
    year = year_field(_("Year"))
    shares_cost = forms.BooleanField(
        label=_("Its cost is shared"),
        required=False,
        help_text=_("Between the region, the provinces and the communes. Not ticked: nobody else pays."),
    )
    field_order = ["owner", "kind", "plan", "year", "name_ar", "name_fr", "shares_cost"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        plans = allowed(Plan.objects, by, Permission.PROGRAMME_EDIT)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        key = key_of(self.initial.get("plan", ""))
        if key and (plan := plans.filter(pk=key).first()):
            self.initial["owner"] = plan.owner_id


class ActionForm(NamesForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ActionKind.choices)
    axis = forms.ModelChoiceField(label=_("Axis"), queryset=Axis.objects.none(), required=False, empty_label=_("none"))
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("none")
    )
    planned_sessions = forms.IntegerField(label=_("Sessions planned"), min_value=0, max_value=999, initial=0)
    planned_seats = forms.IntegerField(label=_("Seats planned"), min_value=0, max_value=99_999, initial=0)
    budget = MoneyField(label=_("Budget (dirhams)"), least=Decimal(0), initial=Decimal(0))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(owner=programme.owner, is_open=True)  # type: ignore[attr-defined]
        if programme.plan_id:
            self.fields["axis"].queryset = Axis.objects.filter(plan=programme.plan_id)  # type: ignore[attr-defined]
        else:
            del self.fields["axis"]


class CostForm(forms.Form):
    """What is shared, and how."""

    total = MoneyField(label=_("Cost to share (dirhams)"))
    region_percent = forms.DecimalField(
        label=_("Region's part, in %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    to_dirham = forms.BooleanField(
        label=_("Round to the dirham"), required=False, help_text=_("The parts still sum to the whole.")
    )
    take_anew = forms.BooleanField(
        label=_("Take the members in office anew"),
        required=False,
        help_text=_("Replaces the members expected to benefit, corrections included, in every council."),
    )

    def __init__(self, *args: Any, owner: Body, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = parameter("region_least_percent", on=clock.today(), owner=owner)
        self.fields["region_percent"].help_text = _("The decree asks for at least %(least)s %%.") % {"least": least}
        self.initial.setdefault("region_percent", least)
        if is_new:
            del self.fields["take_anew"]


class HeadsForm(forms.Form):
    """The members expected to benefit in each council of a province."""

    def __init__(self, *args: Any, shares: Iterable[Share], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for share in shares:
            self.fields[f"body_{share.body_id}"] = forms.IntegerField(
                label=share.body.name, min_value=0, max_value=500, initial=share.heads_forecast
            )

    def heads(self) -> dict[int, int]:
        return {int(name.removeprefix("body_")): count for name, count in self.cleaned_data.items()}


class TopUpForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Given by"), queryset=Body.objects.none())
    amount = MoneyField(label=_("Top-up (dirhams)"), least=Decimal(0), help_text=_("0 takes an earlier top-up back."))
    kind = forms.ChoiceField(
        label=_("It is"), choices=TopUpKind.choices, initial=TopUpKind.LOWERS, widget=forms.RadioSelect
    )
    purpose = forms.CharField(
        label=_("Earmarked for"), max_length=120, required=False, help_text=_("Only for an earmarked top-up.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(shares__programme=programme)  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    reason = forms.CharField(label=_("What changes in the new version"), max_length=300)


class CloseForm(forms.Form):
    actual_total = MoneyField(label=_("Actual cost of the year (dirhams)"), least=Decimal(0))


def _member_shown(value: str) -> str:
    office = Office.objects.filter(pk=key_of(value) or 0).select_related("person", "body").first()
    return f"{office.person.name} · {office.body.name}" if office else ""


class ElsewhereForm(forms.Form):
    """A stay: who, as member of which council, from one half-day to another, given by whom, with its proof."""

    member = forms.ModelChoiceField(
        label=_("Member"),
        queryset=Office.objects.none(),
        widget=PickInput("programmes:pick_member", shown=_member_shown, hint=_("Name of the member or of the council")),
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    first_part = forms.ChoiceField(label=_("From"), choices=Part.choices, initial=Part.MORNING)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    last_part = forms.ChoiceField(label=_("To the end of"), choices=Part.choices, initial=Part.AFTERNOON)
    provider = forms.CharField(label=_("Given by"), max_length=200, help_text=_("Region, ministry, university…"))
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    proof = ScanField(label=_("Proof: certificate, attendance sheet or letter"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = allowed(members_with_days(clock.today()), by, Permission.ENTITLEMENT_RECORD)
        self.fields["member"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if not first or not last:
            return data
        if last < first or (last == first and data.get("last_part", "") < data.get("first_part", "")):
            self.add_error("last_day", _("The last half-day comes before the first."))
        elif (last - first).days >= LONGEST_STAY:
            self.add_error("last_day", _("A stay lasts at most %(days)s days.") % {"days": LONGEST_STAY})
        elif last > clock.today():
            self.add_error("last_day", _("A day received elsewhere lies in the past."))
        return data

    def half_days(self) -> list[HalfDay]:
        data = self.cleaned_data
        first = HalfDay(data["first_day"], Part(data["first_part"]))
        last = HalfDay(data["last_day"], Part(data["last_part"]))
        days: tuple[dt.date, dt.date] = (first.day, last.day)
        return [half_day for half_day in half_days(*days) if first <= half_day <= last]


class DecisionForm(forms.Form):
    motive = forms.CharField(label=_("Motive, to refuse"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motive"].is_asked = True  # type: ignore[attr-defined]  # of whoever refuses
