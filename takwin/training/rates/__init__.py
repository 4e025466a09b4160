"""Rates of presence: of all half-days expected and sealed, in how many people were there."""
