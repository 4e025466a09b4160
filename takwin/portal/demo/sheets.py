"""The first page of a signed sheet came back as a photo, and waits for somebody to look at what is doubtful."""

import datetime as dt
import io
import math
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from takwin.attendance.enums import COUNTED, Status
from takwin.attendance.models import Register, SheetRound
from takwin.attendance.papers import sheet_facts
from takwin.attendance.scans.actions import keep_photo, read_photo, remember_print
from takwin.attendance.scans.queries import rows_of
from takwin.documents.papers.engine import preview
from takwin.documents.scans.geometry import Rect, form_of
from takwin.portal.demo.world import World
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

DOTS = 6  # a millimetre
DPI = round(DOTS * 25.4)
INK, TABLE = (24, 30, 96), (112, 88, 66)
DOUBTFUL = (3, 9)  # rows whose last box is not clear


def send_a_page(world: World) -> None:
    """Of the session that waits for its last seal: paper says of whom the phone said nothing."""
    waiting = TrainingSession.objects.filter(
        state=SessionState.HELD, ends_on__lt=world.as_of, register__half_days__sealed_at=None
    )
    session = waiting.select_related("register__owner", "register__place").order_by("-ends_on").first()
    if session is None:
        return
    with world.on(session.starts_on - dt.timedelta(days=1), 15):
        printed = remember_print(session.register, by=world.team.region)
    data = _photographed(printed, Random(session.pk))  # not the world’s, whose numbers others count on
    with world.on(min(session.ends_on + dt.timedelta(days=1), world.as_of), 9):
        photo = keep_photo(session.register, data, name="IMG_2041.jpg", by=world.team.region)
        read_photo(photo, by=world.team.region)


def _photographed(printed: SheetRound, rng: Random) -> bytes:
    """The page signed by whoever came, seen from a little aside on a table, as JPEG."""
    page = Image.open(io.BytesIO(preview("attendance-sheet", sheet_facts(printed), dpi=DPI)[0])).convert("RGB")
    _sign(page, printed, rng)
    wide, tall = page.size
    edge = 30 * DOTS
    table = Image.new("RGB", (wide + 2 * edge, tall + 2 * edge), TABLE)
    table.paste(page, (edge, edge))
    across, down = table.size
    seen = (0, 70, 45, down, across, down - 85, across - 105, 0)  # corners: top left, bottom left, and so on
    photo = table.transform((1350, 1890), Image.Transform.QUAD, seen, Image.Resampling.BICUBIC)
    out = io.BytesIO()
    photo.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=72)
    return out.getvalue()


def _sign(page: Image.Image, printed: SheetRound, rng: Random) -> None:
    """Each signs the half-days he was at, one whom the phone says absent, and in the last those it says nothing of."""
    boxes, draw = form_of("attendance-sheet").boxes, ImageDraw.Draw(page)
    halves, rows = rows_of(printed, 1)
    held = _held(printed.register)
    denied = next((person for person in rows if held.get((person, *halves[0])) == Status.ABSENT), None)
    for row, person in enumerate(rows, 1):
        for column, half in enumerate(halves, 1):
            came = (
                (person == denied and column == 1)
                or held.get((person, *half)) in COUNTED
                or (half == halves[-1] and (person, *half) not in held)
            )
            if person and half == halves[-1] and row in DOUBTFUL:
                _put_down(draw, boxes[f"{row}:{column}"])
            elif person and came:
                draw.line(_signature(boxes[f"{row}:{column}"], rng), fill=INK, width=3, joint="curve")


def _held(register: Register) -> dict[tuple[object, ...], str]:
    rows = register.presences.values_list("person", "day", "part", "status")
    return {(person, day, part): status for person, day, part, status in rows}


def _signature(box: Rect, rng: Random) -> list[tuple[float, float]]:
    """A line that waves and loops across the box."""
    turns, lean, high = rng.uniform(3, 6), rng.uniform(0.5, 1.6), rng.uniform(0.16, 0.3)
    points = []
    for n in range(120):
        t = n / 119
        x = box.x + box.width * (0.14 + 0.68 * t + 0.05 * lean * math.sin(turns * 6.3 * t))
        y = box.y + box.height * (
            0.5 + high * math.cos(turns * 6.3 * t) * (1 - 0.5 * t) + 0.06 * lean * math.sin(9 * t)
        )
        points.append((x * DOTS, y * DOTS))
    return points


def _put_down(draw: ImageDraw.ImageDraw, box: Rect) -> None:
    """A pen was put down, and nothing was written."""
    x, y = (box.x + box.width / 2) * DOTS, (box.y + box.height / 2) * DOTS
    draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=INK)
