"""Write the rows of a workbook, agreement by agreement, by the acts of the screens done on many parties at once."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.actions import draft_agreement
from takwin.agreements.actions.many import Share, Taken, add_parties, commit_many, record_steps
from takwin.agreements.enums import ROLE_OF, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import Entry, Outcome
from takwin.documents.imports.traces import Traces
from takwin.documents.models import Act
from takwin.people.labels import capacity
from takwin.treasury.imports.judging import SAME, Judgement, Row
from takwin.treasury.imports.opening import Opening, open_balances
from takwin.treasury.models import AccountLine, FundsRequest, Receipt
from takwin.treasury.years.queries import is_closed

NUMBERS = ("agreements", "parties", "commitments", "promised", "steps", "opened", "received")
FROZEN = ("frozen", "frozen_on", "frozen_sha256")
UNNUMBERED = "بدون رقم"  # the number of a visa that the workbook dates and does not number


def foresee(entries: Sequence[Entry]) -> Outcome:
    """What recording will do; amounts are in centimes."""
    sums: Counter[str] = Counter()
    for entry in entries:
        if not entry.is_out:
            sums.update(entry.values.get("makes") or {})
    same = sum(entry.verdict == SAME for entry in entries)
    return Outcome({name: sums[name] for name in NUMBERS} | {"same": same})


def save(judgement: Judgement, traces: Traces) -> Outcome:
    """Everything or nothing, agreement by agreement: all that is promised is in the text before anyone signs it."""
    by = judgement.user
    before = {
        "acts": set(Act.objects.filter(body__in={row.body.pk for row in judgement.rows}).values_list("pk", flat=True)),
        "steps": set(
            Step.objects.filter(party__body__in={row.body.pk for row in judgement.rows}).values_list("pk", flat=True)
        ),
    }
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in judgement.rows:
        rows_of[row.reference].append(row)
    made: list[Any] = []
    for reference, rows in rows_of.items():
        known = judgement.agreements.get(reference)
        if known is None:
            made += _draft(judgement, reference, rows)
        frozen = {name: getattr(known, name) for name in FROZEN} if known else {}
        made += _write(judgement, rows, by)
        if known:
            _trace_frozen(known, frozen, traces)
    _trace(made, before, judgement, traces)
    return foresee(judgement.entries)


def _draft(judgement: Judgement, reference: str, rows: Sequence[Row]) -> list[Any]:
    years = [year for row in rows for year in row.shares] or [judgement.until.year]
    place = _place_of(rows, judgement.owner)
    agreement = draft_agreement(
        owner=judgement.owner,
        place=place,
        name_ar=f"اتفاقية الشراكة رقم {reference} – {place.name_ar}",
        name_fr=f"Convention de partenariat n° {reference} – {place.name_fr}",
        first_year=min(years),
        last_year=max(years),
        parties=[(row.body, _role(row.body, judgement.owner)) for row in rows],
        reference=reference,
        by=judgement.user,
    )
    parties = {party.body_id: party for party in agreement.parties.select_related("agreement__owner", "body")}
    for row in rows:
        row.party = parties[row.body.pk]
    return [agreement, *parties.values()]


def _place_of(rows: Sequence[Row], owner: Body) -> Place:
    """The province of its parties, or the territory of who carries it when they lie in several."""
    seats = [row.body.place for row in rows if row.body.place_id != owner.place_id]
    provinces = {place.province_id or place.pk for place in seats}
    return Place.objects.get(pk=provinces.pop()) if len(provinces) == 1 else owner.place


def _role(body: Body, owner: Body) -> PartyRole:
    return PartyRole.LEADER if body == owner else ROLE_OF.get(BodyKind(body.kind), PartyRole.FUNDER)


def _write(judgement: Judgement, rows: Sequence[Row], by: User) -> list[Any]:
    """The parties that join a draft, what each promises, its path, then what was received of it."""
    made: list[Any] = []
    month, day = (int(part) for part in judgement.batch.options["due"].split("-"))
    if joining := [row for row in rows if row.party is None]:
        roles = [(row.body, _role(row.body, judgement.owner)) for row in joining]
        made += add_parties(judgement.agreements[joining[0].reference], roles, by=by)
        for row, party in zip(joining, made, strict=True):
            row.party = party
    parties: list[tuple[Row, Party]] = [(row, row.party) for row in rows if row.party]
    agreement = parties[0][1].agreement
    shares = [
        Share(party, year, [(dt.date(year, month, day), amount)])
        for row, party in parties
        for year, amount in sorted(row.commits.items())
    ]
    if shares:
        committed = commit_many(agreement, shares, by=by)
        made += [*committed, *Instalment.objects.filter(commitment__in=committed)]
    if taken := _taken(parties):
        record_steps(agreement, taken, by=by)
    openings = [Opening(party, row.line_reference, row.opens) for row, party in parties if row.opens]
    file, until = judgement.batch.file, judgement.until
    return [*made, *open_balances(judgement.owner, openings, booked_on=until, file=file, by=by)]


def _taken(parties: Iterable[tuple[Row, Party]]) -> list[Taken]:
    """The steps of the rows, each party's in their order; the session is that of the vote unless one is known."""
    walking = [(row, party) for row, party in parties if row.steps]
    sat = Step.objects.filter(party__in=[party for _row, party in walking], kind=StepKind.SITTING, withdrawn_at=None)
    known = set(sat.values_list("party", flat=True)) if walking else set()
    return [
        one for row, party in walking for kind in row.steps for one in _step(row, party, kind, is_sat=party.pk in known)
    ]


def _step(row: Row, party: Party, kind: StepKind, *, is_sat: bool) -> list[Taken]:
    values, on = row.entry.values, row.days[kind]
    if kind == StepKind.VOTE:
        sitting = [] if is_sat else [Taken(party, StepKind.SITTING, on)]
        return [*sitting, Taken(party, kind, on, number=values["vote"])]
    if kind == StepKind.VISA:
        return [Taken(party, kind, on, number=values["visa"] or UNNUMBERED)]
    if row.signatory is None:
        return []
    person, office = row.signatory.person, row.signatory
    said = capacity(office.title, person.sex, "ar", office.detail, kind=row.body.kind)[:120]
    return [Taken(party, kind, on, signatory=person, capacity=said)]


def _trace(made: Iterable[Any], before: dict[str, set[int]], judgement: Judgement, traces: Traces) -> None:
    """What was made, those that stand on others last: undoing begins with these."""
    steps = Step.objects.filter(party__in=[row.party for row in judgement.rows]).exclude(pk__in=before["steps"])
    acts = Act.objects.filter(pk__in=steps.exclude(act=None).values("act")).exclude(pk__in=before["acts"])
    rows = list(made)
    for model in (Agreement, Party, Commitment, Instalment):
        traces.create(row for row in rows if isinstance(row, model))
    traces.create(acts)
    traces.create(steps)
    for kept in (AccountLine, Receipt):
        traces.create(row for row in rows if isinstance(row, kept))


def keeps(batch: ImportBatch) -> list[str]:
    """Why a list is not undone: a year it wrote in is closed, funds were asked on what it brought, or others have taken
    a step since beside one of its own."""
    created: dict[str, set[int]] = defaultdict(set)
    for trace in batch.traces.filter(is_created=True):
        created[trace.model].update(trace.rows)
    steps = Step.objects.filter(pk__in=created["agreements.Step"])
    parties = set(steps.values_list("party", flat=True)) | created["agreements.Party"]
    agreements = Party.objects.filter(pk__in=parties).values("agreement")
    beside = Q(party__in=parties) | Q(party__agreement__in=agreements, kind=StepKind.SIGNATURE)
    later = Step.objects.filter(beside, withdrawn_at=None, pk__gt=max(created["agreements.Step"], default=0))
    lines = AccountLine.objects.filter(pk__in=created["treasury.AccountLine"])
    years = Commitment.objects.filter(pk__in=created["agreements.Commitment"]).values_list("year", flat=True)
    days = {*lines.values_list("booked_on", flat=True), *(dt.date(year, 12, 31) for year in years)}
    reasons = []
    if any(is_closed(batch.owner_id, day) for day in days):
        reasons.append(_("A year in which it wrote is closed: what it holds no longer moves."))
    if FundsRequest.objects.filter(instalment__commitment__party__in=parties).exists():
        reasons.append(_("Funds were asked for on what it brought."))
    if steps and later.exists():
        reasons.append(_("Others have taken steps since in the same agreements."))
    return reasons


def _trace_frozen(agreement: Agreement, before: dict[str, Any], traces: Traces) -> None:
    """An agreement that was a draft and that a signature of the list froze is a draft again when it is undone."""
    agreement.refresh_from_db()
    after = {name: getattr(agreement, name) for name in FROZEN}
    if after != before:
        plain = [
            {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in told.items()} for told in (before, after)
        ]
        traces.fill(agreement, *plain)
