"""Forms of the treasury: an order, a line of the account, what is received from it, a batch of requests."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Instalment
from takwin.core.uploads import within_limit
from takwin.directory.models import Body
from takwin.documents.uploads import ScanField
from takwin.treasury.enums import LineSource
from takwin.treasury.matching import Proposal
from takwin.ui.forms import DayInput, MoneyField, RowsField

LATIN = {"class": "ltr", "autocomplete": "off"}
READ = [(source.value, source.label) for source in (LineSource.STATEMENT, LineSource.SLIP)]


class OrderForm(forms.Form):
    """The payment order a payer has issued."""

    number = forms.CharField(label=_("Number of the order"), max_length=30, widget=forms.TextInput(attrs=LATIN))
    ordered_on = forms.DateField(label=_("Date of the order"), widget=DayInput)
    amount = MoneyField(label=_("Amount, in dirhams"))
    words = forms.CharField(
        label=_("Amount in words"), required=False, max_length=300, help_text=_("As the order writes it.")
    )


class AgainForm(forms.Form):
    """That one reminds soon after a letter, knowing which: of another one written meanwhile one is told first."""

    after = forms.IntegerField(widget=forms.HiddenInput)


class MotiveForm(forms.Form):
    motive = forms.CharField(
        label=_("Motive"), max_length=200, help_text=_("It stays in the story. Name no one: say what was wrong.")
    )


class LineForm(forms.Form):
    """A credit read on the statement of the account, or on a slip of the treasury."""

    owner = forms.ModelChoiceField(label=_("Account of"), queryset=Body.objects.none(), empty_label=None)
    source = forms.ChoiceField(label=_("Source"), choices=READ, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference of the line or slip"), max_length=60, widget=forms.TextInput(attrs=LATIN)
    )
    booked_on = forms.DateField(label=_("Booked on"), widget=DayInput)
    amount = MoneyField(label=_("Amount, in dirhams"))
    label = forms.CharField(
        label=_("Label"),
        max_length=200,
        required=False,
        help_text=_("As it stands on the statement: it helps to find the payer."),
    )
    proof = ScanField(label=_("Scan of the statement or slip"), required=False)

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0]

    def clean_source(self) -> LineSource:
        return LineSource(self.cleaned_data["source"])


class StatementForm(forms.Form):
    """The statement of an account, as the bank or the treasury sends it."""

    owner = forms.ModelChoiceField(label=_("Account of"), queryset=Body.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Statement of the account"),
        help_text=_("As the bank or the treasury sends it: csv, xlsx, xls or ods, in any layout."),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.ods"}),
    )

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0]


class ReceiveForm(forms.Form):
    """How much of a line is received for each instalment proposed; an empty amount receives nothing."""

    def __init__(self, *args: Any, proposals: list[Proposal], left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals, self.left = proposals, left
        for n, one in enumerate(proposals):
            sure = n == 0 and one.is_sure
            self.fields[self.name_of(one)] = MoneyField(
                label=str(one.instalment), required=False, initial=min(one.missing, left) if sure else None
            )

    @staticmethod
    def name_of(proposal: Proposal) -> str:
        return f"amount_{proposal.instalment.pk}"

    def rows(self) -> list[tuple[Proposal, forms.BoundField]]:
        return [(one, self[self.name_of(one)]) for one in self.proposals]

    def amounts(self) -> Mapping[Instalment, Decimal]:
        named = {one.instalment: self.cleaned_data.get(self.name_of(one)) for one in self.proposals}
        return {instalment: amount for instalment, amount in named.items() if amount}


class BatchForm(forms.Form):
    """Which instalments to request at once, all ticked."""

    instalments = RowsField(
        label=_("To be requested"), queryset=Instalment.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, open_ones: QuerySet[Instalment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instalments"].queryset = open_ones  # type: ignore[attr-defined]
        self.fields["instalments"].initial = open_ones
