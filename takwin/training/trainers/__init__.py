"""Trainers of a session: invited, charged with their half-days, paid for those they gave."""
