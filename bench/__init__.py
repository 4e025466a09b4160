"""What the product is measured by: ``python -m bench`` prints each figure beside its bar.

Everything is made in a temporary folder, on SQLite, or on the database of ``DATABASE_URL`` when it is given and empty.
"""
