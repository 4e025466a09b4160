"""What was frozen at the first signature, line by line, as whoever compares it with the paper reads it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from takwin.agreements.enums import AgreementKind, CommitmentKind, PartyRole
from takwin.agreements.models import Agreement
from takwin.core import formats
from takwin.core.text import joined
from takwin.directory.models import Body


def lines_of(agreement: Agreement) -> list[str]:
    """The kind, title and years, each party in its role, each article, each promise; in one query."""
    told: dict[str, Any] = agreement.frozen or {}
    if not told:
        return []
    named = {pk for pk, _role, _leaves in told["parties"]}
    named |= {pk for row in told["commitments"] for pk in (row["body"], row["to"]) if pk}
    named |= {clause["body"] for clause in told["clauses"] if clause["body"]}
    bodies = {pk: body.name for pk, body in Body.objects.in_bulk(named).items()}
    title = joined([str(AgreementKind(told["kind"]).label), *(name for name in told["title"] if name)])
    return [
        title,
        _("Years: %(years)s") % {"years": formats.years(*told["years"])},
        *(_party(bodies[pk], role, leaves=leaves) for pk, role, leaves in told["parties"]),
        *(_clause(clause, bodies) for clause in told["clauses"]),
        *(_promise(row, bodies) for row in told["commitments"]),
    ]


def _party(name: str, role: str, *, leaves: bool) -> str:
    return joined([name, str(PartyRole(role).label), _("leaves by this amendment") if leaves else ""])


def _clause(clause: Mapping[str, Any], bodies: Mapping[int, str]) -> str:
    return joined([
        _("Article %(key)s") % {"key": clause["article"]},
        _("removed by this amendment") if clause["removes"] else next((text for text in clause["text"] if text), ""),
        formats.dirhams(Decimal(clause["amount"])) if clause["amount"] else "",
        _("%(months)s months") % {"months": clause["months"]} if clause["months"] else "",
        formats.day(dt.date.fromisoformat(clause["day"])) if clause["day"] else "",
        bodies.get(clause["body"], ""),
    ])  # fmt: skip


def _promise(row: Mapping[str, Any], bodies: Mapping[int, str]) -> str:
    quantity, unit = row["quantity"]
    dues = [f"{formats.dirhams(Decimal(amount))} ({formats.day(dt.date.fromisoformat(day))})"
            for day, amount in row["instalments"]]  # fmt: skip
    return joined([
        bodies[row["body"]],
        str(CommitmentKind(row["kind"]).label),
        next((what for what in row["what"] if what), ""),
        f"{formats.number(Decimal(quantity))} {unit}".strip() if quantity else "",
        formats.dirhams(Decimal(row["amount"])) if row["amount"] else "",
        *dues,
        _("to %(body)s") % {"body": bodies[row["to"]]} if row["to"] else "",
        _("by %(day)s") % {"day": formats.day(dt.date.fromisoformat(row["due"]))} if row["due"] else "",
    ])  # fmt: skip
