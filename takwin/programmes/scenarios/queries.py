"""What scenarios make each body bear, and who gains and who loses by each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter, itemgetter

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.money import ZERO
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.programmes.enums import Split, TopUpKind
from takwin.programmes.models import Programme, Scenario
from takwin.programmes.queries.programmes import cost_of
from takwin.programmes.queries.shares import (
    below_the_least,
    least_percent,
    part_of,
    proposed_heads,
    shared,
    sharing_bodies,
)

TONES = ("on", "soft", "half", "dark")
MOST = len(TONES)  # scenarios side by side: more cannot be told apart
NOTHING_COUNTED = {
    Split.HEADS: _("No province or commune has a member who benefits: the remainder cannot be shared."),
    Split.POPULATION: _("No population is known for these provinces and communes: choose another split."),
    Split.EQUAL: _("There is no province and no commune to share with."),
}


def weights_by(split: Split, programme: Programme) -> dict[int, int]:
    """What a split counts of each council, to start from: corrected members, inhabitants, or one each."""
    if split == Split.HEADS:
        known = dict(programme.shares.exclude(body=programme.owner).values_list("body", "heads_forecast"))
        return known or {body.pk: n for body, n in proposed_heads(programme.owner, clock.today()).items()}
    councils = sharing_bodies(programme.owner).select_related("place")
    if split == Split.POPULATION:
        return {body.pk: body.place.population or 0 for body in councils}
    return dict.fromkeys((body.pk for body in councils), 1)


def borne_by(scenario: Scenario) -> dict[int, Decimal]:
    """What each body bears in a scenario before its own top-up; refused when nobody can bear what is left."""
    owner_id, rows = scenario.programme.owner_id, list(scenario.parts.all())
    if scenario.split != Split.HAND and not any(row.weight for row in rows if row.body_id != owner_id):
        raise ValidationError(NOTHING_COUNTED[Split(scenario.split)])
    return shared(
        scenario.total,
        scenario.region_percent,
        [part_of(row, owner_id, row.weight) for row in rows],
        split=Split(scenario.split),
        to_dirham=scenario.rounds_to_dirham,
    )


@dataclass(frozen=True)
class Column:
    """One way of sharing beside others: what each body pays by it, its top-up included. ``refusal`` says why it
    cannot be shared as it is; ``warning``, what the law would say."""

    name: str
    paid: Mapping[int, Decimal]
    scenario: Scenario | None = None
    split: str = ""
    total: Decimal = ZERO
    is_kept: bool = False
    refusal: str = ""
    warning: str = ""
    tone: str = "ask"  # of its bars in the drawing


def column_of(scenario: Scenario, kept: int | None, least: Decimal) -> Column:
    split, is_kept = str(Split(scenario.split).label), scenario.pk == kept
    column = Column(scenario.name, {}, scenario, split, scenario.total, is_kept)
    try:
        borne = borne_by(scenario)
    except ValidationError as refusal:
        return replace(column, refusal=" ".join(refusal.messages))
    rows = list(scenario.parts.all())
    owner = scenario.programme.owner
    lowered = {row.body_id: row.top_up for row in rows if row.top_up_kind == TopUpKind.LOWERS}
    own = borne.get(owner.pk, ZERO) + lowered.get(owner.pk, ZERO)
    paid = {row.body_id: borne[row.body_id] + row.top_up for row in rows}
    return replace(column, paid=paid, warning=below_the_least(own, scenario.total, least))


def standing(programme: Programme) -> Column | None:
    """The cost share of the programme as it is, to compare with; what other years left apart."""
    cost = cost_of(programme)
    if cost is None:
        return None
    paid = dict(programme.shares.values_list("body", "amount"))
    return Column(gettext("As it stands"), paid, split=str(Split(cost.split).label), total=cost.total)


def scenarios_of(programme: Programme) -> QuerySet[Scenario]:
    return programme.scenarios.prefetch_related("parts").select_related("programme__owner")


@dataclass(frozen=True)
class Cell:
    """What a body, or several together, pays by one column; ``change`` against the column compared with."""

    column: Column
    amount: Decimal
    change: Decimal | None
    share: float = 0.0  # of the largest bar of the drawing
    swing: float = 0.0  # of the largest change drawn: below zero for who pays less


@dataclass(frozen=True)
class Line:
    """One body, the councils of one province or all together, in every column."""

    name: str
    cells: list[Cell]
    place: Place | None = None
    inner: Sequence["Line"] = ()


@dataclass(frozen=True)
class Effect:
    """Who gains and who loses by a scenario: how many councils, and the largest change each way."""

    column: Column
    own: Decimal  # what the region pays
    is_reference: bool
    less: int
    more: int
    most_saved: tuple[str, Decimal] | None
    most_asked: tuple[str, Decimal] | None


def _part(amount: Decimal, whole: Decimal) -> float:
    return float(amount / whole) if whole else 0.0


@dataclass
class Comparison:
    """Scenarios side by side: the region, then each province with its councils, then the whole."""

    owner: Body
    columns: Sequence[Column]
    against: Column | None
    bodies: Sequence[Body]
    every: Sequence[Column] = ()
    left_out: int = 0
    opened: str = ""

    def _paid(self, column: Column, bodies: Iterable[Body]) -> Decimal:
        return sum((column.paid.get(body.pk, ZERO) for body in bodies), ZERO)

    def _change(self, column: Column, bodies: Sequence[Body]) -> Decimal | None:
        """What they pay more, or less, than by the column compared with."""
        if self.against is None or column is self.against or column.refusal:
            return None
        return self._paid(column, bodies) - self._paid(self.against, bodies)

    def _cells(self, bodies: Sequence[Body], largest: Decimal = ZERO, widest: Decimal = ZERO) -> list[Cell]:
        found = []
        for column in self.columns:
            amount, change = self._paid(column, bodies), self._change(column, bodies)
            found.append(Cell(column, amount, change, _part(amount, largest), _part(change or ZERO, widest)))
        return found

    @cached_property
    def _provinces(self) -> list[tuple[Place, list[Body]]]:
        sort = attrgetter("sort_ar" if get_language() == "ar" else "sort_fr")
        found: dict[Place, list[Body]] = {}
        for body in self.bodies:
            if body.pk != self.owner.pk:
                found.setdefault(body.place.province or body.place, []).append(body)
        return [
            (place, sorted(rows, key=lambda body: (body.kind != BodyKind.PROVINCE, sort(body.place), body.pk)))
            for place, rows in sorted(found.items(), key=lambda item: sort(item[0]))
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """The region first, then the provinces; the councils of the open one under it."""
        groups: list[tuple[str, Place | None, list[Body]]] = [(self.owner.name, None, [self.owner])]
        groups += [(place.name, place, rows) for place, rows in self._provinces]
        drawn = [(column, rows) for column in self.columns for _name, _place, rows in groups]
        largest = max((self._paid(column, rows) for column, rows in drawn), default=ZERO)
        widest = max((abs(self._change(column, rows) or ZERO) for column, rows in drawn), default=ZERO)
        return [
            Line(
                name,
                self._cells(rows, largest, widest),
                place,
                self._inner(rows) if str(place and place.pk) == self.opened else (),
            )
            for name, place, rows in groups
        ]

    def _inner(self, rows: Sequence[Body]) -> list[Line]:
        return [Line(body.name, self._cells([body])) for body in rows]

    @property
    def moves(self) -> bool:
        """Whether a scenario is drawn against another: there is a gain or a loss to show."""
        return any(cell.change is not None for line in self.lines for cell in line.cells)

    @cached_property
    def total(self) -> Line:
        return Line("", self._cells(self.bodies))

    @cached_property
    def effects(self) -> list[Effect]:
        """One for each scenario, against what is compared with."""
        return [self._effect(one) for one in self.columns if one.scenario]

    def _effect(self, column: Column) -> Effect:
        is_reference = self.against is None or column is self.against or bool(column.refusal)
        before = column.paid if is_reference or self.against is None else self.against.paid
        councils = [body for body in self.bodies if body.pk != self.owner.pk]
        changes = [(column.paid.get(body.pk, ZERO) - before.get(body.pk, ZERO), body) for body in councils]
        lower = min(changes, key=itemgetter(0), default=(ZERO, self.owner))
        upper = max(changes, key=itemgetter(0), default=(ZERO, self.owner))
        return Effect(
            column,
            own=column.paid.get(self.owner.pk, ZERO),
            is_reference=is_reference,
            less=sum(change < 0 for change, _body in changes),
            more=sum(change > 0 for change, _body in changes),
            most_saved=(lower[1].name, -lower[0]) if lower[0] < 0 else None,
            most_asked=(upper[1].name, upper[0]) if upper[0] > 0 else None,
        )


def compare(programme: Programme, *, chosen: Iterable[str] = (), against: str = "", opened: str = "") -> Comparison:
    """The scenarios ``chosen`` (their keys; the first ones unless told), each against one of them or what stands.

    ``against`` is a scenario's key or ``now``; unless told, the shares as they stand, else the first scenario.
    """
    kept, now = cost_of(programme), standing(programme)
    least = least_percent(programme.owner)
    every = [column_of(one, kept.scenario_id if kept else None, least) for one in scenarios_of(programme)]
    asked = set(chosen)
    shown = [one for one in every if str(one.scenario and one.scenario.pk) in asked] or every
    shown = [replace(one, tone=tone) for one, tone in zip(shown, TONES, strict=False)]
    columns = [*([now] if now else []), *shown]
    reference = next((one for one in columns if one.scenario and str(one.scenario.pk) == against), None)
    reference = reference or now or next((one for one in columns if not one.refusal), None)
    keys = {pk for one in columns for pk in one.paid} | {programme.owner_id}
    bodies = list(Body.objects.filter(pk__in=keys).select_related("place__province"))
    left = len(every) - len(shown)
    return Comparison(programme.owner, columns, reference, bodies, every, left, opened)
