"""What the phone sends, and the correction of a sealed presence."""

from django import forms
from django.db.models import BigAutoField
from django.utils.translation import gettext_lazy as _

from takwin.attendance.enums import Status

MOST = BigAutoField.MAX_BIGINT


class MarkForm(forms.Form):
    """A tap: who, in which half-day, and what is said; an empty ``status`` takes the last word back."""

    half_day = forms.IntegerField(min_value=1, max_value=MOST)
    person = forms.IntegerField(min_value=1, max_value=MOST)
    status = forms.ChoiceField(choices=[("", ""), *Status.choices], required=False)


class CorrectionForm(forms.Form):
    """What a sealed presence should have said, and why."""

    status = forms.ChoiceField(label=_("Presence"), choices=Status.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stays in the ledger beside the mark it corrects."),
    )
