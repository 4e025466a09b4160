"""What apps above may refuse."""

from django.dispatch import Signal

# Sent with ``body`` inside the transaction that gives a body its last day. A receiver that cannot allow it (the body
# still owes, or is owed, money) raises ``ValidationError``; the body then goes on.
body_ending = Signal()
