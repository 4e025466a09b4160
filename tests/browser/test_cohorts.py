"""A cohort of future trainers, in Arabic on a phone: opened, chosen, observed, accredited by one act."""

import datetime as dt

from django.urls import reverse
from playwright.sync_api import expect

from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.training.cohorts import actions
from takwin.training.cohorts.enums import Criterion
from takwin.training.models import Cohort
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import fill, press, send, sound, step, words
from tests.factories.catalogue import make_topic
from tests.factories.cohorts import follow, session_of
from tests.factories.directory import make_commune
from tests.factories.trainers import seal_all
from tests.factories.training import figures, make_member, next_tuesday


def test_a_cohort_is_opened_and_its_candidate_becomes_an_accredited_trainer(open_page: OpenPage) -> None:
    figures()
    here = corner()
    make_topic(here.council, name_ar="تنشيط مجموعات الراشدين", name_fr="Animer des groupes d’adultes")
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    person, body = make_member(make_commune(here.province))

    office = open_page(here.officer)
    office.goto(reverse("training:cohorts"))
    press(office, "Open a cohort")
    fill(office, "Name in Arabic", "الفوج الأول")
    fill(office, "Name in French", "Premier groupe")
    fill(office, "First day", clock.today().isoformat())
    fill(office, "Last day", (clock.today() + dt.timedelta(days=300)).isoformat())
    office.get_by_role("checkbox").first.check()
    sound(office)
    send(office)
    expect(office.get_by_role("heading", name="الفوج الأول")).to_be_visible()

    candidate = actions.propose(Cohort.objects.get(), person, body=body, topics=[topic], by=None)
    office.reload()
    press(office, "Choose %(name)s", name=person.name_ar)
    expect(office.get_by_text(words(office, "Taught beside a trainer")).first).to_be_attached()
    follow(candidate)
    session = session_of(topic, place=here.province, first_day=next_tuesday(12))
    office.goto(session.get_absolute_url())
    press(office, "Let a candidate teach")
    for box in office.get_by_role("checkbox").all()[:2]:
        box.check()
    send(office)
    expect(office.get_by_role("heading", name=words(office, "Candidates who teach beside the trainer"))).to_be_visible()
    seal_all(session)
    office.reload()
    press(office, "Write the observation")
    for criterion in Criterion:
        office.locator(f'input[name="{criterion.value}"][value="2"]').check()
    sound(office)
    send(office)
    expect(office.get_by_text(words(office, "every criterion acquired"))).to_be_visible()

    office.goto(candidate.cohort.get_absolute_url())
    sound(office)
    office.locator("a[href$='/accredit/']").first.click()
    fill(office, "Number", "31/2026")
    sound(office)
    send(office)
    office.wait_for_url(f"**{candidate.cohort.get_absolute_url()}")
    step(office, "End the cohort")
    office.goto(Trainer.objects.get(person=person).get_absolute_url())
    expect(office.locator("a[href$='/paper/']")).to_be_visible()
    sound(office)
