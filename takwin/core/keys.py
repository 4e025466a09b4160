"""The number of a row as an address, a question or a field says it."""

from django.urls.converters import IntConverter

LARGEST = 2**63 - 1  # what both databases hold in a key
DIGITS = len(str(LARGEST))  # told from its length, a longer text is never made a number


def key_of(text: str) -> int | None:
    """The whole number that a text from outside says, when a row can bear it."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        return None
    number = int(text)
    return number if number <= LARGEST else None


class Key(IntConverter):
    """``<key:pk>``: a longer number than a row can bear is an address that does not exist, asked of no database."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > LARGEST:
            raise ValueError
        return number
