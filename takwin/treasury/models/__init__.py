"""Requests for funds, payment orders declared, account lines and receipts; statements; the treasurer's year."""

from takwin.treasury.models.bank import BankLine, BankStatement
from takwin.treasury.models.transfers import AccountLine, FundsRequest, PaymentOrder, Receipt, Statement
from takwin.treasury.models.years import Certification, FinancialYear

__all__ = [
    "AccountLine", "BankLine", "BankStatement", "Certification", "FinancialYear", "FundsRequest", "PaymentOrder",
    "Receipt", "Statement",
]  # fmt: skip
