"""How Django itself reads and writes dates and figures in forms: Morocco's way, not that of stock ``ar``."""
