"""The attendance sheet: printed, signed in each half-day, photographed and kept as the proof."""

from takwin.attendance.models import SheetRound
from takwin.attendance.queries import expected_with_cards
from takwin.attendance.scans.queries import code_of
from takwin.core import clock
from takwin.documents.issuers import letterhead_of
from takwin.documents.papers import facts
from takwin.documents.papers.engine import render
from takwin.documents.papers.parts import paper

CNDP = "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08"
TAIL = 3  # signs of the card that a sheet passed from hand to hand may show


def sheet(printed: SheetRound, *, venue: str = "") -> bytes:
    """The PDF of a register's sheet."""
    return render("attendance-sheet", sheet_facts(printed, venue=venue))


def sheet_facts(printed: SheetRound, *, venue: str = "") -> facts.Facts:
    """The sheet with the roll of this print; its code names the print, so that it is read back."""
    register = printed.register
    said = paper(code_of(printed), "لائحة الحضور", author=register.owner.name_ar, made_at=clock.now(), cndp=CNDP)
    roll = {line.person_id: line for line in expected_with_cards(register)}
    people = [
        facts.Expected(
            line.person.name_ar or line.person.name_fr,
            f"{line.capacity}، {line.body.name_ar}",
            line.person.cin[-TAIL:],  # type: ignore[attr-defined]
        )
        if (line := roll.get(person))
        else facts.Expected("", "", "")  # taken off the roll in this very moment: the rows below keep their place
        for person in printed.lines.values_list("person", flat=True)
    ]
    return facts.attendance_sheet(
        said,
        letterhead_of(register.owner),
        topic=register.title,
        venue=venue or register.place.name_ar,
        half_days=printed.columns,
        people=people,
        trainers=[keeper.name_ar or keeper.name_fr for keeper in register.keepers.order_by("sort_ar")],
    )
