"""Print a sheet and remember its roll; take a photograph, read it, let a person decide, write the marks."""

import io

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import PhotoState, Said
from takwin.attendance.models import Presence, Register, SheetBox, SheetLine, SheetPhoto, SheetRound
from takwin.attendance.queries import expected_with_cards
from takwin.attendance.scans.merging import Turn
from takwin.attendance.scans.queries import page_at, rows_of, weighed
from takwin.attendance.scans.recording import locked_ground, write_boxes
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.core.later import later, progress
from takwin.core.moves import move
from takwin.core.refused import refused
from takwin.documents.actions import discard_file, path_of, store_file
from takwin.documents.scans.geometry import form_of
from takwin.documents.scans.photos import media_type, open_photo
from takwin.documents.scans.reading import Reading, read_page
from takwin.documents.scans.registration import CannotRead, Misread
from takwin.journal.actions import record

PAPER = "attendance-sheet"
QUALITY = 80


@transaction.atomic
def remember_print(register: Register, *, by: User | None) -> SheetRound:
    """The round of this roll: that of the last print when nothing changed since, else a new one.

    A sheet signed before somebody was added still says who signed which row.
    """
    register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    halves = [[half.day.isoformat(), half.part] for half in register.half_days.order_by("day", "part")]
    persons = [line.person_id for line in expected_with_cards(register)]
    last = register.sheets.first()
    if last and last.half_days == halves and list(last.lines.values_list("person", flat=True)) == persons:
        return last
    with refused(SheetRound):
        made = SheetRound.objects.create(
            register=register,
            number=last.number + 1 if last else 1,
            half_days=halves,
            printed_at=clock.now(),
            printed_by=by,
        )
    SheetLine.objects.bulk_create([SheetLine(sheet=made, number=n, person_id=p) for n, p in enumerate(persons, 1)])
    record("sheet.printed", register, by=by, round=made.number, rows=len(persons))
    return made


@transaction.atomic
def receive_photo(register: Register, data: bytes, *, name: str, by: User) -> SheetPhoto:
    """Keep a photograph as it came, then have it read in the background."""
    photo = keep_photo(register, data, name=name, by=by)
    later(read_photo, photo=photo, by=by, steps=2)
    return photo


@transaction.atomic
def keep_photo(register: Register, data: bytes, *, name: str, by: User) -> SheetPhoto:
    """Keep a photograph as it came; the same bytes twice for one register are refused."""
    kind = media_type(data)
    stored = store_file(data, name=name, content_type=kind, owner=register.owner, by=by)
    with refused(SheetPhoto):
        photo = SheetPhoto.objects.create(register=register, file=stored, received_at=clock.now(), received_by=by)
    record("sheet.received", register, by=by, photo=photo.pk, sha256=stored.sha256)
    return photo


UNREAD = (PhotoState.WAITING, PhotoState.REFUSED)


@transaction.atomic
def read_again(photo: SheetPhoto, *, by: User) -> SheetPhoto:
    """Have a photograph read once more of which nothing came: the reading broke off, or the days moved back since."""
    photo = SheetPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.state not in UNREAD:
        raise ValidationError(_("This photo was already read."))
    move(photo, "read_again")
    photo.refusal = ""
    photo.save(update_fields=["state", "refusal"])
    later(read_photo, photo=photo, by=by, steps=2)
    return photo


@transaction.atomic
def discard_photo(photo: SheetPhoto, *, by: User) -> None:
    """Remove a photograph that was not read and is of no use; one that was read is a proof, and stays."""
    photo = SheetPhoto.objects.select_for_update(of=("self",)).select_related("register", "file").get(pk=photo.pk)
    if photo.state not in UNREAD:
        raise ValidationError(_("This photo was already read."))
    record("sheet.discarded", photo.register, by=by, photo=photo.pk, sha256=photo.file.sha256)
    photo.delete()
    discard_file(photo.file, by=by)


def read_photo(photo: SheetPhoto, *, by: User | None) -> SheetPhoto:
    """Read a photograph that waits; why it cannot be read is kept with it, in the words of whoever sent it."""
    progress(1, 2)
    try:
        reading = read_page(open_photo(path_of(photo.file.sha256).read_bytes()), form_of(PAPER))
        sheet, page = page_at(photo.register, reading.code, by)
    except CannotRead as fault:
        return _refuse(photo, _why(fault))
    except ValidationError as fault:
        return _refuse(photo, fault.messages[0])
    return _keep(photo, reading, sheet, page, by)


def _why(fault: CannotRead) -> str:
    if fault.why is Misread.NO_MARKS:
        return _("The whole sheet must be in the picture, with its four black corner marks. Take it again from above.")
    return _(
        "No attendance sheet is seen in this picture, or its square code is hidden. Take it again in better light."
    )


@transaction.atomic
def _refuse(photo: SheetPhoto, sentence: str) -> SheetPhoto:
    photo = SheetPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.state == PhotoState.WAITING:
        move(photo, "refuse")
        photo.refusal = sentence[:200]
        photo.save(update_fields=["state", "refusal"])
    return photo


@transaction.atomic
def _keep(photo: SheetPhoto, reading: Reading, sheet: SheetRound, page: int, by: User | None) -> SheetPhoto:
    """The boxes of the page that have a half-day, and the page laid flat; read once even when asked twice."""
    photo = SheetPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.state != PhotoState.WAITING:
        return photo
    out = io.BytesIO()
    reading.picture.save(out, "JPEG", quality=QUALITY)
    owner = photo.register.owner
    photo.flat = store_file(out.getvalue(), name="page.jpg", content_type="image/jpeg", owner=owner, by=by)
    photo.sheet, photo.page = sheet, page
    move(photo, "read")
    photo.save(update_fields=["state", "flat", "sheet", "page"])
    SheetBox.objects.bulk_create(_boxes(photo, reading, sheet, page))
    progress(2, 2)
    return photo


def _boxes(photo: SheetPhoto, reading: Reading, sheet: SheetRound, page: int) -> list[SheetBox]:
    halves, rows = rows_of(sheet, page)
    return [
        SheetBox(
            photo=photo,
            row=row,
            column=column,
            person_id=person,
            day=half.day,
            part=half.part,
            ink=reading.boxes[f"{row}:{column}"].kind,
            sure=reading.boxes[f"{row}:{column}"].sure,
        )
        for row, person in enumerate(rows, 1)
        for column, half in enumerate(halves, 1)
    ]


@transaction.atomic
def decide(box: SheetBox, said: str, *, by: User) -> SheetBox:
    """Say what a box holds: a presence, an absence, or nothing to be taken from it. The last word holds."""
    photo = SheetPhoto.objects.select_for_update(of=("self",)).get(pk=box.photo_id)
    if photo.state != PhotoState.READ:
        raise ValidationError(_("This sheet is already recorded: correct presence on the roll, with a reason."))
    if said not in Said.values:
        raise ValidationError(_("A box says present, absent, or nothing."))
    box.said, box.said_by = said, by
    box.save(update_fields=["said", "said_by"])
    return box


@transaction.atomic
def record_photo(photo: SheetPhoto, *, by: User) -> SheetPhoto:
    """Write into the ledger what paper says and the ledger does not, once every question is answered.

    What a sealed half-day says otherwise stays open, for whoever may correct it with a reason; what the ledger refuses
    stays open with its sentence. Nothing is dropped.
    """
    photo = SheetPhoto.objects.select_for_update(of=("self",)).select_related("register").get(pk=photo.pk)
    if photo.state != PhotoState.READ:
        raise ValidationError(_("This sheet is already recorded: correct presence on the roll, with a reason."))
    ground = locked_ground(photo)
    boxes = weighed(photo)
    left = sum(1 for box in boxes if box.verdict.turn is Turn.ASK)
    if left:
        raise ValidationError(_("Boxes still wait for your word: %(n)s.") % {"n": left})
    with refused(Presence, Case):
        written, cases = write_boxes(photo, boxes, ground, by=by)
    move(photo, "record")
    photo.recorded_at = clock.now()
    photo.save(update_fields=["state", "recorded_at"])
    record("sheet.recorded", photo.register, by=by, photo=photo.pk, written=written, cases=len(cases))
    return photo
