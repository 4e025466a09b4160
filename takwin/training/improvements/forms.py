"""What is asked of whoever writes an action of improvement, and of whoever did it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.training.improvements.queries import officers_of
from takwin.training.models import TrainingSession
from takwin.ui.forms import DayInput

MONTH = dt.timedelta(days=30)
AREA = {"rows": 3, "dir": "auto"}


class ImprovementForm(forms.Form):
    what = forms.CharField(
        label=_("What will be done"),
        help_text=_("One thing that can be seen to be done: print the exercises, change the room, shorten a talk."),
        max_length=300,
        widget=forms.Textarea(attrs=AREA),
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"), empty_label=None)
    due_on = forms.DateField(label=_("Before the end of"), widget=DayInput())

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers_of(session)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + MONTH


class DoneForm(forms.Form):
    note = forms.CharField(label=_("How it was done"), max_length=300, widget=forms.Textarea(attrs=AREA))
