"""What apps above may refuse."""

from django.dispatch import Signal

# Sent with ``programme`` inside the transaction that opens an adopted programme again. A receiver that cannot allow it
# (money has been asked for by these shares) raises ``ValidationError``; nothing is then changed.
programme_reopening = Signal()
