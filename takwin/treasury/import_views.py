"""The wizard of agreements kept in a workbook, and its one question: totals that are not the sum of their rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from takwin.core import clock, formats
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import ALL, deciding
from takwin.documents.imports.blank import blank_sheet
from takwin.documents.imports.wizard import Number, Vocabulary, Wizard
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.treasury.imports.forms import TakeoverForm
from takwin.treasury.imports.importer import TAKEOVER
from takwin.treasury.imports.judging import ADDED, BY_ROWS, NEW, SAME
from takwin.treasury.imports.rows import ALWAYS, FIELDS
from takwin.treasury.imports.subject import AMOUNTS, DAYS, received_of, share_of
from takwin.ui.states import Look
from takwin.ui.things import Act

KEEP = Permission.TREASURY_REQUEST
DIFFER = ("total_differs", "shares_differ")


def counted(n: int) -> str:
    return ngettext("%(told)s party", "%(told)s parties", n) % {"told": formats.number(n)}


def understood(n: int) -> str:
    told = ngettext("%(told)s party was understood.", "%(told)s parties were understood.", n)
    return told % {"told": formats.number(n)}


def will(batch: ImportBatch) -> list[Number]:
    """What recording will do, in numbers."""
    numbers = batch.counts.get("will", {})
    return [
        Number(_("New agreements"), numbers.get("agreements", 0)),
        Number(_("New parties"), numbers.get("parties", 0)),
        Number(_("Shares promised, in dirhams"), _dirhams(numbers, "promised"), _shares(numbers)),
        Number(_("Steps: deliberations, visas, signatures"), numbers.get("steps", 0)),
        Number(_("Received before Takwin, in dirhams"), _dirhams(numbers, "received")),
        Number(_("Rows that change nothing"), numbers.get("same", 0)),
        Number(_("Rows left out"), batch.counts.get("out", 0)),
    ]


def _dirhams(numbers: Mapping[str, int], name: str) -> Decimal:
    return Decimal(numbers.get(name, 0)) / 100


def _shares(numbers: Mapping[str, int]) -> str:
    n = numbers.get("commitments", 0)
    return ngettext("%(told)s share of a year", "%(told)s shares of a year", n) % {"told": formats.number(n)}


def did(batch: ImportBatch) -> list[Act]:
    numbers = batch.counts["did"]
    n = numbers.get("agreements", 0)
    new = ngettext("%(told)s new agreement", "%(told)s new agreements", n) % {"told": formats.number(n)}
    promised = _("promised %(amount)s") % {"amount": formats.dirhams(_dirhams(numbers, "promised"))}
    received = _("received %(amount)s") % {"amount": formats.dirhams(_dirhams(numbers, "received"))}
    return [Act(new), Act(promised), Act(received)]


def ask(batch: ImportBatch) -> Sequence[Mapping[str, Any]]:
    """Whether the rows are right, when totals are not their sums."""
    whys = batch.counts.get("whys", {})
    count = sum(whys.get(f"{why}:{stops}", 0) for why in DIFFER for stops in (0, 1))
    asked = {"count": count, "is_decided": BY_ROWS in batch.fixes.get(ALL, {})}
    return [asked | {"template": "treasury/imports/totals.html"}] if count else []


def template() -> FileResponse:
    """The empty sheet: the shares of this year and of the two before, which are copied for others."""
    years = range(clock.today().year - 2, clock.today().year + 1)
    names = ALWAYS | {share_of(year) for year in years} | {received_of(year) for year in years}
    fields = [field for field in FIELDS if field.name in names]
    return blank_sheet(fields, title=_("Agreements"), filename="takwin-agreements.xlsx", days=DAYS, amounts=AMOUNTS)


WIZARD = Wizard(
    app="treasury",
    importer=TAKEOVER,
    permission=KEEP,
    form=TakeoverForm,
    words=Vocabulary(
        title=_("Bring in agreements kept in Excel"),
        lists=_("Workbooks brought in"),
        send=_("Bring in a workbook"),
        lead=_(
            "Send the workbook as you kept it, one row for each party: its agreement, its share of each year, its "
            "deliberation, visa and signature, what was received already. Nothing is recorded before you say so."
        ),
        look=_("Look at the parties"),
        rows=_("Parties"),
        counted=counted,
        understood=understood,
        means=[
            _("Each number of agreement not known yet opens an agreement, with its rows as its parties."),
            _("Each share becomes a promise of that year and its instalment, due on the day you gave."),
            _(
                "What was received already becomes a line of the account, received for the oldest shares first unless "
                "the workbook says of which year."
            ),
            _("The region is a party when it has its own row: without one its signature is not asked for."),
            _("What is recorded already stands; only what is missing of it is added."),
            _("The signed texts are not in the workbook: attach each on the page of its agreement, then compare it."),
        ],
        undone=_("The workbook is undone: nothing of it is left."),
    ),
    home=(_("Transfers"), "treasury:transfers"),
    verdicts={
        NEW: Look(_("new party"), "go", "open"),
        ADDED: Look(_("known: completed"), "", "half"),
        SAME: Look(_("nothing changes"), "", "done"),
    },
    will=will,
    did=did,
    template=template,
    ask=ask,
)


@requires(KEEP)
@require_POST
def by_rows(request: UserRequest, pk: int) -> HttpResponse:
    """Decide that the totals of the workbook are wrong and its rows right; or take that back."""
    batch, is_on = WIZARD.batch_of(request, pk), request.POST.get("rows") == "1"
    try:
        deciding.decide_for_all(batch, name=BY_ROWS, is_on=is_on, importer=TAKEOVER, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("treasury:preview", pk)
