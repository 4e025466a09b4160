"""Forms of invitations to teach."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.training.trainers.queries import Proposal, named
from takwin.ui.forms import DayInput

WEEK = dt.timedelta(days=7)


class InviteForm(forms.Form):
    """Which half-days, whom of those proposed, and until when he may answer."""

    half_days = forms.MultipleChoiceField(label=_("Half-days without a trainer"), widget=forms.CheckboxSelectMultiple)
    trainer = forms.ChoiceField(label=_("Trainer"), widget=forms.RadioSelect)
    answer_before = forms.DateField(label=_("Answer awaited before"), widget=DayInput)

    def __init__(
        self, *args: Any, halves: Sequence[RegisterHalfDay], chosen: Sequence[RegisterHalfDay],
        proposed: Sequence[Proposal], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.halves = {str(half.pk): half for half in halves}
        self.free = {one.key: one.trainer for one in proposed if not one.against}
        self.fields["half_days"].choices = [(key, named(half)) for key, half in self.halves.items()]  # type: ignore[attr-defined]
        self.fields["half_days"].initial = [str(half.pk) for half in chosen]
        self.fields["trainer"].choices = [(key, str(trainer)) for key, trainer in self.free.items()]  # type: ignore[attr-defined]
        if halves:
            self.fields["answer_before"].initial = min(clock.today() + WEEK, halves[0].day)

    def said(self) -> tuple[Trainer, list[RegisterHalfDay], dt.date]:
        data = self.cleaned_data
        return self.free[data["trainer"]], [self.halves[key] for key in data["half_days"]], data["answer_before"]


class AnswerForm(forms.Form):
    """The answer of a trainer, on his own page or told to the office."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(YES, _("I accept")), (NO, _("I decline"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Only when the invitation is declined.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == self.NO and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words."))
        return data


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
