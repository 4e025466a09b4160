"""Money out: what was ordered, delivered, certified, invoiced and paid, and what a day of training costs."""
