"""How a cell that came back is read: by the very field that reads it on a page of the product."""

from collections.abc import Callable
from typing import Any

from django import forms


def by(field: forms.Field) -> Callable[[str], Any]:
    """The rule of a field of a form, with its limits and its sentences.

    FormField("seats", _("Seats"), lambda room: room.seats, by(RoomForm.base_fields["seats"]))
    """
    return field.clean


def words(longest: int) -> Callable[[str], str]:
    """Free words, at most ``longest`` characters; none is an answer too."""
    return by(forms.CharField(max_length=longest, required=False))
