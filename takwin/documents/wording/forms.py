"""The words of a paper, part by part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.documents.wording.filling import faults
from takwin.documents.wording.queries import Words

LONGEST = 4000


class WordingForm(forms.Form):
    """One text a part; a field that the paper does not have is refused at its text."""

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        direction = "rtl" if words.language == "ar" else "ltr"
        for part in words.letter.parts:
            self.fields[part.name] = forms.CharField(
                label=part.label,
                required=not part.may_be_empty,
                help_text=_("Left empty, nothing is written there.") if part.may_be_empty else "",
                max_length=LONGEST,
                initial=words.texts[part.name],
                widget=forms.Textarea(attrs={"rows": 5, "lang": words.language, "dir": direction}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, text in list(data.items()):
            for fault in faults(text, self.words.letter.fields):
                self.add_error(name, fault)
        return data
