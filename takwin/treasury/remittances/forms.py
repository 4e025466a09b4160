"""Forms of what is handed over to the tax administration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.treasury.forms import LATIN
from takwin.ui.forms import DayInput, MoneyField


class RemittanceForm(forms.Form):
    """The receipt of the tax administration: its number, its day, its amount."""

    number = forms.CharField(
        label=_("Number of the remittance"), max_length=30, widget=forms.TextInput(attrs=LATIN),
        help_text=_("Of the receipt of the tax administration, or of the payment order."),
    )  # fmt: skip
    paid_on = forms.DateField(label=_("Handed over on"), widget=DayInput, initial=clock.today)
    amount = MoneyField(label=_("Amount, in dirhams"))
