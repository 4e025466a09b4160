"""The form that takes a workbook of agreements."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.imports.forms import ListForm
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import DayInput

DUE = {
    "03-31": _("31 March"),
    "06-30": _("30 June"),
    "09-30": _("30 September"),
    "12-31": _("31 December"),
}


class TakeoverForm(ListForm):
    """A workbook of agreements, with whose account receives the money, and the days it does not say."""

    owner = forms.ModelChoiceField(
        label=_("Account that receives the shares"), queryset=Body.objects.none(), empty_label=None
    )
    due = forms.ChoiceField(
        label=_("Day on which the share of a year falls due"), choices=list(DUE.items()), initial="06-30"
    )
    until = forms.DateField(
        label=_("What is written as received was received by"),
        help_text=_("It is entered on that day: the last one before Takwin keeps the account."),
        widget=DayInput,
    )
    field_order = ("owner", "due", "until", "file")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        owners: Any = self.fields["owner"]
        kept = allowed(Body.objects.filter(kind=BodyKind.REGION, ends_on=None), by, Permission.TREASURY_REQUEST)
        owners.queryset = kept.select_related("place")
        self.fields["until"].initial = dt.date(clock.today().year - 1, 12, 31)
        self.fields["file"].label = _("The workbook, as it was kept")

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until > clock.today():
            raise forms.ValidationError(_("This date is in the future: record what has happened."))
        return until

    def whose(self) -> tuple[Body, dict[str, Any]]:
        told = self.cleaned_data
        return told["owner"], {"due": told["due"], "until": told["until"].isoformat()}
