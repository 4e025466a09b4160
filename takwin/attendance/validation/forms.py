"""What the officer had under his eyes when he validated."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.attendance.forms import MOST
from takwin.attendance.validation.queries import Seen


class SeenForm(forms.Form):
    """``seen`` names each half-day with the number of its marks that the page told: ``12:31 13:30``."""

    seen = forms.RegexField(r"^\d{1,19}:\d{1,9}( \d{1,19}:\d{1,9}){0,99}$", widget=forms.HiddenInput)

    def clean_seen(self) -> dict[int, int]:
        pairs = [pair.split(":") for pair in self.cleaned_data["seen"].split()]
        found = {int(half): int(marks) for half, marks in pairs}
        if max(found) > MOST:
            raise ValidationError(_("Open the page again: what it said cannot be read."))
        return found

    @staticmethod
    def of(halves: list[Seen]) -> "SeenForm":
        return SeenForm(initial={"seen": " ".join(f"{one.half.pk}:{one.marks}" for one in halves)})
