"""Screens of sessions, of the people in them, of their papers."""
