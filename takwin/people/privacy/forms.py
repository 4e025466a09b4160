"""Forms of requests about personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.people.privacy.enums import RequestChannel, Subject

HEARD = [choice for choice in RequestChannel.choices if choice[0] != RequestChannel.PERSONAL]


class AskFileForm(forms.Form):
    """Someone came, or wrote, and wants to see what is kept of him."""

    channel = forms.ChoiceField(label=_("How it was asked"), choices=HEARD, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the paper"),
        choices=[("ar", "العربية"), ("fr", "Français")],
        initial="ar",
        widget=forms.RadioSelect,
    )

    def clean_channel(self) -> RequestChannel:
        return RequestChannel(self.cleaned_data["channel"])


class RightForm(forms.Form):
    """What is wrong, and what is right, in the person's own words."""

    subject = forms.ChoiceField(label=_("What is wrong"), choices=Subject.choices)
    said = forms.CharField(
        label=_("What is right"),
        max_length=300,
        help_text=_("As it should stand: a name, a number, a date as 08/09/1971."),
    )

    def clean_subject(self) -> Subject:
        return Subject(self.cleaned_data["subject"])


class AskRectificationForm(RightForm):
    channel = forms.ChoiceField(label=_("How it was asked"), choices=HEARD, widget=forms.RadioSelect)

    def clean_channel(self) -> RequestChannel:
        return RequestChannel(self.cleaned_data["channel"])


class DecideForm(forms.Form):
    """Accept, or refuse and say why."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("accept", _("It is right: correct the register")), ("refuse", _("Leave the register as it is"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why, or what was done"),
        max_length=300,
        required=False,
        help_text=_("Needed for a refusal, and when what is wrong is no column of the register."),
    )

    def accepted(self) -> bool:
        return bool(self.cleaned_data["answer"] == "accept")

    def words_given(self) -> dict[str, Any]:
        return {"done" if self.accepted() else "motive": self.cleaned_data["words"]}
