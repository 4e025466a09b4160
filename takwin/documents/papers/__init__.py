"""Official papers: facts in, PDF out. Nothing here reads the database, the clock or the network."""
