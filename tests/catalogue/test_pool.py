"""What is known of a trainer: topics, accreditations, papers, days; and who may be asked on a day."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.attendance.actions import claim_person
from takwin.catalogue.enums import Competence, Says
from takwin.catalogue.models import Accreditation, Availability, Trainer, TrainerPaper
from takwin.catalogue.pool import actions
from takwin.catalogue.pool.actions import Held
from takwin.catalogue.pool.queries import accredited, free_on, obstacles, said_free
from takwin.catalogue.pool.shown import ending
from takwin.catalogue.privacy import days_due, let_days_go, let_papers_go, papers_due
from takwin.catalogue.queries import trainers_for
from takwin.core import clock
from takwin.core.halfdays import half_days
from takwin.documents.enums import ActKind
from takwin.documents.models import StoredFile
from tests.factories.attendance import make_register
from tests.factories.catalogue import make_accreditation, make_holder, make_paper, make_topic, make_trainer
from tests.factories.letters import make_link
from tests.factories.rights import officer_of
from tests.factories.training import figures

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PDF = b"%PDF-1.7 a diploma"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def soon(days: int = 20) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def test_a_trainer_holds_topics_of_his_own_pool_each_to_a_degree() -> None:
    trainer = make_trainer()
    own = make_topic(trainer.owner)
    actions.set_masteries(trainer, {own: Held(Competence.TRAINERS, 2015)}, by=None)
    assert [(row.topic, row.competence, row.since) for row in trainer.masteries.all()] == [(own, "trainers", 2015)]
    with pytest.raises(ValidationError, match="of his own pool"):
        actions.set_masteries(trainer, {make_topic(): Held()}, by=None)
    with pytest.raises(ValidationError, match="still to come"):
        actions.set_masteries(trainer, {own: Held(since=clock.today().year + 1)}, by=None)
    assert list(trainer.topics.all()) == [own]


def test_an_accreditation_names_its_act_and_holds_between_its_days() -> None:
    trainer, today = make_trainer(), clock.today()
    officer = officer_of(trainer.owner.place)
    facts = {"kind": ActKind.DECISION, "number": "17/2025", "taken_on": today, "starts_on": today, "by": None}
    given = actions.accredit(trainer, **facts)
    assert trainers_for(officer).get(pk=trainer.pk).is_accredited  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="already accredit"):
        actions.accredit(trainer, **facts)
    actions.accredit(make_trainer(trainer.owner), **facts)
    assert given.act.pk == Accreditation.objects.latest("pk").act_id  # one act for both
    with pytest.raises(ValidationError, match="in the future"):
        actions.accredit(make_trainer(trainer.owner), **facts | {"taken_on": soon()})
    with pytest.raises(ValidationError, match="of his own pool"):
        actions.accredit(trainer, **facts | {"topic": make_topic()})
    with pytest.raises(ValidationError, match="ends after it starts"):
        actions.end_accreditation(given, ends_on=today - dt.timedelta(days=2), reason="x", by=None)
    with pytest.raises(ValidationError, match="its reason"):
        actions.end_accreditation(given, ends_on=today, reason=" ", by=None)
    actions.end_accreditation(given, ends_on=today, reason="إخلال بالالتزامات", by=None)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert not trainers_for(officer).get(pk=trainer.pk).is_accredited  # type: ignore[attr-defined]


def test_an_accreditation_is_renewed_once_and_leaves_no_day_without_one() -> None:
    trainer, today = make_trainer(), clock.today()
    officer, act = officer_of(trainer.owner.place), {"kind": ActKind.DECISION, "number": "3/2026", "by": None}
    for_good = make_accreditation(trainer, topic=make_topic(trainer.owner))
    with pytest.raises(ValidationError, match="has no end"):
        actions.renew_accreditation(for_good, taken_on=today, ends_on=soon(900), **act)
    former = make_accreditation(trainer, ends_on=soon(89))
    make_accreditation(make_trainer(trainer.owner), ends_on=soon(95))
    (waits,) = ending(officer)
    assert (waits.due, waits.detail) == (former.ends_on, "every topic he holds")
    new = actions.renew_accreditation(former, taken_on=today, ends_on=soon(900), **act)
    assert (new.starts_on, new.renews) == (soon(90), former)
    assert not list(ending(officer))
    with pytest.raises(ValidationError, match="can no longer be done"):
        actions.renew_accreditation(former, taken_on=today, ends_on=soon(900), **act)
    for_good.delete()
    held = [Trainer.objects.filter(accredited(soon(day)), pk=trainer.pk).exists() for day in (89, 90, 900, 901)]
    assert held == [True, True, True, False]
    past = make_accreditation(make_trainer(trainer.owner), ends_on=today - dt.timedelta(days=10))
    assert actions.renew_accreditation(past, taken_on=today, ends_on=soon(900), **act).starts_on == today


def test_at_its_end_it_is_not_renewed_and_before_it_is_withdrawn_with_its_certificate() -> None:
    given = make_accreditation(ends_on=soon(30))
    assert actions.end_accreditation(given, ends_on=soon(60), reason="تقاعد", by=None).state == "ended"
    trainer = make_trainer(given.trainer.owner)
    rows = [make_accreditation(trainer, topic=make_topic(trainer.owner), act=given.act) for _n in range(2)]
    paper = actions.issue_accreditation(trainer, given.act, by=None)
    assert len(paper.facts["topics"]) == 2
    with pytest.raises(ValidationError, match="already issued"):
        actions.issue_accreditation(trainer, given.act, by=None)
    actions.end_accreditation(rows[0], ends_on=clock.today(), reason="شكاية مثبتة", by=None)
    paper.refresh_from_db()
    assert paper.cancelled_at
    again = actions.issue_accreditation(trainer, given.act, by=None)
    assert [topic["ar"] for topic in again.facts["topics"]] == [rows[1].topic.name_ar]


def test_a_renewed_one_is_withdrawn_while_its_days_last_and_what_follows_with_it() -> None:
    trainer, today = make_trainer(), clock.today()
    former = make_accreditation(trainer, ends_on=soon(89))
    act = {"kind": ActKind.DECISION, "number": "3/2026", "by": None}
    new = actions.renew_accreditation(former, taken_on=today, ends_on=soon(900), **act)
    paper = actions.issue_accreditation(trainer, new.act, by=None)
    actions.end_accreditation(former, ends_on=soon(3), reason="شكاية مثبتة", by=None)
    for row in (former, new):
        row.refresh_from_db()
        assert (row.state, row.ends_on, row.may_end) == ("withdrawn", soon(3), False)
    paper.refresh_from_db()
    assert paper.cancelled_at
    held = [Trainer.objects.filter(accredited(soon(day)), pk=trainer.pk).exists() for day in (3, 4, 90, 900)]
    assert held == [True, False, False, False]
    past = make_accreditation(make_trainer(trainer.owner), ends_on=today - dt.timedelta(days=10))
    actions.renew_accreditation(past, taken_on=today, ends_on=soon(900), **act)
    past.refresh_from_db()
    assert not past.may_end


def test_a_topic_that_the_same_act_adds_later_has_a_certificate_of_its_own() -> None:
    first = make_accreditation(topic=make_topic())
    trainer = first.trainer
    paper = actions.issue_accreditation(trainer, first.act, by=None)
    second = make_accreditation(trainer, topic=make_topic(trainer.owner), act=first.act)
    added = actions.issue_accreditation(trainer, first.act, by=None)
    assert [topic["ar"] for topic in added.facts["topics"]] == [second.topic.name_ar]
    for row, own in ((first, paper), (second, added)):
        row.refresh_from_db()
        assert row.paper == own
    paper.refresh_from_db()
    assert paper.cancelled_at is None
    with pytest.raises(ValidationError, match="already issued"):
        actions.issue_accreditation(trainer, first.act, by=None)


def test_a_paper_another_replaces_goes_with_its_file() -> None:
    paper = make_paper()
    actions.remove_paper(paper, by=None)
    assert (TrainerPaper.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_who_is_free_on_a_day_is_neither_taken_nor_away_and_why_is_said() -> None:
    figures()
    topic, day = make_topic(), soon()
    free, taken, away, mornings = [make_holder(topic) for _n in range(4)]
    halves = half_days(day, day)
    claim_person(make_register(), taken.person, halves[1:])
    actions.say_availability(away, says=Says.CANNOT, first_day=day - dt.timedelta(days=1), last_day=day, by=None)
    actions.say_availability(mornings, says=Says.CANNOT, first_day=day, part="1", by=None)
    actions.say_availability(free, says=Says.CAN, first_day=day, by=None)
    pool = Trainer.objects.filter(owner=topic.owner)
    assert list(free_on(pool, day)) == [free]
    assert set(free_on(pool, day + dt.timedelta(days=1))) == {free, taken, away, mornings}
    said = obstacles(pool, halves)
    assert {pk: [half.part for half in found] for pk, found in said.items()} == {
        free.pk: [], taken.pk: ["2"], away.pk: ["1", "2"], mornings.pk: ["1"],
    }  # fmt: skip
    assert "expected elsewhere" in said[taken.pk][halves[1]]
    assert "not free" in said[away.pk][halves[0]]
    assert said_free(pool, halves) == {free.pk}


def test_what_a_person_told_one_pool_holds_in_another() -> None:
    day, here = soon(), make_trainer()
    elsewhere = make_trainer(person=here.person)
    actions.say_availability(elsewhere, says=Says.CANNOT, first_day=day, reason="سفر", by=None)
    assert not free_on(Trainer.objects.filter(pk=here.pk), day).exists()


def test_days_past_are_not_said_and_go_after_a_while() -> None:
    figures()
    trainer, today = make_trainer(), clock.today()
    with pytest.raises(ValidationError, match="already past"):
        actions.say_availability(trainer, says=Says.CANNOT, first_day=today - dt.timedelta(days=3), by=None)
    said = actions.say_availability(trainer, says=Says.CANNOT, first_day=today, by=None)
    assert not days_due(today + dt.timedelta(days=60)).exists()
    let_days_go(list(days_due(today + dt.timedelta(days=90)).values_list("pk", flat=True)))
    assert not Availability.objects.filter(pk=said.pk).exists()


def test_the_papers_of_who_is_kept_by_name_no_more_go() -> None:
    paper = make_paper()
    assert not papers_due(clock.today()).exists()
    type(paper.trainer.person).everyone.filter(pk=paper.trainer.person_id).update(anonymised_at=clock.now())
    let_papers_go(list(papers_due(clock.today()).values_list("pk", flat=True)))
    assert not TrainerPaper.objects.exists()


def test_the_list_is_narrowed_by_topic_province_language_and_day(as_user: Browser) -> None:
    topic, day = make_topic(), soon()
    province = make_register().place
    wanted = make_holder(topic, in_french=True, province=province)
    others = [make_holder(topic), make_trainer(topic.owner, in_french=True), make_holder(topic, in_french=True)]
    actions.say_availability(others[2], says=Says.CANNOT, first_day=day, by=None)
    browser = as_user(officer_of(topic.owner.place))

    def found(**asked: object) -> set[object]:
        return {row.url for row in browser.get(reverse("catalogue:trainers"), asked).context["rows"]}

    pages = {trainer.get_absolute_url() for trainer in [wanted, *others]}
    assert found() == pages
    assert found(topic=topic.pk) == pages - {others[1].get_absolute_url()}
    assert found(topic=topic.pk, language="in_french", free_on=day) == {wanted.get_absolute_url()}
    assert found(province=province.pk) == {wanted.get_absolute_url()}
    assert browser.get(reverse("catalogue:trainers"), {"export": "xlsx", "free_on": day}).status_code == 200


def test_an_officer_keeps_all_that_is_known_of_a_trainer(as_user: Browser) -> None:
    topic = make_topic()
    trainer, today = make_holder(topic), clock.today()
    browser = as_user(officer_of(topic.owner.place))

    def post(name: str, pk: int, **sent: object) -> int:
        return browser.post(reverse(f"catalogue:{name}", args=[pk]), sent).status_code

    act = {"kind": "decision", "number": "5/2026", "taken_on": today, "starts_on": today}
    assert post("accredit", trainer.pk, topic=topic.pk, **act) == 302
    assert post("accredit", trainer.pk, topic=topic.pk, **act) == 422
    assert post("keep_paper", trainer.pk, kind="cv", scan=SimpleUploadedFile("cv.pdf", b"MZ not a paper")) == 422
    assert post("keep_paper", trainer.pk, kind="diploma", scan=SimpleUploadedFile("d.pdf", PDF)) == 302
    assert post("say_days", trainer.pk, says="cannot", first_day=soon(), reason="امتحانات") == 302
    paper = TrainerPaper.objects.get()
    assert b"".join(browser.get(reverse("catalogue:trainer_paper", args=[paper.pk])).streaming_content) == PDF  # type: ignore[attr-defined]
    page = browser.get(trainer.get_absolute_url()).content.decode()
    assert "5/2026" in page
    assert "امتحانات" in page
    assert browser.get(reverse("catalogue:trainer_topics", args=[trainer.pk])).status_code == 200
    given = Accreditation.objects.get()
    assert browser.get(reverse("catalogue:accreditation_paper", args=[given.pk])).status_code == 404
    assert post("issue_accreditation", given.pk) == post("issue_accreditation", given.pk) == 302
    given.refresh_from_db()
    assert given.paper
    assert given.paper.reference in browser.get(trainer.get_absolute_url()).content.decode()
    assert browser.get(reverse("catalogue:accreditation_paper", args=[given.pk]))["content-type"] == "application/pdf"
    assert post("renew_accreditation", given.pk, **act, ends_on=soon(900)) == 422  # it has no end
    assert post("end_accreditation", given.pk, ends_on=today) == 422
    assert post("end_accreditation", given.pk, ends_on=today, reason="تقاعد") == 302
    assert "تقاعد" in browser.get(trainer.get_absolute_url()).content.decode()
    assert post("remove_paper", paper.pk) == 302
    assert post("forget_days", Availability.objects.get().pk) == 302
    assert (Availability.objects.count(), TrainerPaper.objects.count()) == (0, 0)


def test_a_trainer_says_his_days_by_the_link_of_a_letter(client: Client) -> None:
    figures()
    trainer = make_trainer()
    link, code = make_link(trainer.person)
    address = reverse("catalogue:own_days", args=[link.token, trainer.pk])
    assert client.get(address).status_code == 302  # his code is asked first
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    assert client.get(address).status_code == 200
    assert client.post(address, {"says": "cannot", "first_day": soon(-3)}).status_code == 422
    assert client.post(address, {"says": "cannot", "first_day": soon(), "part": "1"}).status_code == 302
    said = Availability.objects.get(trainer=trainer)
    assert client.get(link.get_absolute_url()).content.decode().count("/forget/") == 1
    another = make_trainer()
    assert client.get(reverse("catalogue:own_days", args=[link.token, another.pk])).status_code == 404
    theirs = actions.say_availability(another, says=Says.CANNOT, first_day=soon(), by=None)
    forget = "catalogue:forget_own_days"
    assert client.post(reverse(forget, args=[link.token, theirs.pk])).status_code == 404
    assert client.post(reverse(forget, args=[link.token, said.pk])).status_code == 302
    assert list(Availability.objects.all()) == [theirs]


def test_a_neighbour_finds_nothing_of_a_trainer(as_user: Browser) -> None:
    given = make_accreditation()
    paper = make_paper(given.trainer)
    said = actions.say_availability(given.trainer, says=Says.CANNOT, first_day=soon(), by=None)
    browser = as_user(officer_of(make_trainer().owner.place))
    for name, pk in [("end_accreditation", given.pk), ("trainer_paper", paper.pk)]:
        assert browser.get(reverse(f"catalogue:{name}", args=[pk])).status_code == 404
    for name, pk in [("remove_paper", paper.pk), ("forget_days", said.pk)]:
        assert browser.post(reverse(f"catalogue:{name}", args=[pk])).status_code == 404
