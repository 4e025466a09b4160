"""A timeline as figures that a template draws: one line a milestone, time running as the reader's language runs.

Nothing here is text to lay out but the labels; positions are whole numbers of a drawing 1000 wide, so that no decimal
is written with a comma. In Arabic the drawing is mirrored: the past is on the right. The names of the lines stand in a
drawing of their own before it, of the same scale, which stays while time is scrolled; the name of a project runs over
the line that it opens.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from takwin.agreements.models import Milestone, Project
from takwin.core import formats

WIDTH, NAMES = 850, 150  # of the drawing of time, and of that of the names before it
START, EDGE, INDENT = 34, 110, 12  # before the first day, for its month; after the last, for its date; before a name
TOP, TITLE, LINE = 46, 46, 30  # heights: the axis, the line of a project, the line of a milestone
MARK = 7  # half of a diamond
STEPS = (1, 3, 6, 12, 24, 60)  # months between two ticks
ROOM = 62  # the least room between two ticks
Held = Mapping[int, Sequence[Milestone]]


@dataclass(frozen=True)
class Tick:
    """A first of the month: its line, and its name above."""

    x: int
    label: str
    year: str


@dataclass(frozen=True)
class Mark:
    """A milestone on its line: a diamond where it is planned or done, the delay behind it, its day in words."""

    x: int
    points: str
    css: str  # done, late, held or ""
    said: str
    day: str
    day_x: int
    delay_x: int = 0
    delay_width: int = 0
    first_x: int = 0  # where it was promised at first, when that was another day


@dataclass(frozen=True)
class Line:
    """A project, with the bar from its first to its last day, or one of its milestones, with its mark."""

    y: int
    name: str
    bar_x: int = 0
    bar_width: int = 0
    mark: Mark | None = None


@dataclass(frozen=True)
class Arrow:
    """From what is awaited to what waits for it."""

    points: str
    head: str
    said: str


@dataclass
class Chart:
    """All that is drawn, in the order in which it is read aloud."""

    height: int = 0
    ticks: list[Tick] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    today_x: int = 0
    names_x: int = 0
    names: int = NAMES
    width: int = WIDTH
    top: int = TOP


class Scale:
    """Days to positions, from the first day of a month to the first day of another."""

    def __init__(self, days: Sequence[dt.date], *, rtl: bool) -> None:
        self.starts = min(days).replace(day=1)
        self.ends = month_after(max(days), 1)
        self.rtl = rtl
        self.span = (self.ends - self.starts).days

    def x(self, day: dt.date) -> int:
        along = START + round((WIDTH - START - EDGE) * (day - self.starts).days / self.span)
        return WIDTH - along if self.rtl else along

    def between(self, one: dt.date, other: dt.date) -> tuple[int, int]:
        """Where a segment begins on paper, which is its last day in Arabic, and its width."""
        a, b = sorted((self.x(one), self.x(other)))
        return a, b - a

    def ticks(self) -> list[Tick]:
        months = (self.ends.year - self.starts.year) * 12 + self.ends.month - self.starts.month
        step = next((s for s in STEPS if (WIDTH - START - EDGE) * s / months >= ROOM), STEPS[-1])
        first = -(self.starts.month - 1) % min(step, 12)
        days = [month_after(self.starts, n) for n in range(first, months + 1, step)]
        told, found = 0, []
        for day in days:
            year = "" if day.year == told else str(day.year)
            found.append(Tick(self.x(day), "" if step >= 12 else formats.month(day).rsplit(" ", 1)[0], year))
            told = day.year
        return found


def month_after(day: dt.date, months: int) -> dt.date:
    """The first day of the month that is so many months later."""
    n = day.year * 12 + day.month - 1 + months
    return dt.date(n // 12, n % 12 + 1, 1)


def state(milestone: Milestone, held: Held, today: dt.date) -> str:
    """``done``; ``late``: its day has passed; ``held``: what it waits for is not done; or nothing of these."""
    if milestone.done_on:
        return "done"
    if milestone.planned_on < today:
        return "late"
    return "held" if held.get(milestone.pk) else ""


def draw(
    projects: Sequence[Project],
    milestones: Mapping[int, Sequence[Milestone]],
    links: Iterable[tuple[int, int]],
    held: Held,
    *,
    today: dt.date,
    rtl: bool,
) -> Chart:
    """The timeline of these projects, each with its milestones by day; ``links`` are (who waits, for whom)."""
    rows = [row for project in projects for row in milestones.get(project.pk, ())]
    if not rows:
        return Chart()
    days = [day for row in rows for day in (row.first_planned_on, row.planned_on, row.done_on) if day]
    scale = Scale([*days, today] if any(row.done_on is None for row in rows) else days, rtl=rtl)
    chart = Chart(ticks=scale.ticks(), names_x=NAMES - INDENT if rtl else INDENT)
    chart.today_x = scale.x(today) if scale.starts <= today < scale.ends else 0
    places: dict[int, tuple[int, int]] = {}
    y = TOP
    for project in projects:
        lines = milestones.get(project.pk, ())
        if not lines:
            continue
        chart.lines.append(_title(project, lines, scale, y))
        y += TITLE
        for row in lines:
            mark = _mark(row, state(row, held, today), scale, today, y)
            places[row.pk] = mark.x, y + LINE // 2
            chart.lines.append(Line(y, str(row), mark=mark))
            y += LINE
    known = {row.pk: str(row) for row in rows}
    chart.arrows = [
        _arrow(places[on], places[waiting], f"{known[on]} → {known[waiting]}")
        for waiting, on in links
        if waiting in places and on in places
    ]
    chart.height = y + 8
    return chart


def _title(project: Project, lines: Sequence[Milestone], scale: Scale, y: int) -> Line:
    ends = [day for row in lines for day in (row.done_on or row.planned_on, row.planned_on)]
    x, width = scale.between(min(ends), max(ends))
    return Line(y, project.name, x, max(width, 2))


def _mark(row: Milestone, css: str, scale: Scale, today: dt.date, y: int) -> Mark:
    """The diamond stands on the day done, or the day planned; the delay goes from the first promise to there, and to
    today when the day has passed."""
    at = row.done_on or row.planned_on
    reached = max(at, today) if css == "late" else at
    x, mid = scale.x(at), y + LINE // 2
    late = row.first_planned_on < reached
    delay = scale.between(row.first_planned_on, reached) if late else (0, 0)
    after = min(scale.x(reached), x) if scale.rtl else max(scale.x(reached), x)
    return Mark(
        x=x,
        points=f"{x},{mid - MARK} {x + MARK},{mid} {x},{mid + MARK} {x - MARK},{mid}",
        css=css,
        said=str(row),
        day=formats.day(at),
        day_x=after + (-MARK - 6 if scale.rtl else MARK + 6),
        delay_x=delay[0],
        delay_width=delay[1],
        first_x=scale.x(row.first_planned_on) if row.first_planned_on != at else 0,
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], said: str) -> Arrow:
    """Down or up from what is awaited, then along to what waits: the head points at the diamond of the latter."""
    (x1, y1), (x2, y2) = start, end
    down = 1 if y2 > y1 else -1
    if abs(x2 - x1) > 2 * MARK:
        along = 1 if x2 > x1 else -1
        tip = x2 - along * (MARK + 1)
        points = f"{x1},{y1 + down * MARK} {x1},{y2} {tip - along * 5},{y2}"
        return Arrow(points, f"{tip},{y2} {tip - along * 7},{y2 - 4} {tip - along * 7},{y2 + 4}", said)
    tip = y2 - down * (MARK + 1)
    points = f"{x1},{y1 + down * MARK} {x1},{tip - down * 6} {x2},{tip - down * 6}"
    return Arrow(points, f"{x2},{tip} {x2 - 4},{tip - down * 7} {x2 + 4},{tip - down * 7}", said)
