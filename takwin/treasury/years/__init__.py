"""The treasurer's year: what the account held, received and spent, frozen and certified."""
