"""The list of what was received from a payer."""

from django.utils.translation import gettext_lazy as _

from takwin.treasury.models import Receipt
from takwin.treasury.panels import look_of_receipt
from takwin.ui.lists import Column, Empty, Listing


def receipts_listing() -> Listing:
    return Listing(
        title=_("Receipts"),
        columns=[
            Column("received_on", _("Received on"), kind="day", sort="received_on", phone="top"),
            Column("amount", _("Amount"), kind="money", sort="amount"),
            Column("year", _("Contribution"), value="instalment.year", kind="reference", sort="instalment__year"),
            Column(
                "agreement", _("Agreement"), value="instalment.commitment.party.agreement.reference", kind="reference"
            ),
            Column("beneficiary", _("Paid to"), value="instalment.beneficiary.name", phone="hide"),
            Column("line", _("Line or slip"), value="line.reference", kind="reference", phone="hide"),
            Column("state", _("State"), value=look_of_receipt, kind="state", note="motive", phone="end"),
        ],
        empty=Empty(
            _("Nothing has been received yet"), _("What the account shows received stands here, line by line.")
        ),
        default_sort="-received_on",
        search="",
        export_name="receipts",
        row_url=_own_contribution,
    )


def _own_contribution(receipt: Receipt) -> str:
    return receipt.instalment.get_absolute_url()


def _agreement(receipt: Receipt) -> str:
    return receipt.instalment.commitment.party.agreement.reference
