"""The page of a payer, which is the desk of a commune: what it owes and since when, how to pay, what was received."""
