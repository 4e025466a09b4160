"""Forms of projects: one to open, a small one for each thing that happens to it."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement, Milestone, Project
from takwin.agreements.projects.actions import told
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind, ProjectKind
from takwin.agreements.projects.queries import after, before, out_of_order
from takwin.core import clock, formats
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.documents.uploads import ScanField
from takwin.ui.forms import DayInput, MoneyField
from takwin.ui.things import Words

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}
LATIN = {"class": "ltr", "autocomplete": "off"}


TOO_EARLY = _("This day comes before that of what it waits for: %(one)s, on %(day)s.")
TOO_LATE = _("This day comes after that of what waits for it: %(one)s, on %(day)s.")


def _warn(form: forms.Form, said: dict[str, str]) -> None:
    """Say at their fields the days that seem wrong; one may go on by a tick, which only then is there."""
    if said:
        form.fields["knowingly"] = forms.BooleanField(label=_("These days are right all the same"), required=False)
        for name in said if not form["knowingly"].data else ():
            form.add_error(name, said[name])


def _told(sentence: Words, one: object, day: dt.date) -> str:
    return str(sentence) % {"one": one, "day": formats.day(day)}


class OpenForm(forms.Form):
    """A project of an agreement and the days it promises; a day left empty is a milestone it does not have."""

    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices, widget=forms.RadioSelect)
    owner = forms.ModelChoiceField(
        label=_("Carried out by"),
        queryset=Body.objects.none(),
        empty_label=None,
        help_text=_("One of the parties of the agreement."),
    )
    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Q(parties__agreement=agreement) | Q(pk=agreement.owner_id)
        self.fields["owner"].queryset = Body.objects.filter(mine).distinct()  # type: ignore[attr-defined]
        here = agreement.place
        inside = Q(province=here.pk, level=Level.COMMUNE) | Q(region=here.pk, level=Level.PROVINCE) | Q(pk=here.pk)
        self.fields["place"].queryset = Place.objects.filter(inside).order_by("sort_ar")  # type: ignore[attr-defined]
        self.fields["place"].initial = here.pk
        self.fields["owner"].initial = agreement.owner_id
        for kind in MilestoneKind:
            self.fields[f"day_{kind}"] = forms.DateField(label=capfirst(kind.label), required=False, widget=DayInput)
        self.fields["day_signed"].help_text = _(
            "The planned day of each milestone; leave empty those it does not have, or whose day is not known yet."
        )

    def clean(self) -> dict[str, Any]:
        data, days, said = super().clean() or {}, self.planned(), {}
        for kind, awaited in out_of_order(days):
            said[f"day_{kind}"] = _told(TOO_EARLY, awaited.label, days[awaited])
            said.setdefault(f"day_{awaited}", _told(TOO_LATE, kind.label, days[kind]))
        _warn(self, said)
        return data

    def planned(self) -> dict[MilestoneKind, dt.date]:
        days = {kind: self.cleaned_data.get(f"day_{kind}") for kind in MilestoneKind}
        return {kind: day for kind, day in days.items() if day}

    def facts(self) -> dict[str, Any]:
        named = ("name_ar", "name_fr", "owner", "place")
        kind = ProjectKind(self.cleaned_data["kind"])
        return {name: self.cleaned_data[name] for name in named} | {"kind": kind, "planned": self.planned()}


def out_of_turn(project: Project, kind: str, on: dt.date) -> str:
    """What the days of the other milestones say against this one; nothing when it comes in its turn."""
    own = project.milestones.filter(kind=kind).first() or Milestone(project=project, kind=kind)
    awaited = max(before(own), key=lambda one: one.done_on or one.planned_on, default=None)
    if awaited and on < (day := awaited.done_on or awaited.planned_on):
        return _told(TOO_EARLY, told(awaited), day)
    waiting = min(after(own), key=lambda one: one.planned_on, default=None)
    return _told(TOO_LATE, told(waiting), waiting.planned_on) if waiting and on > waiting.planned_on else ""


class PlanForm(forms.Form):
    """Expect a milestone, or move the day of one that is not done."""

    kind = forms.ChoiceField(label=_("Milestone"))
    planned_on = forms.DateField(label=_("Planned for"), widget=DayInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = set(project.milestones.exclude(done_on=None).values_list("kind", flat=True))
        left = [(kind.value, kind.label) for kind in MilestoneKind if kind.value not in done]
        self.fields["kind"].choices = left  # type: ignore[attr-defined]
        self.project = project

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            said = out_of_turn(self.project, data["kind"], data["planned_on"])
            _warn(self, {"planned_on": said} if said else {})
        return data


class DoneForm(forms.Form):
    """A milestone is done, on a day, with its proof."""

    done_on = forms.DateField(label=_("Done on"), widget=DayInput)
    reference = forms.CharField(
        label=_("Number of the record"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=LATIN),
        help_text=_("The record of delivery, the order to begin, the record of reception…; or else its scan, below."),
    )
    scan = ScanField(label=_("Its scan, or a photo"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("reference") and not data.get("scan"):
            self.add_error("reference", _("Give the number of the record, or its scan."))
        return data


class _MilestoneChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return told(obj)


class WaitForm(forms.Form):
    """What a milestone waits for, in this project or in another of the same carrier."""

    on = _MilestoneChoice(
        label=_("It waits for"), queryset=Milestone.objects.none(), empty_label=_("Choose a milestone")
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = milestone.project.agreement.owner_id
        others = Milestone.objects.filter(project__agreement__owner=owner, project__stopped_on=None)
        rows = others.exclude(pk=milestone.pk).exclude(awaited_by__milestone=milestone).select_related("project")
        self.fields["on"].queryset = rows.order_by("project__sort_ar", "planned_on")  # type: ignore[attr-defined]


class MoneyForm(forms.Form):
    """A dated line of the budget."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MoneyKind.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Date"), widget=DayInput)
    amount = MoneyField(label=_("Amount, in dirhams"))
    label = forms.CharField(label=_("Object"), max_length=120)
    reference = forms.CharField(
        label=_("Number of the paper"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=LATIN),
        help_text=_("The contract, the invoice, the payment order, or else its scan; what is only planned needs none."),
    )
    scan = ScanField(label=_("Its scan"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        bare = not data.get("reference") and not data.get("scan")
        if not self.errors and bare and data.get("kind") != MoneyKind.PLANNED:
            self.add_error("reference", _("Give the number of the paper, or its scan."))
        return data


class FileForm(forms.Form):
    """A photo of the site, or a paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FileKind.choices, widget=forms.RadioSelect)
    file = ScanField(label=_("File"))
    title = forms.CharField(
        label=_("What it shows"),
        max_length=120,
        help_text=_("Said to who cannot see the photo. Photograph the site, not people."),
    )
    taken_on = forms.DateField(label=_("Date"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"taken_on": clock.today(), "kind": FileKind.PHOTO}, **kwargs})
