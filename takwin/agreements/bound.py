"""What binds whom on a day, as a page reads it: bodies by name, each thing with the text it comes from."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from takwin.agreements.enums import LOOKS, AgreementKind, AgreementState, CommitmentKind, PartyRole
from takwin.agreements.folding import ClauseFact, CommitmentFact, Standing
from takwin.agreements.models import Agreement, Clause, Commitment
from takwin.agreements.queries.standing import root_of, standing_on
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.ui.states import Look


@dataclass(frozen=True)
class Line:
    """One thing that binds: what it is, more of it, since when, and the text it comes from."""

    key: str
    title: str
    detail: str
    since: dt.date
    source: str
    source_url: str


@dataclass(frozen=True)
class Bound:
    """What an agreement and its amendments say together on a day."""

    standing: Standing
    look: Look
    parties: list[Line]
    left: list[Line]
    clauses: list[Line]
    commitments: list[Line]

    @property
    def binds(self) -> bool:
        return self.standing.state in (AgreementState.IN_FORCE, AgreementState.ENDED)

    @classmethod
    def of(cls, agreement: Agreement, on: dt.date) -> "Bound":
        """In the six queries of the fold, and three for names."""
        base = root_of(agreement)
        standing = standing_on(base, on)
        sources = Agreement.objects.in_bulk([*standing.sources])
        keys = {one.body for one in standing.parties} | {one.body for one in standing.left}
        for one in standing.commitments:
            keys |= {one.commitment.body, one.commitment.beneficiary}
        keys |= {one.clause.body for one in standing.clauses if one.clause.body}
        bodies = Body.objects.in_bulk(keys)
        clauses = Clause.objects.in_bulk([one.clause.pk for one in standing.clauses])
        promised = Commitment.objects.in_bulk([one.commitment.pk for one in standing.commitments])

        def line(key: str, title: str, detail: str, since: dt.date, source: int) -> Line:
            text = sources[source]
            return Line(key, title, detail, since, text.reference, text.get_absolute_url())

        return cls(
            standing=standing,
            look=LOOKS[standing.state],
            parties=[
                line(f"party {p.body}", bodies[p.body].name, str(PartyRole(p.role).label), p.since, p.source)
                for p in standing.parties
            ],
            left=[line(f"left {p.body}", bodies[p.body].name, "", p.on, p.source) for p in standing.left],
            clauses=[
                line(
                    f"clause {c.clause.key}", _("Article %(key)s") % {"key": c.clause.key},
                    joined([clauses[c.clause.pk].text, _fact(c.clause, bodies)]), c.since, c.source,
                )
                for c in standing.clauses
            ],
            commitments=[
                line(
                    f"commitment {c.commitment.pk}", bodies[c.commitment.body].name,
                    _told(c.commitment, promised[c.commitment.pk], bodies, on, has_left=c.has_left), c.since, c.source,
                )
                for c in standing.commitments
            ],
        )  # fmt: skip


def _fact(clause: ClauseFact, bodies: dict[int, Body]) -> str:
    if clause.amount is not None:
        return formats.dirhams(clause.amount)
    if clause.months is not None:
        return _("%(months)s months") % {"months": clause.months}
    if clause.day is not None:
        return formats.day(clause.day)
    return bodies[clause.body].name if clause.body else ""


def _told(fact: CommitmentFact, row: Commitment, bodies: dict[int, Body], on: dt.date, *, has_left: bool) -> str:
    amount = fact.amount_on(on)
    how_much = f"{formats.number(fact.quantity)} {fact.unit}".strip() if fact.quantity is not None else ""
    return joined([
        str(CommitmentKind(fact.kind).label),
        row.what,
        how_much,
        formats.dirhams(amount) if amount is not None else "",
        str(fact.year),
        _("to %(body)s") % {"body": bodies[fact.beneficiary].name},
        _("by %(day)s") % {"day": formats.day(fact.due_on)} if fact.due_on else "",
        _("has left: this promise stays in its name") if has_left else "",
    ])  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What came, went or became different between two days."""

    title: str
    before: str
    after: str


def changes(before: Bound, after: Bound) -> list[Change]:
    """The differences between two days, in the order of the page."""
    found = []
    for name in ("parties", "clauses", "commitments"):
        old = {line.key: line for line in getattr(before, name)}
        new = {line.key: line for line in getattr(after, name)}
        for key in [*old, *(key for key in new if key not in old)]:
            was, now = old.get(key), new.get(key)
            title = (now or old[key]).title
            if (was.detail if was else None) != (now.detail if now else None):
                found.append(Change(title, was.detail if was else "–", now.detail if now else "–"))
    return found


def article(agreement: Agreement, key: str) -> dict[str, Any]:
    """An article as it is written in the draft, or as it stands in the version an amendment changes; nothing when no
    article has that number."""
    row = Clause.objects.filter(agreement=agreement, key=key).first() or _before(agreement, key)
    names = ("key", "kind", "text_ar", "text_fr", "amount", "amount_words", "months", "day", "body")
    return {name: getattr(row, name) for name in names} if row else {}


def _before(agreement: Agreement, key: str) -> Clause | None:
    if agreement.kind != AgreementKind.AMENDMENT:
        return None
    stands = standing_on(agreement, clock.today()).clauses
    return Clause.objects.filter(pk__in=[one.clause.pk for one in stands if one.clause.key == key]).first()
