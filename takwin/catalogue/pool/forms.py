"""Forms of what is known of a trainer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.enums import Competence, Says, TrainerPaperKind
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.pool.actions import Held
from takwin.core import clock
from takwin.core.halfdays import Part
from takwin.documents.enums import ActKind
from takwin.documents.uploads import ScanField
from takwin.ui.forms import DayInput

LATIN = {"class": "ltr", "autocomplete": "off"}


class MasteriesForm(forms.Form):
    """Each topic of the catalogue: whether he holds it, how far, since which year."""

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {row.topic_id: row for row in trainer.masteries.all()}
        catalogue = trainer.owner.topics.order_by("code", "pk")
        self.topics = [topic for topic in catalogue if topic.is_open or topic.pk in held]
        choices = [("", _("does not teach it")), *Competence.choices]
        for topic in self.topics:
            row = held.get(topic.pk)
            self.fields[f"t{topic.pk}"] = forms.ChoiceField(
                label=_("Competence"), choices=choices, required=False, initial=row.competence if row else ""
            )
            self.fields[f"y{topic.pk}"] = forms.IntegerField(
                label=_("Since the year"),
                min_value=1950,
                max_value=clock.today().year,
                required=False,
                initial=row.since if row else None,
                widget=forms.TextInput(attrs=LATIN | {"inputmode": "numeric", "maxlength": 4}),
            )

    def groups(self) -> Iterable[tuple[Topic, list[forms.BoundField]]]:
        """The fields of each topic under its name."""
        return [(topic, [self[f"t{topic.pk}"], self[f"y{topic.pk}"]]) for topic in self.topics]

    def said(self) -> Mapping[Topic, Held]:
        data = self.cleaned_data
        return {
            topic: Held(data[f"t{topic.pk}"], data[f"y{topic.pk}"]) for topic in self.topics if data[f"t{topic.pk}"]
        }


class AccreditForm(forms.Form):
    """The act that accredits, in what, between which days."""

    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("every topic he holds")
    )
    kind = forms.ChoiceField(label=_("Kind of act"), choices=ActKind.choices, initial=ActKind.DECISION)
    number = forms.CharField(label=_("Number"), max_length=40, widget=forms.TextInput(attrs=LATIN))
    taken_on = forms.DateField(label=_("Date of the act"), widget=DayInput)
    starts_on = forms.DateField(label=_("Accredited from"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty when the act sets no end.")
    )
    scan = ScanField(label=_("Scan of the act"), required=False)

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = trainer.topics.order_by("code")  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Its last day: before its end it is withdrawn, at its end it is not renewed."""

    ends_on = forms.DateField(label=_("Last day"), widget=DayInput, initial=clock.today)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RenewForm(forms.Form):
    """The act that accredits for another time, and until when."""

    kind = AccreditForm.base_fields["kind"]
    number = AccreditForm.base_fields["number"]
    taken_on = AccreditForm.base_fields["taken_on"]
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    scan = AccreditForm.base_fields["scan"]


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=TrainerPaperKind.choices, widget=forms.RadioSelect)
    scan = ScanField(label=_("File"))


class AvailabilityForm(forms.Form):
    """Days on which he is free or is not; one day when the last is left empty."""

    says = forms.ChoiceField(
        label=_("On these days"), choices=Says.choices, widget=forms.RadioSelect, initial=Says.CANNOT
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty for one day only.")
    )
    part = forms.ChoiceField(
        label=_("Part of the day"), choices=[("", _("whole days")), *Part.choices], required=False
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=120, required=False, help_text=_("Only his own pool reads it.")
    )
