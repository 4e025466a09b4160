"""Agreements kept in a workbook until now, brought in with their shares and what was received before Takwin."""
