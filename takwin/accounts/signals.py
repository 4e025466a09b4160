"""What happens to accounts, told to whoever keeps the account of it.

``accounts`` lies below the journal, so it cannot write there: it says what happened, inside the transaction of the
act, and the journal, which lies above, writes it down.
"""

from django.dispatch import Signal

happened = Signal()  # verb: str, thing: Model, by: User | None, facts: dict[str, object]
