"""What the years of the account bring to other pages: panels, the desk, the entry, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from takwin.journal.verbs import verb, verbs
from takwin.rights import panels
from takwin.rights.enums import Permission
from takwin.treasury.models import FinancialYear
from takwin.treasury.years import desk, shown
from takwin.ui import navigation


def bring_years() -> None:
    """Called once, when the app of the treasury is ready."""
    panels.panel(FinancialYear, None, shown.accounts, "treasury/years/accounts_panel.html", order=10)
    panels.panel(FinancialYear, None, shown.held, "treasury/years/held_panel.html", order=20)
    panels.panel(FinancialYear, None, shown.frozen, "treasury/years/frozen_panel.html", order=20)
    panels.panel(FinancialYear, None, shown.payers, "treasury/years/payers_panel.html", order=30)
    panels.panel(FinancialYear, None, shown.facts, "treasury/years/facts_panel.html", side=True, order=10)
    panels.panel(FinancialYear, None, shown.certifications, "treasury/years/signed_panel.html", side=True, order=20)
    panels.panel(FinancialYear, None, shown.annexes, "treasury/years/annexes_panel.html", side=True, order=30)
    panels.desk(Permission.TREASURY_REQUEST, desk.to_close, order=50)
    panels.desk(Permission.ACCOUNT_CERTIFY, desk.to_sign, order=50)
    navigation.nav_item(
        navigation.PROGRAMME, _("Financial years"), "treasury:years", icon="seal", order=50, shown=desk.to_keepers
    )
    verb("year.opened", _("opened the year of the account"), tile="open")
    verb("year.closed", _("closed the year of the account"), tone="go", tile="half")
    verb("year.annex_issued", _("issued the financial annex of the year"), tile="done")
    verb("year.reopened", _("opened the closed year again"), tone="bad", tile="no")
    verb("year.certified", _("recorded a signature on the state of the year"), tone="go", tile="done")
    verbs({"account.credit_kept": _("kept what was left as the credit of its payer")})
