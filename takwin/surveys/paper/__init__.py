"""Opinions on paper: printed, ticked without a name, photographed, read back and put in the same bag."""
