from django import forms
from django.utils.translation import gettext_lazy as _

AREA = {"rows": 5, "dir": "auto"}


class ReportForm(forms.Form):
    """What a report says beyond its figures, which come from the register."""

    course = forms.CharField(label=_("How the session went"), widget=forms.Textarea(attrs=AREA), max_length=6000)
    difficulties = forms.CharField(
        label=_("Difficulties met"), widget=forms.Textarea(attrs=AREA), max_length=6000, required=False
    )
    recommendations = forms.CharField(
        label=_("What is recommended"), widget=forms.Textarea(attrs=AREA), max_length=6000, required=False
    )


class PressForm(forms.Form):
    title = forms.CharField(label=_("Title of the note"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}), max_length=6000)
