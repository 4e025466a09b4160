"""A council without an account is asked by a letter to its president, whose link and code let him answer for it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.documents.serving import pdf_of
from takwin.journal.models import Entry
from takwin.letters.actions import open_personal_link
from takwin.letters.codes import to_hand_over
from takwin.letters.models import Letter, PersonalLink
from takwin.people.enums import Title
from takwin.rights.enums import Role
from takwin.surveys.enums import Purpose
from takwin.surveys.models import CouncilVoice, Round
from takwin.training.evaluation.actions import ask
from takwin.training.evaluation.enums import Moment
from takwin.training.evaluation.letters import letters_of, to_write, write_to_councils
from takwin.training.evaluation.shown import to_write_to
from takwin.training.models import TrainingSession
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body, make_region
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.factories.surveys import make_questionnaire, make_version, said

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def asked() -> Round:
    """Three councils were there: the first has an account, the second a president and no account, the third neither."""
    session = make_closed_session(4, 4, 4)
    make_body(BodyKind.STATE, session.place)
    version = make_version(make_questionnaire(session.owner, Purpose.COUNCIL))
    opened = ask(session, Moment.COUNCIL, version, by=None).round
    first, second, _third = (voice.body for voice in opened.councils.order_by("pk"))
    user_as(Role.COMMUNE, body=first)
    make_office(body=second, title=Title.PRESIDENT)
    return opened


def begin(asked: Round) -> TrainingSession:
    """Three months have gone by."""
    today = clock.today()
    Round.objects.filter(pk=asked.pk).update(opens_on=today, closes_on=today + dt.timedelta(days=90))
    asked.refresh_from_db()
    return asked.session_round.session


def test_the_president_of_a_council_without_an_account_is_written_to_once_and_answers_by_his_link(
    asked: Round, client: Client
) -> None:
    with pytest.raises(ValidationError, match="no council left to write to"):
        write_to_councils(asked.session_round.session, by=None)  # it is not open yet
    session, second = begin(asked), asked.councils.order_by("pk")[1]
    assert ([voice for voice, _office in to_write(asked)[0]], to_write(asked)[1]) == ([second], 1)
    assert write_to_councils(session, by=None) == 1
    with pytest.raises(ValidationError, match="no council left to write to"):
        write_to_councils(session, by=None)
    letter = Letter.objects.select_related("paper", "person").get()
    link = PersonalLink.objects.get(person=letter.person)
    code = to_hand_over(letter).facts["reply"]["code"]
    assert pdf_of(letter.paper).startswith(b"%PDF")
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    page = reverse("surveys:own_council", args=[link.token, second.pk])
    before = client.get(link.get_absolute_url()).content.decode()
    assert page in before
    assert "ما الذي تغير في عمله" in before
    form = {f"q{pk}": given for pk, given in said(asked).items()}
    assert client.post(page, form).status_code == 302
    assert client.post(page, form).status_code == 422
    after = client.get(link.get_absolute_url()).content.decode()
    assert page not in after
    assert "أجاب هذا المجلس" in after
    assert (asked.sheets.count(), CouncilVoice.objects.get(pk=second.pk).has_answered) == (1, True)
    assert not Entry.objects.filter(verb__startswith="round.answer").exists()
    other = asked.councils.order_by("pk")[0]
    assert client.get(reverse("surveys:own_council", args=[link.token, other.pk])).status_code == 404


def test_who_presides_no_more_answers_no_more_for_the_council_and_his_successor_is_written_to(
    asked: Round, client: Client
) -> None:
    session, second = begin(asked), asked.councils.order_by("pk")[1]
    write_to_councils(session, by=None)
    letter = Letter.objects.select_related("paper", "person").get()
    link = PersonalLink.objects.get(person=letter.person)
    client.post(reverse("personal:code", args=[link.token]), {"code": to_hand_over(letter).facts["reply"]["code"]})
    second.body.offices.filter(title=Title.PRESIDENT).update(ends_on=clock.today())
    assert (to_write(asked), letters_of(asked)) == (([], 2), []), "nobody presides: there is nobody to write to"
    new = make_office(person=make_person(), body=second.body, title=Title.PRESIDENT, starts_on=clock.today())
    assert client.get(reverse("surveys:own_council", args=[link.token, second.pk])).status_code == 404
    assert to_write(asked) == ([(second, new)], 1)
    assert write_to_councils(session, by=None) == 1
    assert [letter.person for letter in letters_of(asked)] == [new.person], "the former's letter is printed no more"


def test_a_president_answers_by_any_link_of_his_though_his_council_has_an_account(asked: Round, client: Client) -> None:
    begin(asked)
    first = asked.councils.order_by("pk")[0]
    link, code = open_personal_link(make_office(body=first.body, title=Title.PRESIDENT).person, by=None)
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    page = reverse("surveys:own_council", args=[link.token, first.pk])
    assert client.post(page, {f"q{pk}": given for pk, given in said(asked).items()}).status_code == 302
    assert CouncilVoice.objects.get(pk=first.pk).has_answered


def test_the_desk_asks_as_many_questions_for_three_sessions_as_for_one(asked: Round) -> None:
    session = begin(asked)
    officer = officer_of(session.owner.place)
    list(to_write_to(officer))  # his rights are read once
    with CaptureQueriesContext(connection) as for_one:
        assert len(list(to_write_to(officer))) == 1
    for _other in range(2):
        other = make_closed_session(4, owner=session.owner, place=session.place)
        opened = ask(other, Moment.COUNCIL, asked.version, by=None).round
        make_office(body=opened.councils.get().body, title=Title.PRESIDENT)
        begin(opened)
    with CaptureQueriesContext(connection) as for_three:
        assert len(list(to_write_to(officer))) == 3
    assert len(for_three) == len(for_one)


def test_the_officer_finds_them_on_his_desk_writes_and_prints(asked: Round, as_user: Browser) -> None:
    session = begin(asked)
    officer = officer_of(session.owner.place)
    assert [item.url for item in to_write_to(officer)] == [f"{session.get_absolute_url()}#opinions"]
    browser = as_user(officer)
    write = reverse("training:write_to_councils", args=[session.pk])
    page = browser.get(session.get_absolute_url()).content.decode()
    assert write in page
    assert "neither an account nor a president" in page
    printed = reverse("training:letters_to_councils", args=[session.pk])
    assert browser.get(printed).status_code == 404
    for _twice in range(2):
        assert browser.post(write).status_code == 302
    assert Letter.objects.count() == 1
    assert browser.get(printed)["Content-Type"] == "application/pdf"
    assert list(to_write_to(officer)) == []
    assert as_user(user_as(Role.REGION_OFFICER, make_region())).post(write).status_code == 404
