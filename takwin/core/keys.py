"""The number of a row in an address: ``<key:pk>``."""

from django.urls.converters import IntConverter

LARGEST = 2**63 - 1  # what both databases hold in a key


class Key(IntConverter):
    """A whole number that a row can bear; a longer one is an address that does not exist, asked of no database."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > LARGEST:
            raise ValueError
        return number
