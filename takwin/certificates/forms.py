from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a certificate is revoked or replaced; kept in its history, never shown to the public."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
