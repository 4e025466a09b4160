"""The one form of a person without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The six digits printed on the letter, however they are typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits, printed on your letter."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "ltr"}
        ),
    )
