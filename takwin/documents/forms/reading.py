"""How a cell that came back is read: by the very field that reads it on a page of the product."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from takwin.core import identifiers


def rule(field: forms.Field) -> Callable[[str], Any]:
    """The rule of a field of a form, with its limits and its sentences.

    FormField("seats", _("Seats"), lambda room: room.seats, rule(RoomForm.base_fields["seats"]))
    """
    return field.clean


def words(longest: int) -> Callable[[str], str]:
    """Free words, at most ``longest`` characters; none is an answer too."""
    return rule(forms.CharField(max_length=longest, required=False))


def a_day(text: str) -> dt.date:
    """A day that is not left empty, as Morocco writes it or as Excel gives it."""
    if found := identifiers.day(text):
        return found
    raise ValidationError(forms.Field.default_error_messages["required"], "required")


def day_said(day: dt.date | None) -> str:
    """How the cell of a day is written: it reads back as the same day."""
    return f"{day:%d/%m/%Y}" if day else ""
