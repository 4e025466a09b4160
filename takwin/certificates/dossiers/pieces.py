"""What the dossier of a session holds: letters, presence and its signed sheets, reports, certificates, accounts, story,
opinions."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation

from takwin.attendance.models import SheetPhoto
from takwin.certificates.models import Certificate
from takwin.core.money import dirhams
from takwin.core.workbooks import harmless
from takwin.documents.actions import path_of
from takwin.documents.dossiers import Piece, dossier_pieces, drawn
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper, StoredFile
from takwin.journal.models import Entry, target_of
from takwin.surveys.queries import Told, results_of
from takwin.training.models import SessionRound, TrainingSession
from takwin.treasury.models import Expense
from takwin.treasury.spending.queries import with_paid

SEALED = "dossier.sealed"
REPORTS = (PaperKind.SESSION_REPORT, PaperKind.PRESS_NOTE)
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def bring_pieces() -> None:
    sources = (letters, presence, sheets, reports, certificates, accounts, expenses, story, opinions)
    for order, query in enumerate(sources, start=1):
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


def sheets(session: TrainingSession) -> Iterator[Piece]:
    """The photographs of the signed sheets that were read, as they came: what the ledger has from paper is proved."""
    read = SheetPhoto.objects.filter(register=session.register_id, sheet__isnull=False).select_related("file")
    for photo in read.order_by("sheet", "page", "pk"):
        yield _stored(f"2-presence/sheets/{photo.sheet_id}-{photo.page}-{photo.pk}", photo.file)


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


def expenses(session: TrainingSession) -> Iterator[Piece]:
    """What was ordered, delivered, invoiced and paid for the session, line by line, with its papers and invoices."""
    mine = with_paid(Expense.objects.filter(register=session.register_id)).select_related("body", "person", "invoice")
    rows = list(mine.order_by("pk"))
    if not rows:
        return
    yield _table(
        "5-accounts/expenses.csv",
        ["reference", "kind", "title", "payee", "state", "ordered_on", "done_on", "invoice", "gross", "withheld", "net",
         "paid"],
        ([row.reference, row.kind, row.title, row.payee.name_ar or row.payee.name_fr, row.state, row.ordered_on,
          row.done_on or "", row.invoice_number, row.gross, row.withheld, row.net, dirhams(row.paid)]  # type: ignore[attr-defined]
         for row in rows),
    )  # fmt: skip
    yield from drawn("5-accounts", Paper.objects.filter(subject__in=[target_of(row) for row in rows]).order_by("pk"))
    for row in rows:
        if row.invoice:
            yield _stored(f"5-accounts/invoice-{row.reference.replace('/', '-')}", row.invoice)


def story(session: TrainingSession) -> Iterator[Piece]:
    """What the journal says of the session, but for the sealing itself."""
    entries = Entry.objects.filter(target=target_of(session)).exclude(verb=SEALED).order_by("pk")
    yield _table(
        "6-journal/journal.csv", ["at", "verb", "by"], ([e.at.isoformat(), e.verb, e.by_id or ""] for e in entries)
    )


def opinions(session: TrainingSession) -> Iterator[Piece]:
    """What may be told of the opinions of each moment: nothing before the end, nor of fewer than five. Free words stay
    in the register, which lets them go in time; so do the names of who was asked."""
    rounds = SessionRound.objects.filter(session=session).select_related("round__version").order_by("pk")
    for one in rounds:
        with translation.override("ar"):  # the archive is the same whoever asks for it
            told = results_of(one.round).told
            rows = [row for answered in told for row in _answers(answered)]
        if rows:
            yield _table(
                f"7-opinions/{one.moment}.csv",
                ["question_ar", "question_fr", "answered", "answer", "count", "share"],
                rows,
            )


def _answers(told: Told) -> Iterator[list[object]]:
    question = [told.question.text_ar, told.question.text_fr, told.answered]
    for label, count, part in told.bars:
        yield [*question, str(label), count, f"{part:.4f}"]
    for name, found in (("mean", told.mean), ("share", told.share)):
        if found:
            yield [*question, name, f"{found.figure:.4f}", f"{found.low:.4f}-{found.high:.4f}"]


def _stored(path: str, kept: StoredFile) -> Piece:
    """A file that was received, as it came; one whose bytes are lost is left out and named."""
    path += ENDINGS.get(kept.content_type, "")
    try:
        return Piece(path, path_of(kept.sha256).read_bytes())
    except FileNotFoundError:
        return Piece(path, None)


def _table(path: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Piece:
    """A table that opens right in any spreadsheet, Arabic included."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Piece(path, out.getvalue().encode("utf-8-sig"))
