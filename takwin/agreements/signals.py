"""What apps above may refuse."""

from django.dispatch import Signal

# Sent with ``instalment`` and ``amount`` inside the transaction that writes off a part of what is due. A receiver that
# cannot allow it (that part has been received) raises ``ValidationError``; nothing is then changed.
instalment_writing_off = Signal()

# Sent with ``agreement`` inside the transaction that withdraws its last signature, so that its text could be written
# again. A receiver under whose watch something was done on the strength of that text (money was asked for or came)
# raises ``ValidationError``; the signature then stays.
text_reopening = Signal()

# Sent with ``beneficiary`` and ``year`` inside the transaction that adds or removes money promised for that year. A
# receiver that cannot allow it (the account of that year is closed) raises ``ValidationError``.
dues_changing = Signal()
