from django.urls import include, path

from takwin.treasury import import_views
from takwin.treasury.ages import views as ages
from takwin.treasury.batches import views as batches
from takwin.treasury.payers import views as payers
from takwin.treasury.views import bank, instalments, lines, statements, transfers

app_name = "treasury"
urlpatterns = [
    path("", transfers.transfers, name="transfers"),
    path("places/<key:pk>/", transfers.place, name="place"),
    path("excel/", transfers.excel, name="excel"),
    path("statements/issue/", transfers.issue, name="issue"),
    path("statements/", transfers.statements, name="statements"),
    path("statements/<key:pk>/", transfers.statement, name="statement"),
    path("contributions/", ages.contributions, name="contributions"),
    path("payers/own/", payers.own, name="own"),
    path("payers/<key:pk>/", payers.payer, name="payer"),
    path("payers/<key:pk>/receipts/", payers.receipts, name="payer_receipts"),
    path("payers/<key:pk>/statement/", payers.payment_statement, name="payment_statement"),
    path("instalments/<key:pk>/", instalments.instalment, name="instalment"),
    path("instalments/<key:pk>/request/", instalments.request_one, name="request"),
    path("instalments/<key:pk>/order/", instalments.order, name="order"),
    path("requests/", batches.batch, name="batch"),
    path("requests/printed/", batches.batches, name="batches"),
    path("requests/printed/<key:pk>/", batches.batch_file, name="batch_file"),
    path("requests/<key:pk>/", instalments.paper, name="paper"),
    path("orders/<key:pk>/confirm/", instalments.confirm, name="confirm"),
    path("orders/<key:pk>/withdraw/", instalments.withdraw, name="withdraw"),
    path("lines/", lines.lines, name="lines"),
    path("lines/new/", lines.new, name="new_line"),
    path("lines/<key:pk>/", lines.line, name="line"),
    path("lines/<key:pk>/proof/", lines.proof, name="proof"),
    path("lines/<key:pk>/receive/", lines.receive, name="receive"),
    path("lines/<key:pk>/take-back/", lines.take_back, name="take_back_line"),
    path("bank/", bank.waiting, name="bank"),
    path("bank/new/", bank.bring, name="bring_statement"),
    path("bank/confirm/", bank.confirm_many, name="confirm_lines"),
    path("bank/propose/", bank.propose, name="propose_lines"),
    path("bank/statements/", statements.statements, name="bank_statements"),
    path("bank/statements/<key:pk>/take-back/", statements.take_back, name="take_back_import"),
    path("bank/<key:pk>/", bank.line, name="bank_line"),
    path("bank/<key:pk>/confirm/", bank.confirm, name="confirm_line"),
    path("bank/<key:pk>/receive/", bank.receive, name="receive_bank_line"),
    path("bank/<key:pk>/credit/", bank.keep_credit, name="keep_bank_credit"),
    path("bank/<key:pk>/take-back/", bank.take_back, name="take_back_bank_line"),
    path("bank/<key:pk>/aside/", bank.put_aside, name="put_aside"),
    path("bank/<key:pk>/take-up/", bank.take_up, name="take_up"),
    *import_views.WIZARD.urls("takeover/"),
    path("takeover/import/<key:pk>/by-rows/", import_views.by_rows, name="by_rows"),
    path("years/", include("takwin.treasury.years.urls")),
    path("expenses/", include("takwin.treasury.spending.urls")),
    path("receipts/<key:pk>/cancel/", lines.cancel, name="cancel"),
]
