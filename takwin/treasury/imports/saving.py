"""Write the rows of a workbook by the very acts of the screens: draft, commit, record steps, receive."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.actions import add_party, commit, declare_vote, draft_agreement, record_step
from takwin.agreements.enums import ROLE_OF, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.core.money import ZERO
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import Entry, Outcome
from takwin.documents.imports.traces import Traces
from takwin.documents.models import Act
from takwin.people.labels import capacity
from takwin.treasury.actions import receive, record_line
from takwin.treasury.enums import LineSource
from takwin.treasury.imports.judging import SAME, Judgement, Row
from takwin.treasury.models import AccountLine, FundsRequest, Receipt
from takwin.treasury.queries import received_of
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
    provinces = {
        place if place.province_id is None else place.province
        for place in (row.body.place for row in rows)
        if place.pk != owner.place_id
    }
    return provinces.pop() if len(provinces) == 1 else owner.place  # type: ignore[return-value]


def _role(body: Body, owner: Body) -> PartyRole:
    return PartyRole.LEADER if body == owner else ROLE_OF.get(BodyKind(body.kind), PartyRole.FUNDER)


def _write(judgement: Judgement, rows: Sequence[Row], by: User) -> list[Any]:
    """The parties that join a draft, what each promises, its path, then what was received of it."""
    made: list[Any] = []
    month, day = (int(part) for part in judgement.batch.options["due"].split("-"))
    for row in rows:
        if row.party is None:
            agreement = judgement.agreements[row.reference]
            row.party = add_party(agreement, body=row.body, role=_role(row.body, judgement.owner), by=by)
            made.append(row.party)
        for year, amount in sorted(row.commits.items()):
            terms = [(dt.date(year, month, day), amount)]
            commitment = commit(row.party, year=year, instalments=terms, by=by)
            made += [commitment, *commitment.instalments.all()]
    for row in rows:
        if row.party:
            _walk(row, row.party, by)
    for row in rows:
        made += _open(judgement, row, by)
    return made


def _walk(row: Row, party: Party, by: User) -> None:
    values = row.entry.values
    for kind in row.steps:
        on = row.days[kind]
        if kind == StepKind.VOTE:
            declare_vote(party, sat_on=on, voted_on=on, number=values["vote"], by=by)
        elif kind == StepKind.VISA:
            record_step(party, kind, done_on=on, number=values["visa"] or UNNUMBERED, by=by)
        elif row.signatory:
            person, office = row.signatory.person, row.signatory
            said = capacity(office.title, person.sex, "ar", office.detail)[:120]
            record_step(party, kind, done_on=on, signatory=person, capacity=said, by=by)


def _open(judgement: Judgement, row: Row, by: User) -> list[Any]:
    """What was received before Takwin: a line of the account for the row, laid to the shares it was received for."""
    if not row.opens:
        return []
    line = record_line(
        owner=judgement.owner,
        source=LineSource.OPENING,
        reference=row.line_reference,
        booked_on=judgement.until,
        amount=sum(row.opens.values(), ZERO),
        label=str(row.body),
        file=judgement.batch.file,
        by=by,
    )
    left, parts = dict(row.opens), {}
    for due in Instalment.objects.filter(commitment__party=row.party, year__in=left).order_by("year", "number"):
        if (part := min(left[due.year], due.owed - received_of(due))) > ZERO:
            parts[due], left[due.year] = part, left[due.year] - part
    return [line, *receive(line, parts, by=by)]


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
