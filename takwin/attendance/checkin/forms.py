from django import forms
from django.utils.translation import gettext_lazy as _


class HereForm(forms.Form):
    """The six digits now on the screen, however they are typed."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        help_text=_("Six digits, which change every half minute."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True, "class": "ltr"}
        ),
    )
