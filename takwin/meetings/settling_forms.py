"""Forms that settle a promise: kept with its proof, or replaced by a later one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.uploads import within_limit
from takwin.meetings.models import Obligation
from takwin.ui.forms import DayInput


class KeptForm(forms.Form):
    done_on = forms.DateField(label=_("Kept on"), widget=DayInput, initial=clock.today)
    proof = forms.CharField(
        label=_("Proof"), max_length=300, help_text=_("Receipt, act with its number, report of a visit…")
    )
    scan = forms.FileField(label=_("Scan of the proof"), required=False, validators=[within_limit])

    def facts(self) -> dict[str, Any]:
        """What the action is told; the scan as bytes."""
        told, upload = dict(self.cleaned_data), self.cleaned_data["scan"]
        if upload:
            kind = upload.content_type or "application/octet-stream"
            told |= {"scan": upload.read(), "name": upload.name, "content_type": kind}
        return told


class ReplaceForm(forms.Form):
    new = forms.ModelChoiceField(
        Obligation.objects.none(), label=_("The promise that stands now"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, old: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Obligation.objects.filter(debtor=old.debtor_id, pk__gt=old.pk, replaced_by=None)
        self.fields["new"].queryset = later.exclude(meeting=old.meeting_id)  # type: ignore[attr-defined]
