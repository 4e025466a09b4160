"""What apps above may refuse."""

from django.dispatch import Signal

# Sent with ``instalment`` and ``amount`` inside the transaction that writes off a part of what is due. A receiver that
# cannot allow it (that part has been received) raises ``ValidationError``; nothing is then changed.
instalment_writing_off = Signal()
