"""Attendance sheets as phones photograph them, made from seeds, each with its truth."""
