"""The officer reads what trainers closed, and says so: one half-day, or those of a whole session at once."""
