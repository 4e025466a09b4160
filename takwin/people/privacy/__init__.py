"""Personal data, law 09-08: what is kept and why, a person's file on request, corrections asked for, retention."""
