"""Compare a signed paper with the facts that were frozen: all are ticked, or nothing is said."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """One box a fact; the digests of the facts shown and of the paper travel with them, so that others are never held
    as compared."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    file_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    lines = forms.MultipleChoiceField(
        label=_("Found in the paper"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick each line that the paper says; all of them, or it does not say the same.")},
    )

    def __init__(self, *args: Any, lines: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(n), line) for n, line in enumerate(lines)]  # type: ignore[attr-defined]
        self.count = len(lines)

    def clean_lines(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["lines"]
        if len(set(ticked)) < self.count:
            raise forms.ValidationError(self.fields["lines"].error_messages["required"])
        return ticked
