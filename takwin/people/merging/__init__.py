"""Who is who: pairs to look at, what was decided of them, merges that can be undone, and what a merge had to leave."""
