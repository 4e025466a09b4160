"""Move the rows of one person to another, each written down, and put them back. Only ``merging.actions`` calls this."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from takwin.core.refused import constraint_of, refused
from takwin.people.enums import Script
from takwin.people.merging.enums import OPEN
from takwin.people.merging.models import Candidate, Merge, MergeCase, MovedRow
from takwin.people.merging.relations import Relation, moving
from takwin.people.merging.rules import STAYS
from takwin.people.models import Person

# What is known of a person, as it is chosen on screen: a fact and its columns.
FACTS: dict[str, tuple[str, ...]] = {
    "name_ar": ("name_ar",),
    "name_fr": ("name_fr",),
    "sex": ("sex",),
    "birth": ("birth_date", "birth_year"),
    "phone": ("phone",),
    "email": ("email",),
}
PERSON = Person._meta.label
ACCOUNT = "account"  # the rule of the case of two accounts


def move(merge: Merge, kept: Person, gone: Person) -> int:
    """Give every row of ``gone`` to ``kept``; how many had to stay and opened a case."""
    going = [relation for relation in moving() if relation.model is not Person]
    stays = [_stays(relation, kept, gone) for relation in going]  # all asked before anything moves
    cases = sum(_move(merge, relation, stay, kept, gone) for relation, stay in zip(going, stays, strict=True))
    return cases + _move_account(merge, kept, gone)


def _stays(relation: Relation, kept: Person, gone: Person) -> dict[int, str]:
    """The rows that an app keeps with ``gone``, and the rule that says so; empty when it opens no case."""
    rows = relation.model._base_manager.filter(**{relation.field: gone.pk})
    found: dict[int, str] = {}
    for stay in STAYS:
        if stay.model is relation.model:
            kept_back = rows.filter(stay.query(kept, gone)).values_list("pk", flat=True)
            found |= dict.fromkeys(kept_back, stay.rule if stay.words else "")
    return found


def _move(merge: Merge, relation: Relation, stay: dict[int, str], kept: Person, gone: Person) -> int:
    model, field = relation.model, relation.field
    rows = model._base_manager.filter(**{field: gone.pk})
    going = sorted(set(rows.values_list("pk", flat=True)) - stay.keys())
    refusals = _give(relation, going, kept)
    MovedRow.objects.bulk_create(
        [
            MovedRow(merge=merge, model=model._meta.label, row=pk, field=field, before=gone.pk, after=kept.pk)
            for pk in going
            if pk not in refusals
        ]
    )
    said = {pk: rule for pk, rule in (stay | refusals).items() if rule and not relation.is_link}
    MergeCase.objects.bulk_create(
        [MergeCase(merge=merge, model=model._meta.label, row=pk, rule=rule) for pk, rule in sorted(said.items())]
    )
    return len(said)


def _give(relation: Relation, rows: list[int], kept: Person) -> dict[int, str]:
    """Give the rows to ``kept``, all at once if nothing stands in the way, else one by one; the rule that refused each
    of those that stay."""
    if not rows or _refusal(relation, rows, kept) is None:
        return {}
    refusals = {pk: _refusal(relation, [pk], kept) for pk in rows}
    return {pk: rule for pk, rule in refusals.items() if rule is not None}


def _refusal(relation: Relation, rows: list[int], kept: Person) -> str | None:
    """Give the rows to ``kept``, or none of them and the name of the constraint that refuses."""
    try:
        with transaction.atomic():
            relation.model._base_manager.filter(pk__in=rows).update(**{relation.field: kept})
    except IntegrityError as error:
        constraint = constraint_of(str(error), relation.model)
        return constraint.name if constraint else "once"
    return None


def _move_account(merge: Merge, kept: Person, gone: Person) -> int:
    """The account goes with the person; of two, the one of ``gone`` stays with him."""
    if gone.user_id and kept.user_id:
        MergeCase.objects.create(merge=merge, model=PERSON, row=gone.pk, rule=ACCOUNT)
        return 1
    if gone.user_id:
        user = gone.user_id
        _change(merge, gone, {"user": None})
        _change(merge, kept, {"user": user})
    return 0


def fill(merge: Merge, kept: Person, gone: Person, chosen: Collection[str]) -> None:
    """Give ``kept`` what is known of ``gone`` alone, and the facts chosen."""
    taken: dict[str, Any] = {}
    for fact, columns in FACTS.items():
        theirs = [getattr(gone, column) for column in columns]
        if any(theirs) and (fact in chosen or _is_fuller(fact, kept, gone)):
            taken |= dict(zip(columns, theirs, strict=True))
    proposed = [
        script for script in Script.values if (gone if f"name_{script}" in taken else kept).proposed_script == script
    ]
    _change(merge, kept, taken | {"proposed_script": proposed[0] if proposed else ""})


def _is_fuller(fact: str, kept: Person, gone: Person) -> bool:
    """Whether ``gone`` tells of a fact what ``kept`` does not: anything at all, a name confirmed, the day of birth."""
    if not any(getattr(kept, column) for column in FACTS[fact]):
        return True
    if (
        fact.startswith("name_") and kept.proposed_script == fact[-2:]
    ):  # a name somebody wrote, before one only proposed
        return gone.proposed_script != fact[-2:]
    return fact == "birth" and kept.birth_date is None and kept.birth_year == gone.birth_year


def _change(merge: Merge, person: Person, values: dict[str, Any]) -> None:
    """Set columns of a person, each written down with what it held."""
    changed = {name: value for name, value in values.items() if _read(person, name) != value}
    MovedRow.objects.bulk_create(
        [
            MovedRow(
                merge=merge, model=PERSON, row=person.pk, field=name,
                before=_kept_as(_read(person, name)), after=_kept_as(value),
            )
            for name, value in changed.items()
        ]
    )  # fmt: skip
    if changed:
        _write(person, changed)


def _column(model: type[models.Model], name: str) -> Any:
    """A concrete column of a model, by the name of its field."""
    return model._meta.get_field(name)


def _read(person: Person, name: str) -> Any:
    return getattr(person, _column(Person, name).attname)


def _write(person: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, _column(Person, name).attname, value)
    with refused(Person):
        person.save()


def _kept_as(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def carry_pairs(merge: Merge, kept: Person, gone: Person) -> None:
    """The open pairs of ``gone`` become those of ``kept``, unless that pair is known already."""
    for pair in Candidate.objects.filter(Q(a=gone) | Q(b=gone), verdict__in=OPEN).order_by("pk"):
        other = pair.b_id if pair.a_id == gone.pk else pair.a_id
        a, b = sorted((kept.pk, other))
        if other == kept.pk or Candidate.objects.filter(a=a, b=b).exists():
            continue
        changed = {name: (before, after) for name, before, after in (("a", pair.a_id, a), ("b", pair.b_id, b))}
        MovedRow.objects.bulk_create(
            [
                MovedRow(merge=merge, model=Candidate._meta.label, row=pair.pk, field=name, before=before, after=after)
                for name, (before, after) in changed.items()
            ]
        )
        Candidate.objects.filter(pk=pair.pk).update(a=a, b=b)


def put_back(merge: Merge) -> int:
    """Put back every row the merge moved, the last first; how many no longer are, or were corrected since."""
    by_row: dict[tuple[str, int], list[MovedRow]] = defaultdict(list)
    for moved in merge.moved.order_by("-pk"):
        by_row[moved.model, moved.row].append(moved)
    return sum(_put_back_row(apps.get_model(label), pk, moved) for (label, pk), moved in by_row.items())


def _put_back_row(model: type[models.Model], pk: int, moved: list[MovedRow]) -> int:
    row: Any = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return 1
    fields = {one.field: _column(model, one.field) for one in moved}
    same = [one for one in moved if _kept_as(getattr(row, fields[one.field].attname)) == one.after]
    if model is Person:
        _write(row, {one.field: fields[one.field].to_python(one.before) for one in same})
    elif len(same) < len(moved):
        raise ValidationError(_("A row of this person has been given to someone else since: the merge stays."))
    else:
        with refused(model):
            model._base_manager.filter(pk=pk).update(**{fields[one.field].attname: one.before for one in moved})
    return len(moved) > len(same)
