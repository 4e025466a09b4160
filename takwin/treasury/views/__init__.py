"""Screens of the treasury: the state of transfers, one instalment, the lines of the account."""
