from django.urls import path

from takwin.treasury.views import instalments, lines, transfers

app_name = "treasury"
urlpatterns = [
    path("", transfers.transfers, name="transfers"),
    path("places/<int:pk>/", transfers.place, name="place"),
    path("excel/", transfers.excel, name="excel"),
    path("statements/issue/", transfers.issue, name="issue"),
    path("statements/", transfers.statements, name="statements"),
    path("statements/<int:pk>/", transfers.statement, name="statement"),
    path("payers/<int:pk>/", transfers.payer, name="payer"),
    path("instalments/<int:pk>/", instalments.instalment, name="instalment"),
    path("instalments/<int:pk>/request/", instalments.request_one, name="request"),
    path("instalments/<int:pk>/order/", instalments.order, name="order"),
    path("requests/", instalments.batch, name="batch"),
    path("requests/<int:pk>/", instalments.paper, name="paper"),
    path("orders/<int:pk>/confirm/", instalments.confirm, name="confirm"),
    path("orders/<int:pk>/withdraw/", instalments.withdraw, name="withdraw"),
    path("lines/", lines.lines, name="lines"),
    path("lines/new/", lines.new, name="new_line"),
    path("lines/<int:pk>/", lines.line, name="line"),
    path("lines/<int:pk>/proof/", lines.proof, name="proof"),
    path("lines/<int:pk>/receive/", lines.receive, name="receive"),
    path("receipts/<int:pk>/cancel/", lines.cancel, name="cancel"),
]
