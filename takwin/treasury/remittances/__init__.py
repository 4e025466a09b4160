"""The tax withheld at the source: what is owed to the tax administration, and what was handed over to it."""
