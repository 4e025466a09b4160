"""The page of scenarios and its forms."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.programmes.enums import Split
from takwin.programmes.models import CostShare, Scenario
from takwin.programmes.scenarios import actions
from takwin.rights.enums import Role
from tests.factories.directory import make_body
from tests.factories.programmes import make_councils, make_programme
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
EQUAL, BY_HAND = "بالتساوي", "باليد"
TERMS = {"total": Decimal("100000.00"), "region_percent": Decimal(25)}


@pytest.fixture
def programme():
    seed_parameters(by=None)
    programme = make_programme(make_body(BodyKind.REGION))
    make_councils(programme.owner)
    return programme


@pytest.fixture
def officer(programme):
    return officer_of(programme.owner.place)


@pytest.fixture
def browser(officer, as_user):
    return as_user(officer)


@pytest.fixture
def equal(programme, officer):
    return actions.write_scenario(programme, name="بالتساوي", split=Split.EQUAL, **TERMS, by=officer)


def page(programme):
    return reverse("programmes:scenarios", args=[programme.pk])


def test_without_a_scenario_the_page_says_what_to_do(browser, programme):
    assert "Write the usual ways in one act" in browser.get(page(programme)).content.decode()


def test_the_usual_ways_are_written_from_the_page(browser, programme):
    address = reverse("programmes:usual_scenarios", args=[programme.pk])
    assert browser.post(address, {"total": "100.000,00", "region_percent": "25"}).url == page(programme)
    assert Scenario.objects.count() == 3
    answer = browser.get(page(programme))
    assert (
        answer.content.decode().count('class="bar thin"') == 2
    )  # a region and a province; nobody is known to count for the others


def test_a_scenario_is_copied_by_hand_corrected_and_kept(browser, programme, equal):
    browser.post(reverse("programmes:duplicate_scenario", args=[equal.pk]), {"name": "متفاوض", "by_hand": "on"})
    copy = Scenario.objects.get(name="متفاوض")
    councils = copy.parts.exclude(body=programme.owner)
    place = councils.first().body.place.province
    amounts = {f"body_{part.body_id}": "20.000,50" for part in councils}
    answer = browser.post(reverse("programmes:scenario_parts", args=[copy.pk, place.pk]), amounts)
    assert answer.url == f"{page(programme)}?open={place.pk}"
    browser.post(reverse("programmes:keep_scenario", args=[copy.pk]))
    assert CostShare.objects.get().region_percent == Decimal("40.00")
    assert programme.shares.get(body=programme.owner).base == Decimal("39998.50")
    opened = browser.get(f"{page(programme)}?open={place.pk}&against={equal.pk}").content.decode()
    assert "−4,999.50" in opened or "-4,999.50" in opened


def test_what_cannot_be_shared_is_said_at_the_form_and_not_kept(browser, programme, equal):
    copy = actions.duplicate_scenario(equal, name="يدوي", by_hand=True, by=None)
    place = copy.parts.exclude(body=programme.owner).first().body.place.province
    amounts = {f"body_{part.body_id}": "90.000,00" for part in copy.parts.exclude(body=programme.owner)}
    answer = browser.post(reverse("programmes:scenario_parts", args=[copy.pk, place.pk]), amounts)
    assert answer.status_code == 422
    assert "exceed the cost" in answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [("total", "-1"), ("total", "0"), ("region_percent", "101"), ("name", "")])
def test_a_wrong_figure_is_refused_at_its_field(browser, programme, field, value):
    data = {"name": "أ", "split": "equal", "total": "100", "region_percent": "25"} | {field: value}
    answer = browser.post(reverse("programmes:new_scenario", args=[programme.pk]), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Scenario.objects.exists()


def test_a_name_taken_is_refused(browser, programme, equal):
    data = {"name": equal.name, "split": "equal", "total": "100", "region_percent": "25"}
    answer = browser.post(reverse("programmes:new_scenario", args=[programme.pk]), data)
    assert "already has a scenario of that name" in answer.content.decode()


def test_a_commune_that_bears_a_share_does_not_see_the_working_papers(as_user, programme, equal):
    actions.keep_scenario(equal, by=None)
    commune = equal.parts.filter(body__kind=BodyKind.COMMUNE).first().body
    reader = as_user(user_as(Role.COMMUNE, body=commune))
    assert reader.get(programme.get_absolute_url()).status_code == 200
    assert reader.get(page(programme)).status_code == 404


def test_an_officer_of_another_region_finds_nothing(as_user, programme, equal):
    other = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert other.get(page(programme)).status_code == 404
    for name in ("change_scenario", "duplicate_scenario", "top_up_scenario", "keep_scenario"):
        assert other.get(reverse(f"programmes:{name}", args=[equal.pk])).status_code == 404
    assert other.post(reverse("programmes:remove_scenario", args=[equal.pk])).status_code == 404


def test_the_page_asks_the_database_the_same_for_one_scenario_and_four(browser, programme, equal, officer):
    counts = []
    for names in ([], ["ب", "ج", "د"]):
        for name in names:
            actions.write_scenario(programme, name=name, split=Split.EQUAL, **TERMS, by=officer)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page(programme)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_usual_ways_written_twice_are_said_to_be_there(browser, programme):
    address = reverse("programmes:usual_scenarios", args=[programme.pk])
    told = {"total": "100000", "region_percent": "25"}
    browser.post(address, told)
    answer = browser.post(address, told)
    assert answer.status_code == 422
    assert "usual scenarios are written already" in answer.content.decode()
    assert Scenario.objects.count() == 3


# ── Drawn ───────────────────────────────────────────────────────────────────


def bars_of(figure) -> dict[tuple[str, str], tuple[float, float, str]]:
    """Where the bar of each line and scenario begins, how long it is, and the figure beside it."""
    found = {}
    for line in figure.select(":scope > ul > li"):
        for row in line.select("li"):
            drawn = row.select_one("svg rect:not(.b-bg)")
            key = (line.b.get_text(strip=True), row.select_one(".sr").get_text(strip=True))
            told = row.select_one(".num").get_text(strip=True)
            found[key] = (float(drawn["x"]), float(drawn["width"]), told)
    return found


def cells_of(table, scenarios) -> dict[tuple[str, str], tuple[str, str]]:
    """The amount and the change of each line and scenario in the table."""
    found = {}
    for row in table.select("tbody tr:not(.inner)"):
        for name, cell in zip(scenarios, row.select("td"), strict=True):
            change = cell.small.extract().get_text(strip=True) if cell.small else ""
            found[row.th.get_text(strip=True), name] = (cell.get_text(strip=True), change)
    return found


def worth(told: str) -> Decimal:
    return Decimal(told.replace(",", "").lstrip("\N{LEFT-TO-RIGHT MARK}"))


@pytest.fixture
def drawn(browser, programme, officer):
    """Three provinces; against equal parts, a copy by hand asks one for less, one for more, and the region for less."""
    less, more = make_councils(programme.owner, 1), make_councils(programme.owner, 0)
    parts = actions.write_scenario(programme, name=EQUAL, split=Split.EQUAL, **TERMS, by=officer)
    copy = actions.duplicate_scenario(parts, name=BY_HAND, by_hand=True, by=officer)
    actions.set_parts(copy, parts={less[0].pk: 500_000, more[0].pk: 2_200_000}, by=officer)
    answer = browser.get(page(programme), {"against": str(parts.pk)})
    return BeautifulSoup(answer.content, "html.parser")


def test_the_drawing_says_what_the_table_says_each_amount_as_long_as_its_part_of_the_largest(drawn):
    paid, names = drawn.select_one('figure[aria-label="What each province would pay"]'), [EQUAL, BY_HAND]
    bars, cells = bars_of(paid), cells_of(drawn.select_one("#councils table"), names)
    assert {key: told for key, (_x, _width, told) in bars.items()} == {key: told for key, (told, _) in cells.items()}
    largest = max(worth(told) for _x, _width, told in bars.values())
    for start, width, told in bars.values():
        assert (start, width) == (0, pytest.approx(float(worth(told) / largest * 100), abs=0.01))
    assert [name.get_text(strip=True) for name in paid.select("figcaption bdi")] == names


def test_who_gains_stands_before_the_line_and_who_loses_after_it_as_far_as_the_table_says(drawn):
    moved = drawn.select_one('figure[aria-label="What each province gains or loses"]')
    bars, cells = bars_of(moved), cells_of(drawn.select_one("#councils table"), [EQUAL, BY_HAND])
    changes = {key: change for key, (_amount, change) in cells.items() if key[1] == BY_HAND}
    assert {key: told for key, (_x, _width, told) in bars.items()} == {
        key: said or "0" for key, said in changes.items()
    }
    widest = max(abs(worth(told)) for _x, _width, told in bars.values())
    sides = []
    for start, width, told in bars.values():
        change = worth(told)
        sides.append((change > 0) - (change < 0))
        assert width == pytest.approx(float(abs(change) / widest * 100), abs=0.01)
        assert start == (-width if change < 0 else 0)
    assert sorted(sides) == [-1, -1, 0, 1], "the region and a province gain, a province loses, one is left as it was"


def test_one_scenario_alone_has_nobody_who_gains_or_loses_to_draw(browser, programme, equal):
    told = browser.get(page(programme)).content.decode()
    assert "What each province would pay" in told
    assert "What each province gains or loses" not in told
