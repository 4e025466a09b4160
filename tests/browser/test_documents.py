"""Two days of real life recorded whole, on a phone in Arabic, by someone who has the press note in hand: an outreach
meeting whose presidents promise to pay, and a framework agreement that bears a centre and a boarding house.

The names, bodies and days are invented; the shape is that of what administrations publish.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from takwin.agreements.enums import AgreementKind, AgreementState, PartyRole
from takwin.agreements.models import Agreement, Project
from takwin.agreements.queries import state_of
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.meetings.models import Meeting, Obligation
from takwin.people.enums import Title
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import choose, field, fill, pick, press, reads, sees, send, sound, step, tick, words
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_kingdom
from tests.factories.people import make_office
from tests.factories.projects import make_milestone

TODAY = clock.today()
PROMISED = "عبر السادة الرؤساء عن استعدادهم التام للوفاء بالالتزامات المالية للجماعات."
SAID = f"قدم رئيس القسم عرضا مفصلا حول برنامج التكوين.\n{PROMISED}"


# ── A meeting ───────────────────────────────────────────────────────────────


def test_an_outreach_meeting_is_recorded_from_its_number_to_its_promises(open_page: OpenPage) -> None:
    here = corner()
    make_office(body=here.council, title=Title.VICE_PRESIDENT, detail="التكوين المستمر")
    make_office(body=here.azrou, title=Title.PRESIDENT)
    azrou = make_party(make_agreement(here.council, here.province), here.azrou)
    make_instalment(azrou, "10000.00", due_on=TODAY, year=TODAY.year)
    page = open_page(here.officer)
    planned_the_fifth(page, here)
    send(page)  # the usual circle, all ticked
    meeting = Meeting.objects.get()
    page.wait_for_url(f"**{meeting.get_absolute_url()}*")
    sound(page)
    everyone_came(page)
    page.goto(meeting.get_absolute_url())
    step(page, "The meeting was held")
    assert field(page, "In the capacity of").input_value() == "", "it is that of whoever is chosen"
    send(page)
    written(page)
    meeting.refresh_from_db()
    assert "المكلف" in meeting.chair_capacity
    page.goto(f"{meeting.get_absolute_url()}minutes/validate/")
    send(page)
    reads(page, "The minutes are validated: their promises bind and are followed.")
    page.goto(f"{meeting.get_absolute_url()}minutes/")
    sees(page, "اللقاء التواصلي الخامس")
    expect(page.locator("textarea")).to_have_count(0)
    sound(page)
    page.locator("a.tag").first.click()
    reads(page, "From the word to the receipt")
    sound(page)
    [promised] = Obligation.objects.filter(quote=PROMISED)
    assert (promised.debtor, promised.amount) == (here.azrou, Decimal("10000.00"))


def planned_the_fifth(page: Page, here: Corner) -> None:
    page.goto("/meetings/series/new/")
    fill(page, "Name in Arabic", "لقاءات تواصلية مع رؤساء الجماعات")
    fill(page, "Name in French", "Rencontres avec les présidents")
    choose(page, "Territory", here.province.pk)
    fill(page, "Meetings already held", 4)
    sound(page)
    send(page)
    press(page, "Plan the next meeting")
    fill(page, "Subject", "تحضير إطلاق برامج التكوين وتحويل المساهمات")
    fill(page, "Day", TODAY - dt.timedelta(days=3))
    fill(page, "Venue", "مقر العمالة")
    sound(page)
    send(page)
    reads(page, "The meeting is planned and its agenda is filled. Say now who is invited.")


def everyone_came(page: Page) -> None:
    """A tap on each name of the roll; the last one is seen as present before one goes on."""
    press(page, "Record presence")
    names = page.locator("main li button")
    expect(names.first).to_be_visible()
    for n in range(names.count()):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            names.nth(n).click()


def written(page: Page) -> None:
    fill(page, "In your own words, sentence after sentence", SAID)
    press(page, "Keep the minutes")
    reads(page, "The minutes are kept.")
    page.locator("button.sentence", has_text=PROMISED).click()
    page.wait_for_url("**/minutes/mark/")
    expect(page.locator("[name=what_is_left]")).to_be_checked()
    fill(page, "What is promised", "تحويل المساهمة المالية")
    sound(page)
    send(page)
    page.wait_for_url("**/minutes/")


# ── An agreement that builds ────────────────────────────────────────────────


def test_a_framework_and_its_specific_agreement_are_recorded_with_what_they_build(open_page: OpenPage) -> None:
    here = corner()
    office = make_body(BodyKind.NATIONAL, make_kingdom(), name_ar="مكتب التكوين", name_fr="Office de formation")
    university = make_body(BodyKind.UNIVERSITY, here.province, name_ar="جامعة الأطلس", name_fr="Université de l’Atlas")
    association = make_body(BodyKind.ASSOCIATION, here.province, name_ar="جمعية الأرز", name_fr="Association Cèdre")
    for body in (here.governor, university, association):
        make_office(body=body, title=Title.DIRECTOR, starts_on=dt.date(2020, 1, 1))
    page = open_page(here.officer)
    parties = [(here.governor, PartyRole.OWNER), (office, PartyRole.OPERATOR), (university, PartyRole.WITNESS)]
    framework = drafted(page, here, AgreementKind.FRAMEWORK, parties)
    article(page, framework)
    signed(page, framework)
    parties[2] = (association, PartyRole.ASSOCIATION)
    parties[0] = (here.governor, PartyRole.HOST)
    specific = drafted(page, here, AgreementKind.SPECIFIC, parties, base=framework)
    assert specific.base == framework
    reads(page, "in the text above: %(role)s", role=words(page, "owns the land or the walls"))
    land_promised(page, specific, here.governor)
    signed(page, specific)
    centre = opened(page, specific, here, "مركز البناء البيئي", {"signed": TODAY, "opened": TODAY})
    boarding = opened(page, specific, here, "داخلية المتدربين", {"land": TODAY + dt.timedelta(days=60)})
    make_milestone(boarding, "opened", TODAY + dt.timedelta(days=400))
    page.goto(f"/agreements/projects/timeline/?agreement={specific.pk}")
    sees(page, centre.name_ar)
    sees(page, boarding.name_ar)
    sound(page)


def picked(page: Page, name: str, body: Body) -> None:
    """Type the name of a body, then choose it among the answers."""
    page.locator(f"[name={name}_words]").press_sequentially(body.name_ar)
    page.locator(f"label.choice:has(input[name={name}][value='{body.pk}'])").click()


def test_a_body_that_was_missing_is_recorded_and_the_form_is_as_it_was_left(open_page: OpenPage) -> None:
    here = corner()
    make_kingdom()
    page = open_page(here.officer)
    page.goto(f"/agreements/new/{here.province.pk}/another/")
    fill(page, "Title in Arabic", "اتفاقية لتطوير مهن جديدة")
    picked(page, "party_1", here.governor)
    page.locator("[name=role_1]").select_option(PartyRole.OWNER.value)
    page.locator("details.one-more:not([open]) summary").first.click()
    page.locator("[name=party_3_words]").press_sequentially("مكتب التكوين")
    page.locator(".pick:has([name=party_3_words]) .pick-list a").click()
    page.wait_for_url("**/bodies/elsewhere/**")
    fill(page, "Name in French", "Office de formation")
    pick(page, "place", "المملكة")
    send(page)
    page.wait_for_url("**/another/?*")
    assert field(page, "Title in Arabic").input_value() == "اتفاقية لتطوير مهن جديدة"
    expect(page.locator(f"[name=party_1][value='{here.governor.pk}']")).to_be_checked()
    assert page.locator("[name=role_1]").input_value() == PartyRole.OWNER.value
    made = Body.objects.get(kind=BodyKind.NATIONAL)
    chosen = page.locator(f"label.choice:has(input[name=party_3][value='{made.pk}'])")
    expect(chosen).to_be_visible()
    expect(chosen.locator("input")).to_be_checked()


def drafted(
    page: Page, here: Corner, kind: AgreementKind, parties: list[tuple[Body, PartyRole]], **facts: Any
) -> Agreement:
    page.goto("/agreements/new/")
    choose(page, "Province or prefecture", here.province.pk)
    press(page, "Framework or other parties")
    tick(page, kind.value, "kind")
    expect(page.locator("select[name=base]")).to_be_visible(visible="base" in facts)
    expect(page.locator("details.one-more summary").filter(visible=True)).to_have_count(1)
    if "base" in facts:
        choose(page, "Under the framework agreement", facts["base"].pk)
    fill(page, "Title in Arabic", f"اتفاقية لتطوير مهن جديدة: {kind.value}")
    fill(page, "Title in French", f"Convention pour de nouveaux métiers : {kind.value}")
    choose(page, "Carried by", here.governor.pk)
    for n, (body, role) in enumerate(parties, 1):
        if n > 2:
            page.locator("details.one-more:not([open]) summary").first.click()
        picked(page, f"party_{n}", body)
        page.locator(f"[name=role_{n}]").select_option(role.value)
    sound(page)
    send(page)
    reads(page, "Recorded.")
    sound(page)
    return Agreement.objects.latest("pk")


def article(page: Page, agreement: Agreement) -> None:
    page.goto(agreement.get_absolute_url())
    step(page, "Write an article")
    fill(page, "Article", 1)
    fill(page, "Text in Arabic", "إحداث مدرسة ومركزين وداخلية لفائدة متدربي الجماعات البعيدة، وتكوين يتبع الطلب.")
    send(page)
    reads(page, "Recorded.")


def land_promised(page: Page, agreement: Agreement, giver: Body) -> None:
    page.goto(f"/agreements/parties/{agreement.parties.get(body=giver).pk}/promise/")
    choose(page, "What is given", "land")
    fill(page, "What, in Arabic", "قطعة أرضية للمركز")
    fill(page, "Quantity", 5000)
    send(page)
    reads(page, "Recorded.")


def signed(page: Page, agreement: Agreement) -> None:
    """Each party signs by the one who heads it, a national office by the name that the text bears; the last signature
    puts the agreement in force."""
    for party in agreement.parties.all():
        page.goto(f"/agreements/parties/{party.pk}/signature/")
        if party.body.kind == BodyKind.NATIONAL:
            fill(page, "Date", TODAY)
            fill(page, "Name of who signed", "لبنى اطريشا")
            fill(page, "In the capacity of", "المديرة العامة")
        else:
            with page.expect_response(lambda answer: "done_on=" in answer.url):
                fill(page, "Date", TODAY)  # the list of those in office follows the day
            expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
            field(page, "Signed by").select_option(index=1)
        send(page)
        reads(page, "Recorded.")
    assert state_of(Agreement.objects.get(pk=agreement.pk), TODAY) == AgreementState.IN_FORCE


def opened(page: Page, agreement: Agreement, here: Corner, name: str, days: dict[str, dt.date]) -> Project:
    page.goto(agreement.get_absolute_url())
    step(page, "Open a project")
    fill(page, "Name in Arabic", name)
    fill(page, "Name in French", f"Projet {len(name)}")
    tick(page, "centre", "kind")
    choose(page, "Carried out by", here.governor.pk)
    for kind, day in days.items():
        page.locator(f'input[name="day_{kind}"]').fill(str(day))
    send(page)
    reads(page, "Recorded.")
    return Project.objects.latest("pk")
