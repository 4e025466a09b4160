from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreasuryConfig(AppConfig):
    name = "takwin.treasury"

    def ready(self) -> None:
        from takwin.agreements.models import Agreement, Instalment
        from takwin.agreements.signals import dues_changing, instalment_writing_off, text_reopening
        from takwin.directory.models import Body, Place
        from takwin.directory.signals import body_ending
        from takwin.documents.forms.lists import bring_list_form
        from takwin.documents.imports.entries import bring_importer
        from takwin.journal.verbs import verb
        from takwin.programmes.signals import programme_reopening
        from takwin.rights import panels as pages
        from takwin.rights.enums import Permission
        from takwin.treasury import desk, panels, province
        from takwin.treasury.ages.shown import overdue
        from takwin.treasury.imports.importer import TAKEOVER
        from takwin.treasury.models import AccountLine, BankLine
        from takwin.treasury.refusals import (
            refuse_ending,
            refuse_new_dues,
            refuse_reopening,
            refuse_text_reopening,
            refuse_writing_off,
        )
        from takwin.treasury.round_trip import FORMS
        from takwin.treasury.spending.ready import bring_spending
        from takwin.treasury.statements.shown import proposal_panel
        from takwin.treasury.years.ready import bring_years
        from takwin.ui import navigation

        programme_reopening.connect(refuse_reopening)
        instalment_writing_off.connect(refuse_writing_off)
        text_reopening.connect(refuse_text_reopening)
        dues_changing.connect(refuse_new_dues)
        body_ending.connect(refuse_ending)
        bring_years()
        bring_spending()
        self.name_works()
        bring_importer(TAKEOVER)
        for form in FORMS:
            bring_list_form(form)
        see = Permission.TREASURY_VIEW
        pages.panel(Instalment, see, panels.orders, "treasury/orders_panel.html", order=10)
        pages.panel(Instalment, see, panels.receipts, "treasury/receipts_panel.html", order=20)
        pages.panel(Instalment, see, panels.facts, "treasury/facts_panel.html", side=True, order=10)
        pages.panel(Instalment, see, panels.requests, "treasury/requests_panel.html", side=True, order=20)
        pages.panel(AccountLine, see, panels.received_from, "treasury/receipts_panel.html", order=10)
        pages.panel(AccountLine, see, panels.line_facts, "treasury/line_facts_panel.html", side=True, order=10)
        keep = Permission.TREASURY_REQUEST
        pages.panel(BankLine, keep, proposal_panel, "treasury/bank_proposal_panel.html", order=10)
        pages.panel(BankLine, keep, panels.received_from_bank, "treasury/receipts_panel.html", order=20)
        pages.panel(BankLine, keep, panels.bank_line_facts, "treasury/bank_facts_panel.html", side=True, order=10)
        pages.panel(Agreement, see, panels.of_agreement, "treasury/agreement_panel.html", order=20)
        pages.panel(Body, None, panels.of_body, "treasury/contributions_panel.html", order=50)
        pages.panel(Place, None, panels.of_place, "treasury/place_panel.html", side=True, order=40)
        pages.desk(Permission.AGREEMENT_DECLARE, desk.to_order, order=30)
        pages.desk(Permission.TREASURY_REQUEST, desk.to_confirm, order=30)
        pages.desk(Permission.TREASURY_REQUEST, desk.to_match, order=25)
        pages.desk(Permission.TREASURY_REQUEST, desk.to_receive, order=30)
        pages.desk(Permission.TREASURY_REQUEST, desk.to_ask, order=40)
        pages.desk(Permission.TREASURY_REQUEST, desk.to_remind, order=40)
        pages.desk_panel(Permission.TREASURY_REQUEST, overdue, "treasury/ages/overdue_panel.html", order=10)
        pages.place_figures(_("Contributions, all years, in dirhams"), see, province.money, order=20)
        pages.desk_figure(Permission.AGREEMENT_DECLARE, desk.own_debt, order=5)
        pages.desk_figure(see, desk.figure, order=30)
        pages.search_source(_("Account lines"), Permission.TREASURY_REQUEST, desk.search, order=40)
        navigation.nav_item(
            navigation.PROGRAMME, _("Transfers"), "treasury:transfers", icon="money", order=30, shown=desk.to_readers,
            on_bar=True,
        )  # fmt: skip
        navigation.nav_item(
            navigation.PROGRAMME, _("What we owe"), "treasury:own", icon="money", order=31, shown=desk.to_payers
        )
        navigation.nav_item(
            navigation.PROGRAMME,
            _("Account lines"),
            "treasury:lines",
            icon="sheet",
            order=40,
            shown=desk.to_accountants,
        )
        navigation.nav_item(
            navigation.PROGRAMME, _("Statements"), "treasury:bank", icon="get", order=45, shown=desk.to_accountants
        )
        verb("funds.requested", _("requested the funds"), tile="wait")
        verb("funds.reminded", _("sent a reminder"), tone="warn", tile="wait")
        verb("funds.batch_asked", _("asked for letters to be written together"), tile="wait")
        verb("funds.batch_printed", _("printed letters together"), tile="done")
        verb("order.declared", _("declared a payment order"), tone="warn", tile="dot")
        verb("order.recorded", _("recorded a payment order"), tile="half")
        verb("order.confirmed", _("confirmed a payment order"), tone="go", tile="half")
        verb("order.withdrawn", _("withdrew a payment order"), tone="bad", tile="no")
        verb("tax.numbers_given", _("was given the identity numbers of a statement of tax"))
        verb("account.line_recorded", _("recorded a line of the account"), tile="draft")
        verb("account.line_taken_back", _("took back a line recorded by mistake"), tone="bad", tile="no")
        verb("account.statement_imported", _("imported a statement of the account"), tile="draft")
        verb("account.import_taken_back", _("took back the import of a statement"), tone="bad", tile="no")
        verb("account.lines_confirmed", _("matched lines of a statement"), tone="go", tile="full")
        verb("account.line_matched", _("matched a line of a statement"), tone="go", tile="full")
        verb("account.line_put_aside", _("put a line of a statement aside"), tile="no")
        verb("account.line_taken_up", _("took a line of a statement up again"), tile="open")
        verb("account.line_undone", _("undid a line as the bank did"), tone="bad", tile="no")
        verb("funds.received", _("received money for a contribution"), tone="go", tile="full")
        verb("funds.receipt_cancelled", _("cancelled a receipt"), tone="bad", tile="no")
        verb("statement.issued", _("issued the official state of transfers"), tile="done")

    def name_works(self) -> None:
        from django.urls import reverse

        from takwin.core.works import work
        from takwin.treasury.batches.actions import print_batch, write_batch
        from takwin.treasury.issuing import issue_long_statement

        work(issue_long_statement, _("Issue the state of transfers"), home=lambda: reverse("treasury:statements"))
        for action in (write_batch, print_batch):
            work(
                action, _("Requests for funds to print"), home=lambda: reverse("treasury:batches"), named_by=("owner",)
            )  # fmt: skip
