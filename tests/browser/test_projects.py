"""A boarding house from its opening to its land, what holds it back, and its timeline drawn in both directions."""

import datetime as dt

import pytest
from playwright.sync_api import FloatRect, Page

from takwin.agreements.models import Milestone, Project
from takwin.agreements.projects.enums import MilestoneKind
from takwin.core import clock
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import choose, fill, press, reads, send, sound, step, tick
from tests.factories.agreements import make_agreement, make_party
from tests.factories.projects import make_milestone, make_project

BOTH = pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])


def opened(page: Page, here: Corner) -> Project:
    """Open a boarding house from the page of its agreement."""
    agreement = make_agreement(here.council, here.province)
    make_party(agreement, here.azrou)
    make_milestone(make_project(agreement, name_ar="مدرسة البرمجة", name_fr="École de programmation"))
    page.goto(agreement.get_absolute_url())
    sound(page)
    press(page, "Open a project")
    fill(page, "Name in Arabic", "داخلية المتدربين")
    fill(page, "Name in French", "Internat des stagiaires")
    tick(page, "boarding", "kind")
    choose(page, "Carried out by", here.azrou.pk)
    today = clock.today()
    for kind, days in {"land": -9, "started": 30, "opened": 400}.items():
        page.locator(f'input[name="day_{kind}"]').fill(str(today + dt.timedelta(days=days)))
    sound(page)
    press(page, "Open the project")
    reads(page, "Recorded.")
    sound(page)
    return Project.objects.latest("pk")


def box_of(page: Page, what: str) -> FloatRect:
    box = page.locator(what).bounding_box()
    assert box is not None
    return box


def today_is_seen(page: Page) -> bool:
    """Whether the line of today stands within the frame of the timeline, beside the names and not under them."""
    frame, names, today = (box_of(page, one) for one in (".gantt-scroll", ".gantt-names", ".gantt .g-today"))
    beside = today["x"] >= names["x"] + names["width"] or today["x"] < names["x"]
    return beside and frame["x"] < today["x"] < frame["x"] + frame["width"]


@BOTH
def test_a_boarding_house_waits_for_its_land_and_says_so(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    page = open_page(here.officer, language=language, wide=wide)
    project = opened(page, here)
    steps = {one.kind: one for one in project.milestones.all()}
    school = Milestone.objects.exclude(project=project).get()
    page.goto(f"/agreements/projects/milestones/{steps[MilestoneKind.STARTED].pk}/wait/")
    choose(page, "It waits for", school.pk)
    sound(page)
    send(page)
    reads(page, "Recorded.")
    page.goto(f"/agreements/projects/milestones/{school.pk}/wait/")
    choose(page, "It waits for", steps[MilestoneKind.OPENED].pk)
    send(page)
    assert page.locator("main .error").count()
    page.goto(project.get_absolute_url())
    assert today_is_seen(page)
    step(page, "Record: %(milestone)s", milestone=page.locator("#milestones tbody th").first.inner_text())
    fill(page, "Done on", clock.today())
    send(page)
    assert page.locator("main .error").count()
    fill(page, "Number of the record", "14/2026")
    sound(page)
    send(page)
    reads(page, "Recorded.")
    steps[MilestoneKind.LAND].refresh_from_db()
    assert steps[MilestoneKind.LAND].done_on == clock.today()


@BOTH
def test_the_timeline_is_read_and_printed_in_both_directions(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    project = make_project(make_agreement(here.council, here.province))
    make_milestone(project)
    make_milestone(project, MilestoneKind.OPENED, dt.date(2027, 9, 1))
    page = open_page(here.officer, language=language, wide=wide)
    page.goto("/agreements/projects/timeline/")
    sound(page)
    places = [mark.bounding_box() for mark in page.locator("svg.gantt polygon.g-mark").all()]
    first, last = (place["x"] for place in places if place)
    assert (first > last) == (language == "ar")
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF-")
