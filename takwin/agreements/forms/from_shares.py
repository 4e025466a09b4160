"""When the shares of a programme fall due: the one thing to say before its agreements are drafted."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.ui.forms import DayInput

INSTALMENTS = 3


class FromSharesForm(forms.Form):
    """One to three instalments of every share: a day and a percent each, that sum to a hundred."""

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [dt.date(year, 6, 30), None, None]
        for n in range(1, INSTALMENTS + 1):
            first = n == 1
            self.fields[f"due_on_{n}"] = forms.DateField(
                label=_("Instalment %(n)s, due on") % {"n": n}, required=first, widget=DayInput, initial=days[n - 1]
            )
            self.fields[f"percent_{n}"] = forms.IntegerField(
                label=_("Part of the share, in %"),
                required=first,
                min_value=1,
                max_value=100,
                initial=100 if first else None,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days: list[dt.date] = []
        for n in range(1, INSTALMENTS + 1):
            due_on, percent = data.get(f"due_on_{n}"), data.get(f"percent_{n}")
            if percent and not due_on and f"due_on_{n}" not in self.errors:
                self.add_error(f"due_on_{n}", _("Give the day this instalment is due."))
            if due_on and not percent and f"percent_{n}" not in self.errors:
                self.add_error(f"percent_{n}", _("Give the part of the share that is due that day."))
            if due_on and days and due_on <= days[-1]:
                self.add_error(f"due_on_{n}", _("An instalment falls due after the one before it."))
            days += [due_on] if due_on else []
        total = sum(data.get(f"percent_{n}") or 0 for n in range(1, INSTALMENTS + 1))
        if not self.errors and total != 100:
            self.add_error("percent_1", _("The instalments sum to %(total)s %%, not to 100 %%.") % {"total": total})
        return data

    def instalments(self) -> list[tuple[str, int]]:
        data = self.cleaned_data
        numbers = [n for n in range(1, INSTALMENTS + 1) if data.get(f"due_on_{n}")]
        return [(data[f"due_on_{n}"].isoformat(), data[f"percent_{n}"]) for n in numbers]
