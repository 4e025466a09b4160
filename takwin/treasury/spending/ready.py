"""What money out brings to other pages: panels, the desk, the entry, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from takwin.journal.verbs import verb
from takwin.rights import panels
from takwin.rights.enums import Permission
from takwin.treasury.models import Expense
from takwin.treasury.remittances.shown import waiting_to_be_remitted
from takwin.treasury.spending import desk, shown
from takwin.ui import navigation


def bring_spending() -> None:
    """Called once, when the app of the treasury is ready."""
    see = Permission.TREASURY_VIEW
    panels.panel(Expense, see, shown.lines, "treasury/spending/lines_panel.html", order=10)
    panels.panel(Expense, see, shown.payments, "treasury/spending/payments_panel.html", order=20)
    panels.panel(Expense, see, shown.facts, "treasury/spending/facts_panel.html", side=True, order=10)
    panels.panel(Expense, see, shown.papers, "treasury/spending/papers_panel.html", side=True, order=20)
    panels.desk(Permission.SPENDING_PAY, desk.waiting_for_payment, order=35)
    panels.desk(Permission.SPENDING_PAY, waiting_to_be_remitted, order=36)
    navigation.nav_item(
        navigation.PROGRAMME, _("Expenses"), "treasury:expenses", icon="put", order=47, shown=desk.to_spenders
    )
    verb("expense.ordered", _("ordered a service"), tile="open")
    verb("expense.certified", _("certified the service done"), tone="go", tile="half")
    verb("expense.invoiced", _("recorded the invoice"), tile="dot")
    verb("expense.paid", _("recorded a payment"), tone="go", tile="full")
    verb("expense.payment_cancelled", _("cancelled a payment"), tone="bad", tile="no")
    verb("expense.uncertified", _("took back the certificate of the service"), tone="bad", tile="no")
    verb("expense.invoice_withdrawn", _("withdrew the invoice"), tone="bad", tile="no")
    verb("tax.remitted", _("recorded the remittance of the tax withheld"), tone="go", tile="full")
    verb("tax.remittance_taken_back", _("took back a remittance of tax"), tone="bad", tile="no")
    verb("expense.given_up", _("gave up an order"), tone="bad", tile="no")
