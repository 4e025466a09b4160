"""Forms of the year: open it, certify it, keep money that came in advance."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.uploads import ScanField
from takwin.treasury.enums import AccountKind, CertifiedBy
from takwin.treasury.forms import LATIN
from takwin.ui.forms import DayInput, MoneyField


class OpenYearForm(forms.Form):
    """What is told of a year before anything is entered in it; the balance is asked for the first one only."""

    owner = forms.ModelChoiceField(label=_("Account of"), queryset=Body.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, widget=forms.TextInput(attrs=LATIN))
    account_kind = forms.ChoiceField(label=_("Kind of account"), choices=AccountKind.choices, widget=forms.RadioSelect)
    budget_line = forms.CharField(
        label=_("Budget line"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=LATIN),
        help_text=_("The code under which the budget shows this account."),
    )
    opening_balance = MoneyField(
        label=_("Balance on the first day, in dirhams"),
        required=False,
        help_text=_("For the first year only: a later one opens on what the year before leaves."),
    )

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["owner"].initial = owners.first()
        self.fields["year"].initial = clock.today().year

    def clean_account_kind(self) -> AccountKind:
        return AccountKind(self.cleaned_data["account_kind"])


class CertifyForm(forms.Form):
    """Whose signature stands on the paper, of which day, and its scan."""

    certified_by = forms.ChoiceField(label=_("Signature of"), choices=CertifiedBy.choices, widget=forms.RadioSelect)
    signatory = forms.CharField(label=_("Name of who signed"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    proof = ScanField(label=_("Scan of the signed state"))

    def clean_certified_by(self) -> CertifiedBy:
        return CertifiedBy(self.cleaned_data["certified_by"])


class CreditForm(forms.Form):
    """Whose money is left on a line of the account."""

    payer = forms.ModelChoiceField(label=_("Payer"), queryset=Body.objects.none())

    def __init__(self, *args: Any, payers: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].queryset = payers  # type: ignore[attr-defined]
        if len(payers) == 1:
            self.fields["payer"].initial = payers[0]
