"""Forms that settle a promise: kept with its proof, or replaced by a later one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.documents.uploads import ScanField
from takwin.meetings.models import Obligation
from takwin.ui.forms import DayInput


class KeptForm(forms.Form):
    done_on = forms.DateField(label=_("Kept on"), widget=DayInput, initial=clock.today)
    proof = forms.CharField(
        label=_("Proof"), max_length=300, help_text=_("Receipt, act with its number, report of a visit…")
    )
    scan = ScanField(label=_("Scan of the proof"), required=False)


class ReplaceForm(forms.Form):
    new = forms.ModelChoiceField(
        Obligation.objects.none(), label=_("The promise that stands now"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, old: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Obligation.objects.filter(debtor=old.debtor_id, pk__gt=old.pk, replaced_by=None)
        self.fields["new"].queryset = later.exclude(meeting=old.meeting_id)  # type: ignore[attr-defined]
