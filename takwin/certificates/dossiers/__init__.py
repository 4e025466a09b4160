"""The end of a session: its report, its note to the press, and its dossier sealed in one archive."""
