"""Which page a code names, what each box says against the ledger, what waits on sheets."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import PhotoState
from takwin.attendance.models import Register, SheetBox, SheetPhoto, SheetRound
from takwin.attendance.scans.merging import Verdict, means, verdict
from takwin.core import formats
from takwin.core.halfdays import HalfDay, Part
from takwin.documents.papers.facts import sheet_pages
from takwin.documents.scans.ink import Ink
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

HEAD, FAMILY = "TKW1/", "TKW-ATT-"


def code_of(sheet: SheetRound) -> str:
    """What names a print of a register, on the paper and in its code."""
    return f"{FAMILY}{sheet.register.reference}-{sheet.number}"


def rows_of(sheet: SheetRound, page: int) -> tuple[list[HalfDay], list[int | None]]:
    """The half-days and the persons of a page, as it was printed."""
    persons = list(sheet.lines.values_list("person", flat=True))
    pages = list(sheet_pages(sheet.columns, persons))
    halves, rows = pages[page - 1]
    return list(halves), [person for _number, person in rows]


def pages_of(sheet: SheetRound) -> int:
    return len(list(sheet_pages(sheet.columns, list(sheet.lines.values_list("person", flat=True)))))


def page_at(register: Register, code: str, by: User | None) -> tuple[SheetRound, int]:
    """The print and the page that a code names, in this register; says in words what else it is."""
    paper, _bar, page = code.removeprefix(HEAD).rpartition("/")
    reference, _dash, number = paper.removeprefix(FAMILY).rpartition("-")
    if not code.startswith(HEAD + FAMILY) or not page.isdecimal() or not number.isdecimal():
        raise ValidationError(_("This sheet does not say which print it is: print it again to read it back."))
    if reference != register.reference:
        raise ValidationError(_another(reference, by))
    sheet = register.sheets.filter(number=int(number[:4])).first()
    if sheet is None or not 1 <= int(page[:4]) <= pages_of(sheet):
        raise ValidationError(_("This print of the sheet is not known here: print the sheet again."))
    halves = {half.half_day for half in register.half_days.all()}
    if not set(rows_of(sheet, int(page[:4]))[0]) <= halves:
        raise ValidationError(_("The days of this session were moved since this sheet was printed."))
    return sheet, int(page[:4])


def _another(reference: str, by: User | None) -> str:
    """Which other session the sheet is of, when the reader may know it."""
    other = by and allowed(Register.objects, by, Permission.PRESENCE_VIEW).filter(reference=reference).first()
    if other:
        return _("This is the sheet of another session: “%(title)s”. Send it there.") % {"title": other}
    return _("This is the sheet of another session.")


@dataclass(frozen=True)
class Weighed:
    """A box beside what the ledger says now."""

    box: SheetBox
    now: str
    sealed: bool
    verdict: Verdict

    @property
    def half_day(self) -> HalfDay:
        return HalfDay(self.box.day, Part(self.box.part))

    @property
    def on_paper(self) -> str:
        """The status paper gives, once nobody doubts it; "" for an empty box."""
        if self.box.is_doubtful and not self.box.said:
            return ""
        return means(Ink(self.box.ink), self.box.said)

    @property
    def in_words(self) -> str:
        return f"{formats.short_day(self.box.day)} {self.box.get_part_display()}: {self.box.get_ink_display()}"

    @property
    def person(self) -> int:
        """The key of whose box it is: ``weighed`` leaves out the rows that bear no name."""
        return int(self.box.person_id or 0)


def weighed(photo: SheetPhoto) -> list[Weighed]:
    """The boxes of those on the roll, each with what it brings; three queries."""
    boxes = photo.boxes.filter(person__isnull=False).select_related("person", "photo")
    held: dict[tuple[int | None, dt.date, str], str] = {
        (person, day, part): status
        for person, day, part, status in photo.register.presences.values_list("person", "day", "part", "status")
    }
    sealed = {half.half_day for half in photo.register.half_days.all() if half.sealed_at}
    found = []
    for box in boxes:
        now, shut = held.get((box.person_id, box.day, box.part), ""), (box.day, box.part) in sealed
        weighs = verdict(Ink(box.ink), doubtful=box.is_doubtful, now=now, said=box.said, sealed=shut)
        found.append(Weighed(box, now, shut, weighs))
    return found


def said_by_person(boxes: Sequence[Weighed]) -> list[tuple[int, Person, list[str], str]]:
    """Row by row, what a page says of each half-day as tiles and in words: nothing where a person must look first."""
    by_row = {row: list(several) for row, several in groupby(boxes, key=lambda one: one.box.row)}
    return [
        (row, several[0].box.person, [one.on_paper for one in several], ", ".join(one.in_words for one in several))
        for row, several in by_row.items()
        if several[0].box.person
    ]


def uninvited(photo: SheetPhoto) -> list[SheetBox]:
    """Boxes signed on rows that bear no name: somebody who came uninvited, to be added by hand."""
    return list(photo.boxes.filter(person=None).exclude(ink=Ink.NONE))


def photos_of(register: Register) -> QuerySet[SheetPhoto]:
    """The photographs of a register, the last first."""
    return register.photos.select_related("file", "sheet", "received_by")


def missing_pages(register: Register) -> list[int]:
    """The pages of the last print, once one of its pages was read, that nobody has photographed."""
    sheet = register.sheets.first()
    if sheet is None:
        return []
    known = set(sheet.photos.exclude(state=PhotoState.REFUSED).values_list("page", flat=True))
    return [page for page in range(1, pages_of(sheet) + 1) if page not in known] if known else []
