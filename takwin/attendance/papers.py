"""The attendance sheet: printed, signed in each half-day, photographed and kept as the proof."""

from takwin.attendance.models import Register
from takwin.attendance.queries import expected_with_cards
from takwin.core import clock
from takwin.documents.issuers import letterhead_of
from takwin.documents.papers import facts
from takwin.documents.papers.engine import render
from takwin.documents.papers.parts import paper

CNDP = "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08"
TAIL = 3  # signs of the card that a sheet passed from hand to hand may show


def sheet(register: Register, *, venue: str = "") -> bytes:
    """The PDF of a register's sheet, with the roll as it stands; it bears no number and may be printed again."""
    said = paper(
        f"TKW-ATT-{register.reference}", "لائحة الحضور", author=register.owner.name_ar, made_at=clock.now(), cndp=CNDP
    )
    people = [
        facts.Expected(
            line.person.name_ar or line.person.name_fr,
            f"{line.capacity}، {line.body.name_ar}",
            line.person.cin[-TAIL:],  # type: ignore[attr-defined]
        )
        for line in expected_with_cards(register)
    ]
    return render(
        "attendance-sheet",
        facts.attendance_sheet(
            said,
            letterhead_of(register.owner),
            topic=register.title,
            venue=venue or register.place.name_ar,
            half_days=[half.half_day for half in register.half_days.order_by("day", "part")],
            people=people,
            trainers=[keeper.name_ar or keeper.name_fr for keeper in register.keepers.order_by("sort_ar")],
        ),
    )
