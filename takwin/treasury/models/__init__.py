"""Requests for funds, orders declared, account lines, receipts; statements; the treasurer's year; money out."""

from takwin.treasury.models.bank import BankLine, BankStatement
from takwin.treasury.models.batches import RequestBatch
from takwin.treasury.models.remittances import Remittance
from takwin.treasury.models.spending import Expense, ExpenseLine, Mission, Payment
from takwin.treasury.models.transfers import AccountLine, FundsRequest, PaymentOrder, Receipt, Statement
from takwin.treasury.models.years import Certification, FinancialYear

__all__ = [
    "AccountLine", "BankLine", "BankStatement", "Certification", "Expense", "ExpenseLine", "FinancialYear",
    "FundsRequest", "Mission", "Payment", "PaymentOrder", "Receipt", "Remittance", "RequestBatch", "Statement",
]  # fmt: skip
