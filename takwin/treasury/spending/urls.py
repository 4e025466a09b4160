from django.urls import path

from takwin.treasury.remittances import views as remittances
from takwin.treasury.spending import views

urlpatterns = [
    path("", views.expenses, name="expenses"),
    path("withheld/", remittances.withheld, name="withheld"),
    path("withheld/<key:pk>/<key:year>/<key:month>/", remittances.remit, name="remit"),
    path("withheld/<key:pk>/<key:year>/<key:month>/statement/", remittances.statement, name="withheld_statement"),
    path("withheld/<key:pk>/<key:year>/<key:month>/paper/", remittances.statement_paper, name="withheld_paper"),
    path("remittances/<key:pk>/take-back/", remittances.take_back, name="take_back_remittance"),
    path("new/", views.new, name="new_expense"),
    path("suppliers/", views.suppliers, name="pick_supplier"),
    path("<key:pk>/", views.expense, name="expense"),
    path("<key:pk>/certify/", views.certify, name="certify_expense"),
    path("<key:pk>/invoice/", views.invoice, name="invoice_expense"),
    path("<key:pk>/pay/", views.pay, name="pay_expense"),
    path("<key:pk>/certificate/", views.uncertify, name="uncertify_expense"),
    path("<key:pk>/withdraw/", views.withdraw_invoice, name="withdraw_invoice"),
    path("<key:pk>/give-up/", views.give_up, name="give_up_expense"),
    path("<key:pk>/order/", views.paper, {"which": "order"}, name="expense_order"),
    path("<key:pk>/done/", views.paper, {"which": "done"}, name="expense_done"),
    path("<key:pk>/scan/", views.scan, name="expense_scan"),
    path("payments/<key:pk>/cancel/", views.cancel_payment, name="cancel_payment"),
]
