"""What an officer says of a pair, and of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate
from takwin.people.merging.rows import FACTS

SAID = [(verdict.value, verdict.label) for verdict in (Verdict.SAME, Verdict.DIFFERENT, Verdict.LATER)]


class DecisionForm(forms.Form):
    """The verdict, the row that is kept (``a`` or ``b``), and for each fact that differs whose value is right."""

    verdict = forms.ChoiceField(choices=SAID)
    kept = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])

    def __init__(self, *args: Any, pair: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        for fact in FACTS:
            self.fields[fact] = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], required=False)

    def decision(self) -> dict[str, Any]:
        """As ``actions.decide`` takes it: the facts chosen are those of the other row."""
        data = self.cleaned_data
        kept = self.pair.a if data["kept"] == "a" else self.pair.b
        chosen = [fact for fact in FACTS if data[fact] and data[fact] != data["kept"]]
        return {"verdict": Verdict(data["verdict"]), "kept": kept, "chosen": chosen}


class CaseForm(forms.Form):
    decision = forms.CharField(
        label=_("What was decided"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance: the second nomination was withdrawn; the second card was a mistake."),
    )
