"""What the dossier of a session holds of letters, presence, reports, certificates and accounts."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from takwin.certificates.models import Certificate
from takwin.documents.dossiers import Piece, dossier_pieces, drawn
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.models import Entry, target_of
from takwin.training.models import TrainingSession

SEALED = "dossier.sealed"
REPORTS = (PaperKind.SESSION_REPORT, PaperKind.PRESS_NOTE)


def bring_pieces() -> None:
    for order, query in enumerate((letters, presence, reports, certificates, accounts, story), start=1):
        dossier_pieces(TrainingSession, query, order=order * 10)


def papers_of(session: TrainingSession) -> Iterable[Paper]:
    """The numbered papers of the session itself and of those enrolled, in the order of their numbers."""
    subjects = [target_of(session), *(target_of(line) for line in session.enrolments.all())]
    return Paper.objects.filter(subject__in=subjects).order_by("pk")


def letters(session: TrainingSession) -> Iterator[Piece]:
    """Convocations, letters to authorities, notices; those cancelled say so on every page."""
    yield from drawn("1-letters", (paper for paper in papers_of(session) if paper.kind not in REPORTS))


def presence(session: TrainingSession) -> Iterator[Piece]:
    """The ledger, one line for each person and half-day, and when each half-day was sealed."""
    rows = session.register.presences.select_related("person", "body").order_by("day", "part", "person")
    yield _table(
        "2-presence/presence.csv",
        ["day", "part", "person_ar", "person_fr", "body", "status"],
        ([row.day, row.part, row.person.name_ar, row.person.name_fr, row.body.name_ar, row.status] for row in rows),
    )
    halves = session.register.half_days.order_by("day", "part")
    yield _table(
        "2-presence/half-days.csv",
        ["day", "part", "sealed_at"],
        ([half.day, half.part, half.sealed_at.isoformat() if half.sealed_at else ""] for half in halves),
    )


def reports(session: TrainingSession) -> Iterator[Piece]:
    yield from drawn("3-report", (paper for paper in papers_of(session) if paper.kind in REPORTS))


def certificates(session: TrainingSession) -> Iterator[Piece]:
    """Each certificate with its paper, and the list of them with what became of each."""
    issued = list(Certificate.objects.filter(session=session).select_related("body", "paper").order_by("pk"))
    yield _table(
        "4-certificates/certificates.csv",
        ["code", "name_ar", "name_fr", "body", "half_days", "issued_on", "state"],
        ([c.code, c.name_ar, c.name_fr, c.body.name_ar, c.half_days, c.issued_on, c.state] for c in issued),
    )
    yield from drawn("4-certificates", (c.paper for c in issued if c.paper))


def accounts(session: TrainingSession) -> Iterator[Piece]:
    """What the session was to cost, who paid by which agreement, and the half-days each trainer taught."""
    taught: dict[str, int] = {}
    for slot in session.slots.select_related("trainer__person"):
        if slot.trainer:
            name = slot.trainer.person.name_ar or slot.trainer.person.name_fr
            taught[name] = taught.get(name, 0) + 1
    rows = [["cost", "" if session.cost is None else str(session.cost)], ["agreement", str(session.agreement or "")]]
    rows += [["half_days_taught", name, str(count)] for name, count in sorted(taught.items())]
    yield _table("5-accounts/accounts.csv", ["what", "value", "count"], rows)


def story(session: TrainingSession) -> Iterator[Piece]:
    """What the journal says of the session, but for the sealing itself."""
    entries = Entry.objects.filter(target=target_of(session)).exclude(verb=SEALED).order_by("pk")
    yield _table(
        "6-journal/journal.csv", ["at", "verb", "by"], ([e.at.isoformat(), e.verb, e.by_id or ""] for e in entries)
    )


def _table(path: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Piece:
    """A table that opens right in any spreadsheet, Arabic included."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return Piece(path, out.getvalue().encode("utf-8-sig"))
