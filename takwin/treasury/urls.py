from django.urls import path

from takwin.treasury.views import instalments, lines, transfers

app_name = "treasury"
urlpatterns = [
    path("", transfers.transfers, name="transfers"),
    path("places/<key:pk>/", transfers.place, name="place"),
    path("excel/", transfers.excel, name="excel"),
    path("statements/issue/", transfers.issue, name="issue"),
    path("statements/", transfers.statements, name="statements"),
    path("statements/<key:pk>/", transfers.statement, name="statement"),
    path("payers/<key:pk>/", transfers.payer, name="payer"),
    path("instalments/<key:pk>/", instalments.instalment, name="instalment"),
    path("instalments/<key:pk>/request/", instalments.request_one, name="request"),
    path("instalments/<key:pk>/order/", instalments.order, name="order"),
    path("requests/", instalments.batch, name="batch"),
    path("requests/<key:pk>/", instalments.paper, name="paper"),
    path("orders/<key:pk>/confirm/", instalments.confirm, name="confirm"),
    path("orders/<key:pk>/withdraw/", instalments.withdraw, name="withdraw"),
    path("lines/", lines.lines, name="lines"),
    path("lines/new/", lines.new, name="new_line"),
    path("lines/<key:pk>/", lines.line, name="line"),
    path("lines/<key:pk>/proof/", lines.proof, name="proof"),
    path("lines/<key:pk>/receive/", lines.receive, name="receive"),
    path("receipts/<key:pk>/cancel/", lines.cancel, name="cancel"),
]
