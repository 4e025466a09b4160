"""Screens of plans, programmes, their cost, and the days owed to members."""
