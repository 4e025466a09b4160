"""Forms of a cohort, of its candidates, of what a trainer observed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.catalogue.forms import ARABIC, FRENCH
from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.enums import ActKind
from takwin.documents.uploads import ScanField
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput, shown_as
from takwin.rights.queries import allowed
from takwin.training.cohorts.enums import Criterion, Level
from takwin.training.cohorts.progress import Progress
from takwin.training.models import Candidate, Cohort, Observation, Slot
from takwin.training.trainers.queries import named
from takwin.ui.forms import DayInput, RowsField

LATIN = {"class": "ltr", "autocomplete": "off"}


class TopicsField(RowsField):
    """Topics of one catalogue, each with its code."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, topic: Any) -> str:
        return f"{topic.code} · {topic.name}"


class CohortForm(forms.Form):
    """What a cohort is called, when it runs, what its path asks for."""

    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))
    starts_on = forms.DateField(
        label=_("First day"), widget=DayInput, help_text=_("Modules followed from that day on count.")
    )
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    places = forms.IntegerField(label=_("Seats"), min_value=1, max_value=60, initial=20)
    modules = TopicsField(Topic.objects.none(), label=_("Modules"))
    taught_half_days = forms.IntegerField(
        label=_("Half-days to teach under observation"), min_value=1, max_value=20, initial=2,
        help_text=_("In each topic, beside an accredited trainer who finds every criterion acquired."),
    )  # fmt: skip
    years = forms.IntegerField(label=_("Accredited for how many years"), min_value=1, max_value=10, initial=3)

    def __init__(self, *args: Any, owner: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modules"].queryset = owner.topics.order_by("code", "pk")  # type: ignore[attr-defined]


class GoOnForm(forms.Form):
    """What an accredited candidate is to teach besides."""

    topics = TopicsField(Topic.objects.none(), label=_("Topics he is to teach"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = cohort.owner.topics.filter(is_open=True).order_by("code", "pk")
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]


class ProposeForm(forms.Form):
    """A person already known, the body he comes from, what he is to teach."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Person"),
        widget=PickInput("catalogue:pick_person", shown=shown_as(Person), hint=_("Name of the person")),
    )
    body = forms.ModelChoiceField(
        Body.objects.all(),
        label=_("Comes from"),
        widget=PickInput("catalogue:pick_body", shown=shown_as(Body), hint=_("Commune, province, State service…")),
    )
    topics = TopicsField(Topic.objects.none(), label=_("Topics he is to teach"))

    def __init__(self, *args: Any, cohort: Cohort, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = allowed(Person.objects, by, Permission.PERSON_VIEW)  # type: ignore[attr-defined]
        topics = cohort.owner.topics.filter(is_open=True).order_by("code", "pk")
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class CoTeachForm(forms.Form):
    """Who teaches beside the trainer, in which workshops."""

    candidate = forms.ModelChoiceField(Candidate.objects.none(), label=_("Candidate"), empty_label=None)
    slots = forms.MultipleChoiceField(label=_("Beside the trainer, on"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Any, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_to = {str(slot.pk): slot for slot in slots}
        self.fields["candidate"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["slots"].choices = [  # type: ignore[attr-defined]
            (key, f"{named(slot.half_day)} · {slot.trainer}") for key, slot in self.open_to.items()
        ]

    def said(self) -> tuple[Candidate, list[Slot]]:
        return self.cleaned_data["candidate"], [self.open_to[key] for key in self.cleaned_data["slots"]]


class ObserveForm(forms.Form):
    """Each criterion by one tap, and a word of advice."""

    advice = forms.CharField(
        label=_("Advice to the candidate"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, written: Observation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(written.criteria.values_list("criterion", "level")) if written else {}
        for criterion in Criterion:
            self.fields[criterion.value] = forms.TypedChoiceField(
                label=criterion.label, choices=Level.choices, coerce=int, widget=forms.RadioSelect,
                initial=known.get(criterion.value),
            )  # fmt: skip
        self.fields["advice"].initial = written.advice if written else ""
        self.order_fields([*Criterion.values, "advice"])

    def said(self) -> tuple[dict[Criterion, int], str]:
        return {one: self.cleaned_data[one.value] for one in Criterion}, self.cleaned_data["advice"]


class AccreditReadyForm(forms.Form):
    """The act, from when it accredits, and whom among those who are ready."""

    candidates = forms.MultipleChoiceField(label=_("Ready for accreditation"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label=_("Kind of act"), choices=ActKind.choices, initial=ActKind.DECISION)
    number = forms.CharField(label=_("Number"), max_length=40, widget=forms.TextInput(attrs=LATIN))
    taken_on = forms.DateField(label=_("Date of the act"), widget=DayInput, initial=clock.today)
    starts_on = forms.DateField(label=_("Accredited from"), widget=DayInput, initial=clock.today)
    scan = ScanField(label=_("Scan of the act"), required=False)

    def __init__(self, *args: Any, ready: Sequence[Progress], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(row.candidate.pk): row.candidate for row in ready}
        self.fields["candidates"].choices = [  # type: ignore[attr-defined]
            (str(row.candidate.pk), f"{row.candidate} · {'، '.join(topic.name for topic in row.ready_in)}")
            for row in ready
        ]
        self.fields["candidates"].initial = list(self.ready)

    def said(self) -> dict[str, Any]:
        chosen = [self.ready[key] for key in self.cleaned_data["candidates"]]
        return self.cleaned_data | {"candidates": chosen}
