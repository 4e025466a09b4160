"""Forms of scenarios."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.money import CENTIME
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.programmes.enums import Split
from takwin.programmes.forms import TopUpForm
from takwin.programmes.models import Scenario, ScenarioPart
from takwin.ui.forms import MoneyField


class TermsForm(forms.Form):
    """What is shared, and the region's part of it."""

    total = MoneyField(label=_("Cost to share (dirhams)"))
    region_percent = forms.DecimalField(
        label=_("Region's part, in %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    def __init__(self, *args: Any, owner: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = parameter("region_least_percent", on=clock.today(), owner=owner)
        self.fields["region_percent"].help_text = _("The decree asks for at least %(least)s %%.") % {"least": least}
        self.initial.setdefault("region_percent", least)


class ScenarioForm(TermsForm):
    name = forms.CharField(label=_("Name of the scenario"), max_length=80)
    split = forms.ChoiceField(
        label=_("Provinces and communes share the rest by"),
        choices=Split.choices,
        widget=forms.RadioSelect,
        initial=Split.HEADS,
        help_text=_(
            "By population a provincial council counts the inhabitants of its province. By hand, the region bears what "
            "the amounts you write leave."
        ),
    )
    to_dirham = forms.BooleanField(
        label=_("Round to the dirham"), required=False, help_text=_("The parts still sum to the whole.")
    )
    field_order = ["name", "split", "total", "region_percent", "to_dirham"]


class ChangeForm(ScenarioForm):
    """A scenario keeps its split: another is another scenario."""

    split = None  # type: ignore[assignment]

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:
        initial = {name: getattr(scenario, name) for name in ("name", "total", "region_percent")}
        initial["to_dirham"] = scenario.rounds_to_dirham
        super().__init__(*args, owner=scenario.programme.owner, initial=initial, **kwargs)
        if scenario.split == Split.HAND:
            self.fields["region_percent"].widget = self.fields["to_dirham"].widget = forms.HiddenInput()


class CopyForm(forms.Form):
    name = forms.CharField(label=_("Name of the copy"), max_length=80)
    by_hand = forms.BooleanField(
        label=_("Turn it into amounts by hand"),
        required=False,
        help_text=_("Each council starts from what it bears now, and you change what was negotiated."),
    )


class PartsForm(forms.Form):
    """What is counted of each council of a province: members, or an amount when they are written by hand."""

    def __init__(self, *args: Any, parts: list[ScenarioPart], by_hand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_hand = by_hand
        for part in parts:
            label = part.body.name
            self.fields[f"body_{part.body_id}"] = (
                MoneyField(label=label, least=Decimal(0), initial=part.weight * CENTIME)
                if by_hand
                else forms.IntegerField(label=label, min_value=0, max_value=500, initial=part.weight)
            )

    def parts(self) -> dict[int, int]:
        unit = CENTIME if self.by_hand else 1
        return {int(name.removeprefix("body_")): int(value / unit) for name, value in self.cleaned_data.items()}


class ScenarioTopUpForm(TopUpForm):
    """A top-up within a scenario: by one of those that have a part in it."""

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(*args, programme=scenario.programme, **kwargs)
        bodies = Body.objects.filter(pk__in=scenario.parts.values("body"))
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
