"""A trainer is asked on paper, answers on his telephone, is charged with his half-days and paid for them."""

from playwright.sync_api import expect

from takwin.letters.codes import to_hand_over
from takwin.training.models import TrainerInvitation
from takwin.treasury.models import Expense
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import fill, press, send, sound, words
from tests.factories.catalogue import make_holder, make_topic
from tests.factories.trainers import seal_all
from tests.factories.training import make_session, teach


def test_a_trainer_is_invited_accepts_by_his_letter_and_his_fees_are_drawn_up(open_page: OpenPage) -> None:
    here = corner()
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    session = teach(make_session(owner=here.council, place=here.province, topic=topic))
    trainer = make_holder(topic)

    office = open_page(here.officer)
    office.goto(session.get_absolute_url())
    press(office, "Invite a trainer")
    office.get_by_role("radio").first.check()
    sound(office)
    send(office)
    expect(office.get_by_text(words(office, "Note his answer"))).to_be_visible()

    asked = TrainerInvitation.objects.get(trainer=trainer)
    reply = to_hand_over(asked.letter).facts["reply"]
    phone = open_page()
    phone.goto(trainer.person.links.get().get_absolute_url())
    fill(phone, "Code", reply["code"])
    send(phone)
    press(phone, "Answer the invitation")
    phone.get_by_role("radio", name=words(phone, "I accept")).check()
    sound(phone)
    send(phone)
    expect(phone.get_by_text(words(phone, "You have accepted."))).to_be_visible()

    office.goto(session.get_absolute_url())
    press(office, "Issue the mission letter")
    expect(office.get_by_role("link", name=words(office, "Mission letter"))).to_be_visible()
    seal_all(session)
    office.reload()
    press(office, "Draw up the fees")
    sound(office)
    press(office, "Draw up the payment statement")
    office.wait_for_url("**/expenses/**")
    fees = Expense.objects.get(person=trainer.person)
    assert (fees.state, fees.lines.count()) == ("done", 4)
