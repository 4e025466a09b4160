"""What is to be done better after a session was judged: what, by whom in the office, by when, and that it was done."""
