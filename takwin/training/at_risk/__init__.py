"""Members who will miss days the law owes them, and the sessions that can still give them."""
