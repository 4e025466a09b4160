"""Take the photographs of ticked sheets, read them, ask a person where it is doubtful, put the answers in the bag."""

import io
from collections.abc import Mapping, Sequence
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.later import later, progress
from takwin.core.moves import move
from takwin.core.refused import refused
from takwin.documents.actions import discard_file, path_of, store_file
from takwin.documents.models import StoredFile
from takwin.documents.scans.photos import media_type, open_photo
from takwin.documents.scans.reading import Reading, read_page
from takwin.documents.scans.registration import CannotRead
from takwin.journal.actions import record
from takwin.surveys.actions import put_in_bag
from takwin.surveys.models import PaperCopy, Round
from takwin.surveys.paper.enums import PENDING, CopyState
from takwin.surveys.paper.layout import Line, form_for, lines_of, said_on
from takwin.surveys.paper.papers import number_in

QUALITY = 80


@transaction.atomic
def receive_copies(asked: Round, photos: Sequence[tuple[str, bytes]], *, by: User) -> list[PaperCopy]:
    """Keep the photographs of several copies, one a copy, then have them read in the background; all or none."""
    lines_of(asked.version)
    if not asked.is_open():
        raise ValidationError(_("This questionnaire takes no answers today."))
    kept = [_keep(asked, name, data, by) for name, data in photos]
    record("round.photographed", asked, by=by, photos=len(kept))
    later(read_copies, asked=asked, by=by, steps=len(kept))
    return kept


def _keep(asked: Round, name: str, data: bytes, by: User) -> PaperCopy:
    stored = store_file(data, name=name, content_type=media_type(data), owner=asked.owner, by=by)
    with refused(PaperCopy):
        return PaperCopy.objects.create(round=asked, file=stored, received_on=clock.today(), received_by=by)


def read_copies(asked: Round, *, by: User | None) -> None:
    """Read the copies that wait. One that leaves no doubt goes into the bag at once; the others wait for a person.

    Asked again after it was cut short, it goes on where it was; one that was removed meanwhile is passed over.
    """
    lines = lines_of(asked.version)
    keys = list(asked.copies.filter(state__in=PENDING).values_list("pk", flat=True))
    for done, pk in enumerate(keys, 1):
        if copy := asked.copies.filter(pk=pk, state__in=PENDING).select_related("file").first():
            _take_in(copy, lines, by=by)
        progress(done, len(keys))


def _take_in(copy: PaperCopy, lines: list[Line], *, by: User | None) -> None:
    try:
        if copy.state == CopyState.WAITING:
            copy = _read(copy, lines, by=by)
        if all(said_on(line, copy.boxes) is not None for line in lines):
            record_copy(copy, {}, by=by)
    except (FileNotFoundError, PaperCopy.DoesNotExist):
        return  # removed while it was read
    except CannotRead:
        sentence = _(
            "The whole sheet must be in the picture, flat and in good light, with its four black corner marks."
        )
        _refuse(copy, sentence, by=by)
    except ValidationError as fault:
        _refuse(copy, fault.messages[0], by=by)


def _read(copy: PaperCopy, lines: list[Line], *, by: User | None) -> PaperCopy:
    reading = read_page(open_photo(path_of(_file(copy).sha256).read_bytes()), form_for(lines))
    number = number_in(copy.round, reading.code)
    if number is None:
        raise ValidationError(_("This is not a copy of this questionnaire."))
    return _keep_reading(copy, reading, number, by=by)


@transaction.atomic
def _refuse(copy: PaperCopy, sentence: str, *, by: User | None) -> None:
    """Say why a copy that waits cannot be read, and let its picture go; one that was read waits for a person."""
    found = PaperCopy.objects.select_for_update(of=("self",)).select_related("file").filter(pk=copy.pk).first()
    if found is None or found.state != CopyState.WAITING:
        return
    picture = _file(found)
    move(found, "refuse")
    found.refusal, found.file = sentence[:200], None
    found.save(update_fields=["state", "refusal", "file"])
    discard_file(picture, by=by)


@transaction.atomic
def _keep_reading(copy: PaperCopy, reading: Reading, number: int, *, by: User | None) -> PaperCopy:
    """The boxes of the copy, and the page laid flat in the place of the photograph."""
    copy = PaperCopy.objects.select_for_update(of=("self",)).select_related("round__owner", "file").get(pk=copy.pk)
    move(copy, "read")
    copy.number, copy.boxes = number, {name: [box.kind, round(box.sure, 3)] for name, box in reading.boxes.items()}
    with refused(PaperCopy):
        copy.save(update_fields=["state", "number", "boxes"])
    photo, out = _file(copy), io.BytesIO()
    reading.picture.save(out, "JPEG", quality=QUALITY)
    owner = copy.round.owner
    copy.file = store_file(out.getvalue(), name="page.jpg", content_type="image/jpeg", owner=owner, by=by)
    copy.save(update_fields=["file"])
    discard_file(photo, by=by)
    return copy


@transaction.atomic
def record_copy(copy: PaperCopy, said: Mapping[int, str], *, by: User | None) -> PaperCopy:
    """Put what a copy says in the bag, with what a person said of its doubtful questions; then nothing of it is kept.

    The round is locked, as by whoever answers on a phone: its end and its bag are the same for all.
    """
    asked = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=copy.round_id)
    copy = PaperCopy.objects.select_for_update(of=("self",)).select_related("file").get(pk=copy.pk)
    move(copy, "record")
    answers, wrong = {}, {}
    for line in lines_of(asked.version):
        value = said.get(line.question.pk, said_on(line, copy.boxes))
        if value is None or (value and value not in line.values):
            wrong[str(line.question.pk)] = _("Say which answer is ticked, or none.")
        elif value:
            answers[line.question.pk] = value
    if wrong:
        raise ValidationError(wrong)
    put_in_bag(asked, answers, on=copy.received_on)
    picture, copy.file, copy.boxes = _file(copy), None, {}
    copy.save(update_fields=["state", "file", "boxes"])
    discard_file(picture, by=by)
    return copy


def _file(copy: PaperCopy) -> StoredFile:
    """The picture of a copy that is still to be read or recorded, which always has one."""
    return cast(StoredFile, copy.file)
