"""Pages of places, bodies, rooms, calendars and parameters."""
