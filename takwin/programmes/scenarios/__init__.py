"""Scenarios of the cost share of a programme: written, compared side by side, one of them kept."""
