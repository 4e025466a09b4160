"""``takwin agreements as-of DATE [--agreement REF] --json OUT``: what binds whom on a day, as JSON lines."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.agreements.enums import AgreementKind
from takwin.agreements.folding import Standing, StandingCommitment
from takwin.agreements.models import Agreement
from takwin.agreements.queries.standing import root_of, standings
from takwin.directory.models import Body


class Command(BaseCommand):
    help = "What agreements and their amendments say together on a day. Writes nothing to the database."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        as_of = acts.add_parser("as-of", help="fold each agreement with its amendments")
        as_of.add_argument("on", metavar="DATE", type=dt.date.fromisoformat, help="YYYY-MM-DD")
        as_of.add_argument("--agreement", metavar="REF", help="one agreement, by its reference or an amendment's")
        as_of.add_argument("--json", type=Path, required=True, help="where the JSON lines go")

    def handle(self, *args: Any, on: dt.date, agreement: str | None, json: Path, **options: Any) -> None:
        bases = list(_bases(agreement))
        if agreement and not bases:
            raise CommandError(_("There is no agreement %(reference)s.") % {"reference": agreement})
        found = standings(bases, on)
        names = _names()
        write(json, [told(base, found[base.pk], names) for base in bases])
        said = ngettext("%(count)s agreement told.", "%(count)s agreements told.", len(bases))
        self.stdout.write(said % {"count": len(bases)})


def _bases(reference: str | None) -> Iterator[Agreement]:
    if reference is None:
        yield from Agreement.objects.exclude(kind=AgreementKind.AMENDMENT).order_by("reference")
    elif found := Agreement.objects.select_related("base").filter(reference=reference).first():
        yield root_of(found)


def _names() -> dict[int, str]:
    parties = Body.objects.filter(pk__in=Agreement.objects.values("parties__body"))
    return dict(parties.values_list("pk", "name_ar")) | dict(
        Body.objects.filter(pk__in=Agreement.objects.values("owner")).values_list("pk", "name_ar")
    )


def write(path: Path, objects: list[dict[str, object]]) -> None:
    """All the lines at once, so that a file half written is never taken for the whole."""
    text = "".join(json.dumps(said, ensure_ascii=False) + "\n" for said in objects)
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise CommandError(_("%(path)s cannot be written.") % {"path": path}) from error


def told(base: Agreement, standing: Standing, names: dict[int, str]) -> dict[str, object]:
    """One agreement as a line: its state, and where each thing that binds comes from."""
    references = dict(Agreement.objects.filter(pk__in=standing.sources).values_list("pk", "reference"))
    return {
        "agreement": base.reference,
        "on": standing.on.isoformat(),
        "state": standing.state.value,
        "until_year": standing.until_year,
        "instruments": [references[pk] for pk in standing.sources],
        "parties": [
            {"body": one.body, "name": names.get(one.body, ""), "role": one.role, "since": one.since.isoformat(),
             "from": references[one.source]}
            for one in standing.parties
        ],
        "left": [
            {"body": one.body, "name": names.get(one.body, ""), "on": one.on.isoformat(),
             "by": references[one.source]}
            for one in standing.left
        ],
        "clauses": [
            {"article": one.clause.key, "kind": one.clause.kind, "text_ar": one.clause.text_ar,
             "text_fr": one.clause.text_fr, "amount": _plain(one.clause.amount), "months": one.clause.months,
             "day": _plain(one.clause.day), "body": one.clause.body, "since": one.since.isoformat(),
             "from": references[one.source]}
            for one in standing.clauses
        ],
        "commitments": [_commitment(one, standing.on, references[one.source]) for one in standing.commitments],
    }  # fmt: skip


def _commitment(one: StandingCommitment, on: dt.date, source: str) -> dict[str, object]:
    fact = one.commitment
    return {
        "commitment": fact.pk,
        "body": fact.body,
        "to": fact.beneficiary,
        "kind": fact.kind,
        "year": fact.year,
        "amount": _plain(fact.amount_on(on)),
        "what_ar": fact.what_ar,
        "what_fr": fact.what_fr,
        "quantity": _plain(fact.quantity),
        "unit": fact.unit,
        "due_on": _plain(fact.due_on),
        "since": one.since.isoformat(),
        "from": source,
        "party_has_left": one.has_left,
    }


def _plain(fact: Any) -> str | None:
    if fact is None:
        return None
    return fact.isoformat() if isinstance(fact, dt.date) else f"{fact:.2f}"
