"""Write scenarios of a draft programme's cost, and keep one of them as its cost share."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.money import CENTIME, ZERO, dirhams
from takwin.core.refused import checked, refused
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.people.queries import heads
from takwin.programmes.actions.costs import sharing, spread
from takwin.programmes.enums import Split, TopUpKind
from takwin.programmes.models import CostShare, Programme, Scenario, ScenarioPart, Share
from takwin.programmes.queries.shares import carried_to
from takwin.programmes.scenarios.queries import borne_by, weights_by

USUAL = (Split.HEADS, Split.POPULATION, Split.EQUAL)


@transaction.atomic
def write_scenario(
    programme: Programme,
    *,
    name: str,
    split: Split,
    total: Decimal,
    region_percent: Decimal,
    to_dirham: bool = False,
    by: User,
) -> Scenario:
    """Write a way of sharing the cost of a draft programme. Top-ups already promised are part of it.

    By hand it starts from the amounts that the members expected to benefit would give.
    """
    programme = sharing(programme)
    with refused(Scenario):
        scenario = checked(
            Scenario(
                programme=programme, name=name, split=split, total=dirhams(total), region_percent=region_percent,
                rounds_to_dirham=to_dirham and split != Split.HAND,
            )
        )  # fmt: skip
    promised = {share.body_id: share for share in programme.shares.filter(top_up__gt=0)}
    weights = weights_by(Split.HEADS if split == Split.HAND else split, programme)
    parts = [_part(scenario, body_id, weights.get(body_id, 0)) for body_id in {programme.owner_id, *weights, *promised}]
    for part in parts:
        if share := promised.get(part.body_id):
            part.top_up, part.top_up_kind, part.purpose = share.top_up, share.top_up_kind, share.purpose
    ScenarioPart.objects.bulk_create(sorted(parts, key=lambda part: part.body_id), 500)
    if split == Split.HAND:
        _weigh_by_hand(scenario)
    record("scenario.written", programme, by=by, scenario=scenario.pk, split=split, total=scenario.total)
    return scenario


def _part(scenario: Scenario, body_id: int, weight: int) -> ScenarioPart:
    return ScenarioPart(
        scenario=scenario, body_id=body_id, weight=0 if body_id == scenario.programme.owner_id else weight
    )


def _weigh_by_hand(scenario: Scenario) -> None:
    """Write as amounts what the members counted so far would give: the hand starts from there."""
    counted = Scenario.objects.get(pk=scenario.pk)
    counted.split = Split.HEADS
    try:
        borne = borne_by(counted)
    except ValidationError:  # nobody to count: every amount is still to be written
        borne = {}
    _weigh(scenario, {body_id: int(amount / CENTIME) for body_id, amount in borne.items()}, zero_others=True)


def _weigh(scenario: Scenario, weights: Mapping[int, int], *, zero_others: bool = False) -> int:
    """Write what is counted of some bodies; how many there were. The region is never counted."""
    rows = list(scenario.parts.exclude(body=scenario.programme.owner_id))
    changed = [row for row in rows if zero_others or row.body_id in weights]
    for row in changed:
        row.weight = weights.get(row.body_id, 0)
    ScenarioPart.objects.bulk_update(changed, ["weight"], 500)
    return len(changed)


@transaction.atomic
def write_usual(programme: Programme, *, total: Decimal, region_percent: Decimal, by: User) -> list[Scenario]:
    """Write the three usual ways at once: by members, by population, in equal parts; those already written are left.

    Each takes the name of its split in the language of whoever asks.
    """
    programme = sharing(programme)
    known = set(programme.scenarios.values_list("name", flat=True))
    return [
        write_scenario(programme, name=name, split=split, total=total, region_percent=region_percent, by=by)
        for split in USUAL
        if (name := _usual_name(split)) not in known
    ]


def _usual_name(split: Split) -> str:
    names = {
        Split.HEADS: gettext("By members"),
        Split.POPULATION: gettext("By population"),
        Split.EQUAL: gettext("In equal parts"),
    }
    return names[split]


def _locked(scenario: Scenario) -> Scenario:
    """The scenario, if its programme is still a draft; the programme's row is locked first."""
    sharing(scenario.programme)
    return Scenario.objects.select_for_update(of=("self",)).select_related("programme__owner").get(pk=scenario.pk)


@transaction.atomic
def change_scenario(
    scenario: Scenario, *, name: str, total: Decimal, region_percent: Decimal, to_dirham: bool = False, by: User
) -> Scenario:
    """Rename a scenario, or share another cost by it; what was corrected of its parts stays."""
    scenario = _locked(scenario)
    before = (scenario.total, scenario.region_percent, scenario.rounds_to_dirham)
    scenario.name, scenario.total, scenario.region_percent = name, dirhams(total), region_percent
    scenario.rounds_to_dirham = to_dirham and scenario.split != Split.HAND
    with refused(Scenario):
        checked(scenario)
    if before != (scenario.total, scenario.region_percent, scenario.rounds_to_dirham):
        _no_longer_kept(scenario)
    record("scenario.changed", scenario.programme, by=by, scenario=scenario.pk, total=scenario.total)
    return scenario


@transaction.atomic
def duplicate_scenario(scenario: Scenario, *, name: str, by_hand: bool = False, by: User) -> Scenario:
    """Copy a scenario under another name; ``by_hand`` turns what each bears in it into amounts that can be changed."""
    scenario = _locked(scenario)
    borne = borne_by(scenario) if by_hand else {}
    parts = list(scenario.parts.all())
    copy = Scenario(
        programme=scenario.programme, name=name, split=Split.HAND if by_hand else scenario.split, total=scenario.total,
        region_percent=scenario.region_percent, rounds_to_dirham=scenario.rounds_to_dirham and not by_hand,
    )  # fmt: skip
    with refused(Scenario):
        checked(copy)
    for part in parts:
        part.pk, part.scenario, part._state.adding = None, copy, True
        if by_hand and part.body_id != scenario.programme.owner_id:
            part.weight = int(borne[part.body_id] / CENTIME)
    ScenarioPart.objects.bulk_create(parts, 500)
    record("scenario.duplicated", scenario.programme, by=by, scenario=copy.pk, of=scenario.pk)
    return copy


@transaction.atomic
def set_parts(scenario: Scenario, *, parts: Mapping[int, int], by: User) -> Scenario:
    """Correct what is counted of some bodies (by primary key): members, or centimes where amounts are by hand."""
    scenario = _locked(scenario)
    if scenario.split not in (Split.HEADS, Split.HAND):
        raise ValidationError(_("This split counts by itself: duplicate the scenario by hand to write amounts."))
    changed = _weigh(scenario, parts)
    borne_by(scenario)
    _no_longer_kept(scenario)
    record("scenario.parts_set", scenario.programme, by=by, scenario=scenario.pk, bodies=changed)
    return scenario


@transaction.atomic
def top_up_scenario(
    scenario: Scenario, *, body: Body, amount: Decimal, kind: TopUpKind, purpose: str = "", by: User
) -> Scenario:
    """Write what a body would give above its share in this scenario; an amount of zero takes it back."""
    scenario = _locked(scenario)
    part = scenario.parts.filter(body=body).first()
    if part is None:
        raise ValidationError({"body": _("This body has no part in the scenario.")})
    if kind == TopUpKind.EARMARKED and amount and not purpose:
        raise ValidationError({"purpose": _("Say what the earmarked amount is for.")})
    part.top_up, part.top_up_kind, part.purpose = dirhams(amount), kind, purpose
    with refused(ScenarioPart):
        checked(part)
    borne_by(scenario)
    _no_longer_kept(scenario)
    record("scenario.topped_up", scenario.programme, by=by, scenario=scenario.pk, body=body.pk, amount=part.top_up)
    return scenario


@transaction.atomic
def remove_scenario(scenario: Scenario, *, by: User) -> None:
    """Remove a scenario that was not kept."""
    scenario = _locked(scenario)
    record("scenario.removed", scenario.programme, by=by, scenario=scenario.pk)
    try:
        scenario.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("This scenario is the cost share of the programme: keep another one first, then remove it.")
        ) from error


@transaction.atomic
def keep_scenario(scenario: Scenario, *, by: User) -> CostShare:
    """Make a scenario the cost share of its draft programme: its shares, its top-ups, its split.

    What the closings of other years left is carried to each body. The members expected to benefit stay known beside
    another split: seats are given by them. The adoption of the programme then fixes the shares.
    """
    scenario = _locked(scenario)
    programme = scenario.programme
    borne_by(scenario)  # refused before anything is written
    _refuse_stale(scenario)
    cost, _created = CostShare.objects.update_or_create(
        programme=programme,
        defaults={
            "total": scenario.total, "region_percent": scenario.region_percent, "split": scenario.split,
            "rounds_to_dirham": scenario.rounds_to_dirham, "scenario": scenario,
        },
    )  # fmt: skip
    _write_shares(scenario)
    spread(programme, cost)
    told = {"scenario": scenario.pk, "split": scenario.split, "total": scenario.total}
    top_ups = sum((part.top_up for part in scenario.parts.all()), ZERO)
    record("scenario.kept", programme, by=by, **told, top_ups=top_ups)
    return cost


def _refuse_stale(scenario: Scenario) -> None:
    """Refuse a scenario that what happened since has overtaken: a body that ended would have a share, or what another
    has promised on the cost share itself would be lost."""
    today = clock.today()
    parts = list(scenario.parts.select_related("body"))
    ended = [part.body for part in parts if part.body.ends_on and part.body.ends_on <= today]
    if ended:
        said = _("These bodies have ended since the scenario was written: %(bodies)s. Write it again.")
        raise ValidationError(said, params={"bodies": joined([body.name for body in ended])})
    if not CostShare.objects.filter(programme=scenario.programme, scenario=None).exists():
        return
    told = {part.body_id: part.top_up for part in parts}
    promised = scenario.programme.shares.filter(top_up__gt=0).select_related("body")
    lost = [share.body for share in promised if share.top_up > told.get(share.body_id, ZERO)]
    if lost:
        said = _("These bodies have promised more than the scenario says: %(bodies)s. Write it in the scenario first.")
        raise ValidationError(said, params={"bodies": joined([body.name for body in lost])})


def _no_longer_kept(scenario: Scenario) -> None:
    """The cost share stays what it was: it is no longer this scenario's."""
    CostShare.objects.filter(scenario=scenario).update(scenario=None)


def _write_shares(scenario: Scenario) -> None:
    programme, parts = scenario.programme, {part.body_id: part for part in scenario.parts.select_related("body")}
    carried = carried_to(programme)
    expected = dict(programme.shares.values_list("body", "heads_forecast"))
    missing = [part.body for part in parts.values() if part.body_id not in expected]
    expected |= heads(missing, clock.today()) if missing else {}
    programme.shares.exclude(body__in=parts.keys() | carried.keys()).delete()
    is_heads = scenario.split == Split.HEADS
    expected[programme.owner_id] = 0
    rows = []
    for body_id in parts.keys() | carried.keys():
        part = parts.get(body_id) or ScenarioPart(body_id=body_id)
        share = Share(programme=programme, body_id=body_id, carried=carried.get(body_id, ZERO), amount=part.top_up)
        share.top_up, share.top_up_kind, share.purpose = part.top_up, part.top_up_kind, part.purpose
        share.heads_forecast = part.weight if is_heads else expected.get(body_id, 0)
        share.weight = None if is_heads else part.weight
        rows.append(share)
    Share.objects.bulk_create(
        rows,
        500,
        update_conflicts=True,
        unique_fields=["programme", "body"],
        update_fields=["heads_forecast", "weight", "carried", "top_up", "top_up_kind", "purpose", "base", "amount"],
    )
