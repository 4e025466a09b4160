"""Forms of minutes: what was said, who wrote it, what the press is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.meetings.models import Minutes
from takwin.meetings.models.meetings import LONGEST_MINUTES, LONGEST_PRESS


class ParagraphsField(forms.CharField):
    """A text of several lines: a browser sends the end of each as two signs, and it is one."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class MinutesForm(forms.Form):
    """What was said, as it is written now, and the ``revision`` from which one writes.

    The revision sent stays when the words are refused, so that a page opened before another wrote never passes for one
    that has read him.
    """

    text = ParagraphsField(max_length=LONGEST_MINUTES, required=False, strip=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, minutes: Minutes) -> None:
        super().__init__(data, auto_id="%s", initial={"text": minutes.text, "revision": minutes.revision})


class ValidateForm(forms.Form):
    secretary = forms.CharField(label=_("Written by"), max_length=200, help_text=_("The name under the minutes."))


class PressForm(forms.Form):
    press_text = ParagraphsField(
        label=_("Press note"), max_length=LONGEST_PRESS, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("Shorten it: the press is told what was decided, not who still owes what."),
    )  # fmt: skip
