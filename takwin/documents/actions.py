"""Keep files, take numbers, issue papers."""

import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.identifiers import western
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.enums import ActKind, PaperKind
from takwin.documents.models import Act, NumberSeries, Paper, StoredFile
from takwin.journal.actions import record, record_each, target_of


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie on disk: outside the web root, two characters a folder."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


@transaction.atomic
def store_file(data: bytes, *, name: str, content_type: str, owner: Body, by: User | None) -> StoredFile:
    """Keep the bytes under their digest; the same bytes for the same owner are one row and one file.

    When the transaction fails the bytes may stay on disk without a row: nothing names them, and the daily sweep of
    ``documents.sweeping`` removes them.
    """
    digest = hashlib.sha256(data).hexdigest()
    hold_bytes(digest)
    _keep(data, path_of(digest))
    return _stored(digest, len(data), name=name, content_type=content_type, owner=owner, by=by)


@transaction.atomic
def store_made_file(made: Path, *, name: str, content_type: str, owner: Body, by: User | None) -> StoredFile:
    """The same for a file that was made on the disk of the data (``place_to_make``): it is moved, never read whole."""
    with made.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    made.chmod(0o600)
    hold_bytes(digest)
    size, path = made.stat().st_size, path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.replace(path)
    return _stored(digest, size, name=name, content_type=content_type, owner=owner, by=by)


@contextmanager
def place_to_make() -> Iterator[Path]:
    """A path on the disk of the stored files, for an archive too large for memory; gone afterwards unless moved."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as making:
        yield Path(making) / "archive"


def hold_bytes(digest: str) -> None:
    """Let one transaction at a time keep or drop the bytes of a digest: whoever drops them waits to see the row of who
    has just found them there. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def drop_bytes(digest: str) -> None:
    """Once this transaction is committed, remove the bytes of a digest, unless a row names them then."""
    transaction.on_commit(partial(drop_if_unnamed, digest))


def drop_if_unnamed(digest: str) -> bool:
    """Remove the bytes of a digest that no row names; says whether they were removed."""
    with transaction.atomic():
        hold_bytes(digest)
        if StoredFile.objects.filter(sha256=digest, erased_at=None).exists():
            return False
        path_of(digest).unlink(missing_ok=True)
        return True


def _stored(digest: str, size: int, *, name: str, content_type: str, owner: Body, by: User | None) -> StoredFile:
    stored, created = StoredFile.objects.get_or_create(
        owner=owner,
        sha256=digest,
        defaults={
            "size": size,
            "name": Path(name).name[:200],
            "content_type": content_type[:100],
            "received_by": by,
            "received_at": clock.now(),
        },
    )
    if stored.erased_at:  # sent again after its time: a file received now, for its full time
        stored.erased_at, stored.name, stored.content_type = None, Path(name).name[:200], content_type[:100]
        stored.received_at, stored.received_by, created = clock.now(), by, True
        stored.save(update_fields=["erased_at", "name", "content_type", "received_at", "received_by"])
    if created:
        record("file.stored", stored, by=by, sha256=digest, size=size)
    return stored


def _keep(data: bytes, path: Path) -> None:
    """Write beside the place, under a name of its own, then move there: no reader sees half a file, and two writers
    of the same bytes do not meet. The bytes reach the disk before the name does."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".arriving-", delete=False) as arriving:
        arriving.write(data)
        arriving.flush()
        os.fsync(arriving.fileno())
    Path(arriving.name).replace(path)


@transaction.atomic
def discard_file(file: StoredFile, *, by: User | None) -> None:
    """Remove a file that turned out to be of no use, row and bytes; one that something names stays."""
    hold_bytes(file.sha256)
    try:
        with transaction.atomic():
            record("file.discarded", file, by=by, sha256=file.sha256)
            file.delete()
    except ProtectedError:
        return
    drop_bytes(file.sha256)


def take_number(owner: Body, key: str, year: int) -> int:
    """The next number of a register, without gaps: the register's row stays locked until the paper is written.

    Must be called inside the transaction that writes what bears the number.
    """
    return take_numbers(owner, key, year, 1)[0]


def take_numbers(owner: Body, key: str, year: int, count: int) -> range:
    """The next numbers of a register, one after the other, for papers that are written together."""
    series = NumberSeries.objects.filter(owner=owner, key=key, year=year)
    taken = {"last": models.F("last") + count}
    if not series.update(**taken):
        NumberSeries.objects.get_or_create(owner=owner, key=key, year=year)
        series.update(**taken)
    last = series.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


@transaction.atomic
def issue_paper(
    *,
    owner: Body,
    kind: PaperKind,
    template: str,
    facts: dict[str, Any],
    subject: models.Model,
    reference: str,
    language: str = "ar",
    by: User | None,
) -> Paper:
    """Freeze the facts of a numbered paper: its PDF is made from them whenever asked for, byte for byte the same."""
    return issue_papers([Content(reference, template, facts, subject, language)], owner=owner, kind=kind, by=by)[0]


class Content(NamedTuple):
    """What is a paper's own among those of one kind that are issued together."""

    reference: str
    template: str
    facts: dict[str, Any]
    subject: models.Model
    language: str = "ar"


@transaction.atomic
def issue_papers(contents: Iterable[Content], *, owner: Body, kind: PaperKind, by: User | None) -> list[Paper]:
    """Freeze the facts of several papers of one kind, in two queries, their entries in the journal included."""
    now = clock.now()
    with refused(Paper):
        papers = Paper.objects.bulk_create(
            [
                Paper(
                    owner=owner,
                    kind=kind,
                    reference=content.reference,
                    subject=target_of(content.subject),
                    template=content.template,
                    language=content.language,
                    facts=content.facts,
                    issued_at=now,
                    issued_by=by,
                )
                for content in contents
            ]
        )
    told = ((paper, {"kind": kind, "reference": paper.reference, "subject": paper.subject}) for paper in papers)
    record_each("paper.issued", told, by=by)
    return papers


@transaction.atomic
def cancel_paper(paper: Paper, *, by: User | None) -> Paper:
    """Mark a paper void: it stays in the register, and its PDF says so on every page."""
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.cancelled_at:
        raise ValidationError(_("This paper is already cancelled."))
    paper.cancelled_at = clock.now()
    paper.save(update_fields=["cancelled_at"])
    record("paper.cancelled", paper, by=by)
    return paper


@transaction.atomic
def record_act(
    *, body: Body, kind: ActKind, number: str, taken_on: dt.date, file: StoredFile | None = None, by: User | None
) -> Act:
    """The act that decides: the one already recorded under this number and day, or a new one."""
    if taken_on > clock.today():
        raise ValidationError({"taken_on": _("This date is in the future: record what has happened.")})
    number = western(number)
    known = Act.objects.filter(body=body, kind=kind, number=number, taken_on=taken_on).first()
    if known and number:
        return known
    act = checked(Act(body=body, kind=kind, number=number, taken_on=taken_on, file=file))
    record("act.recorded", act, by=by, act_kind=kind, taken_on=taken_on)
    return act
