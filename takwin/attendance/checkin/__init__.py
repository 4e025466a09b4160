"""People say themselves that they are there, by a code that changes on the trainer's screen (ADR 45)."""
