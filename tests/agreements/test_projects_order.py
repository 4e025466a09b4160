"""What waits for what never goes round in a circle, whatever links people say, and in whatever order."""

import datetime as dt
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takwin.agreements.models import Agreement, Milestone, Project
from takwin.agreements.projects.enums import AFTER, MilestoneKind, earlier
from takwin.agreements.projects.gantt import EDGE, STEPS, WIDTH, Scale, draw
from takwin.agreements.projects.order import cycle, path

Links = list[tuple[int, int]]
LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda link: link[0] != link[1]), max_size=30)


def is_round(links: set[tuple[int, int]]) -> bool:
    """Asked of the standard library and not of ours."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for waiting, on in links:
        sorter.add(waiting, on)
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False


@given(LINKS)
def test_a_link_is_refused_exactly_when_it_closes_a_circle(links: Links) -> None:
    kept: set[tuple[int, int]] = set()
    waits: dict[int, set[int]] = defaultdict(set)
    for waiting, on in links:
        circle = cycle(waiting, on, waits)
        assert bool(circle) == is_round(kept | {(waiting, on)})
        if circle:
            assert circle[0] == circle[-1] == waiting
            assert circle[1] == on
            assert all(after in waits[one] for one, after in pairwise(circle[1:]))
        else:
            kept.add((waiting, on))
            waits[waiting].add(on)
    assert not is_round(kept)


def test_a_chain_is_named_from_end_to_end() -> None:
    waits = {1: {2, 5}, 2: {3}, 3: {4}, 5: {4}}
    assert path(1, 4, waits) == [1, 5, 4]
    assert path(4, 1, waits) == []
    assert cycle(4, 1, waits) == [4, 1, 5, 4]


def test_the_order_of_the_kinds_is_no_circle_and_reaches_far() -> None:
    assert not is_round(
        {(n, m) for n, kind in enumerate(AFTER) for m, other in enumerate(AFTER) if other in AFTER[kind]}
    )
    assert MilestoneKind.LAND in earlier(MilestoneKind.OPENED)
    assert MilestoneKind.SIGNED not in earlier(MilestoneKind.OPENED)
    assert earlier(MilestoneKind.LAND) == frozenset()


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), min_size=1, max_size=12))
def test_in_arabic_the_drawing_is_the_mirror_of_the_french_one(days: list[dt.date]) -> None:
    french, arabic = Scale(days, rtl=False), Scale(days, rtl=True)
    for day in days:
        assert french.x(day) + arabic.x(day) == WIDTH
        assert 0 < french.x(day) <= WIDTH - EDGE
    ordered = sorted(days)
    assert [french.x(day) for day in ordered] == sorted(french.x(day) for day in ordered)
    ticks = [tick.x for tick in french.ticks()]
    assert ticks == sorted(ticks)
    assert len(ticks) <= 13 or french.span > 365 * STEPS[-1]


@pytest.mark.parametrize("rtl", [True, False])
def test_delays_and_arrows_stay_inside_the_drawing(rtl: bool) -> None:
    project = Project(pk=1, agreement=Agreement(), name_ar="داخلية", name_fr="Internat")
    first, moved = dt.date(2026, 1, 5), dt.date(2026, 9, 1)
    rows = [
        Milestone(pk=1, project=project, kind="land", first_planned_on=first, planned_on=moved),
        Milestone(pk=2, project=project, kind="started", first_planned_on=moved, planned_on=moved),
    ]
    today = dt.date(2026, 11, 22)
    chart = draw([project], {1: rows}, [(2, 1)], {2: [rows[0]]}, today=today, rtl=rtl)
    marks = [line.mark for line in chart.lines if line.mark]
    assert [mark.css for mark in marks] == ["late", "late"]
    assert all(0 <= mark.delay_x <= mark.delay_x + mark.delay_width <= WIDTH for mark in marks)
    assert len(chart.arrows) == 1
    assert chart.today_x
    assert (marks[0].first_x > marks[0].x) == rtl


def test_a_timeline_without_milestones_is_empty() -> None:
    assert draw([], {}, [], {}, today=dt.date(2026, 1, 1), rtl=True).lines == []
