"""The office's own words in its papers: texts with fields, tried on a sample, kept version by version."""
