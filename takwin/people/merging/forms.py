"""What an officer says of a pair, and of a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate
from takwin.people.merging.rows import FACTS

SAID = [(verdict.value, verdict.label) for verdict in (Verdict.SAME, Verdict.DIFFERENT, Verdict.LATER)]


class DecisionForm(forms.Form):
    """The verdict, the row that is kept (``a`` or ``b``), and for each fact that differs whose value is right."""

    verdict = forms.ChoiceField(choices=SAID)
    kept = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    knowingly = forms.BooleanField(required=False)

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
        return {
            "verdict": Verdict(data["verdict"]), "kept": kept, "chosen": chosen, "knowingly": data["knowingly"],
        }  # fmt: skip


def shown_as(pair: Candidate) -> str:
    """The pair with the two that were shown: a merge made meanwhile may give it another."""
    return f"{pair.pk}-{pair.a_id}-{pair.b_id}"


class SureForm(forms.Form):
    """Those of the sure pairs that are confirmed; all are ticked until someone unticks one."""

    def __init__(self, *args: Any, pairs: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {shown_as(pair): pair for pair in pairs}
        self.fields["pair"] = forms.MultipleChoiceField(
            choices=[(key, str(pair)) for key, pair in self.pairs.items()],
            error_messages={
                "required": _("Tick at least one pair."),
                "invalid_choice": _("One of these pairs has been decided meanwhile. Look at the list again."),
            },
        )

    @property
    def ticked(self) -> set[str]:
        said = self.data.getlist("pair") if isinstance(self.data, MultiValueDict) and self.is_bound else None
        return {key for key in self.pairs if said is None or key in said}

    def confirmed(self) -> list[Candidate]:
        return [self.pairs[key] for key in self.cleaned_data["pair"]]


class CaseForm(forms.Form):
    decision = forms.CharField(
        label=_("What was decided"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance: the second nomination was withdrawn; the second card was a mistake."),
    )
