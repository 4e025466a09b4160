"""The delay of the visa runs from the day the authority received the deliberation: recorded as soon as it is known,
counted from on the page and on the desk, and never later than the answer it led to."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.desk import to_visa
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.shown import step_url
from takwin.core import clock, formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.journal.queries import story_of
from takwin.rights.enums import Role
from takwin.rights.panels import Waiting
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of, user_as
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def voted(agreement: Agreement, on: dt.date) -> Party:
    """A commune whose council voted on a day; when it reached the authority is not known."""
    party = make_party(agreement, make_body(place=make_commune(agreement.place)))
    actions.declare_vote(party, sat_on=on, voted_on=on, number="26", by=officer_of(agreement.owner.place))
    return party


@pytest.fixture
def party() -> Party:
    """The first of them, sixty days ago."""
    seed_parameters(by=None)
    agreement = make_agreement()
    make_clause(agreement)
    return voted(agreement, ago(60))


@pytest.fixture
def governor(party: Party) -> User:
    return officer_of(party.agreement.place, Role.PROVINCE_OFFICER)


def visa_cell(client: Client, party: Party) -> str:
    """What the page of the agreement says under the visa of the party."""
    page = BeautifulSoup(client.get(party.agreement.get_absolute_url()).content, "html.parser")
    [cell] = page.select(f'#parties td[data-label="{StepKind.VISA.label}"]')
    return " ".join(cell.get_text(" ").split())


def desk_line(user: User) -> Waiting:
    [line] = to_visa(user)
    return line


def test_until_the_day_of_reception_is_recorded_the_page_and_the_desk_say_what_they_count_from(
    as_user: AsUser, party: Party, governor: User
) -> None:
    Step.objects.update(done_on=ago(20))
    told = visa_cell(as_user(governor), party)
    assert f"not recorded: counted from the vote, the authority may answer at least until {formats.day(ago(0))}" in told
    assert f"its silence is no visa before {formats.day(ago(-1))}." in told
    line = desk_line(governor)
    assert (line.due, line.url) == (clock.today(), step_url(party, StepKind.VISA))
    assert "day of reception not recorded, counted from the vote" in line.detail
    assert f"may be answered at least until {formats.day(ago(0))}" in line.detail


@pytest.mark.parametrize("days", [21, 60])
def test_once_the_delay_is_over_since_the_vote_the_page_and_the_desk_ask_for_the_day(
    as_user: AsUser, party: Party, governor: User, days: int
) -> None:
    """On the first day after it already: whether silence is a visa hangs on the day of reception alone."""
    Step.objects.update(done_on=ago(days))
    assert "record it to know whether silence is a visa already" in visa_cell(as_user(governor), party)
    line = desk_line(governor)
    assert (line.due, line.verb) == (ago(days - 20), "Record the day of reception")
    assert "answer" not in line.detail, "until when is not known"
    assert as_user(governor).post(line.url, {"received_on": ago(5).isoformat()}).status_code == 302
    assert (desk_line(governor).due, desk_line(governor).verb) == (ago(-15), "Record the visa")


def test_once_it_is_recorded_they_count_from_it(as_user: AsUser, party: Party, governor: User) -> None:
    client, url = as_user(governor), reverse("agreements:reception", args=[party.pk])
    assert url in client.get(party.agreement.get_absolute_url()).content.decode()
    assert client.post(url, {"received_on": ago(5).isoformat()}).status_code == 302
    assert party.steps.get(kind=StepKind.VOTE).received_on == ago(5)
    last, silent = formats.day(ago(-15)), formats.day(ago(-16))
    sentence = f"The authority may answer until {last}; its silence is then a visa from {silent}."
    assert sentence in visa_cell(client, party)
    line = desk_line(governor)
    assert (line.due, line.verb) == (ago(-15), "Record the visa")
    assert f"received on {formats.day(ago(5))} · last day to answer: {last}" in line.detail
    assert f"received on {formats.day(ago(5))}" in client.get(party.agreement.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("days", "told", "verb"),
    [
        (20, "its silence is then a visa from", "Record the visa"),
        (21, "Silence is a visa since", "Note a visa by silence"),
    ],
)
def test_through_the_twentieth_day_the_authority_may_answer_and_the_day_after_its_silence_is_offered(
    as_user: AsUser, party: Party, governor: User, days: int, told: str, verb: str
) -> None:
    actions.record_reception(party, received_on=ago(days), by=governor)
    assert told in visa_cell(as_user(governor), party)
    line = desk_line(governor)
    assert (line.due, str(line.verb)) == (ago(days - 20), verb)
    if days == 20:
        with pytest.raises(ValidationError, match="may still answer"):
            actions.note_silence(party, received_on=ago(days), by=governor)
    else:
        form = BeautifulSoup(as_user(governor).get(line.url).content, "html.parser")
        [asked] = form.select("[name=received_on]")
        assert asked["value"] == ago(days).isoformat(), "it is known already"
        assert as_user(governor).post(line.url, {"received_on": ago(days).isoformat()}).status_code == 302
        assert party.steps.get(kind=StepKind.VISA).done_on == clock.today()
        assert not list(to_visa(governor))


def test_the_vote_is_declared_with_the_day_of_its_receipt_when_it_is_there(as_user: AsUser, party: Party) -> None:
    other = make_party(party.agreement, make_body(place=make_commune(party.agreement.place)))
    client = as_user(user_as(Role.COMMUNE, body=other.body))
    sent = {"done_on": ago(12).isoformat(), "number": "7", "received_on": ago(9).isoformat()}
    for day, said in ((ago(13), "after it was taken"), (ago(-1), "in the future")):
        refused = client.post(step_url(other, StepKind.VOTE), sent | {"received_on": day.isoformat()})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["received_on"])
        assert said in refused.content.decode()
        assert not other.steps.exists(), "not even the session"
    assert client.post(step_url(other, StepKind.VOTE), sent).status_code == 302
    vote = other.steps.get(kind=StepKind.VOTE)
    assert (vote.received_on, vote.confirmed_at) == (ago(9), None)


def test_a_day_before_the_vote_or_to_come_is_refused_at_its_field(
    as_user: AsUser, party: Party, governor: User
) -> None:
    url = reverse("agreements:reception", args=[party.pk])
    for day, said in ((ago(61), "after it was taken"), (ago(-1), "in the future")):
        answer = as_user(governor).post(url, {"received_on": day.isoformat()})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert party.steps.get(kind=StepKind.VOTE).received_on is None
    actions.record_reception(party, received_on=ago(60), by=governor)
    assert party.steps.get(kind=StepKind.VOTE).received_on == ago(60), "the day of the vote itself"


def test_it_is_put_right_until_the_authority_has_answered(party: Party, governor: User) -> None:
    actions.record_reception(party, received_on=ago(50), by=governor)
    actions.record_reception(party, received_on=ago(40), by=governor)
    visa = actions.note_silence(party, received_on=ago(30), by=governor)
    vote = party.steps.get(kind=StepKind.VOTE)
    assert (vote.received_on, visa.received_on, visa.done_on) == (ago(30), ago(30), ago(9))
    with pytest.raises(ValidationError, match="Withdraw first"):
        actions.record_reception(party, received_on=ago(29), by=governor)
    actions.withdraw_step(visa, motive="the receipt says another day", by=governor)
    assert actions.record_reception(party, received_on=ago(29), by=governor).received_on == ago(29)


@pytest.mark.parametrize("kind", [StepKind.VISA, StepKind.OPPOSITION])
def test_an_answer_needs_no_day_of_reception_but_is_not_older_than_one_that_is_recorded(
    party: Party, governor: User, kind: StepKind
) -> None:
    told: dict[str, Any] = {"number": "114"} if kind == StepKind.VISA else {"objection": "no credit"}
    actions.record_reception(party, received_on=ago(10), by=governor)
    with pytest.raises(ValidationError, match="received this deliberation on"):
        actions.record_step(party, kind, done_on=ago(11), **told, by=governor)
    assert actions.record_step(party, kind, done_on=ago(10), **told, by=governor).pk, "the same day"
    other = voted(party.agreement, ago(60))
    assert actions.record_step(other, kind, done_on=ago(11), **told, by=governor).pk, "none is recorded"


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_a_later_day_of_reception_given_at_once_one_stands(party: Party, governor: User) -> None:
    said = at_once(
        lambda: actions.record_reception(party, received_on=ago(2), by=governor),
        lambda: actions.record_step(party, StepKind.VISA, done_on=ago(5), number="114", by=governor),
    )
    assert len(refusals(said)) == 1
    vote, visas = party.steps.get(kind=StepKind.VOTE), party.steps.filter(kind=StepKind.VISA)
    assert (vote.received_on, visas.count()) in {(ago(2), 0), (None, 1)}


def test_what_was_opposed_is_read_again_and_its_second_reading_is_received_anew(party: Party, governor: User) -> None:
    actions.record_reception(party, received_on=ago(50), by=governor)
    actions.record_step(party, StepKind.OPPOSITION, done_on=ago(48), objection="no credit", by=governor)
    with pytest.raises(ValidationError, match="reads it again first"):
        actions.record_reception(party, received_on=ago(49), by=governor)
    officer = officer_of(party.agreement.owner.place)
    again = actions.declare_vote(party, sat_on=ago(9), voted_on=ago(9), number="30", by=officer)
    assert again.received_on is None
    assert desk_line(governor).due == ago(-11), "counted from the second vote"


def test_there_is_nothing_to_receive_before_a_vote_of_one_that_only_signs_or_once_all_is_cancelled(
    party: Party, governor: User
) -> None:
    guest = make_party(party.agreement, make_body(BodyKind.UNIVERSITY, party.agreement.place))
    with pytest.raises(ValidationError, match="only signs"):
        actions.record_reception(guest, received_on=ago(1), by=governor)
    silent = make_party(party.agreement, make_body(place=make_commune(party.agreement.place)))
    with pytest.raises(ValidationError, match="Record first"):
        actions.record_reception(silent, received_on=ago(1), by=governor)
    actions.cancel_agreement(party.agreement, motive="given up", by=governor)
    with pytest.raises(ValidationError, match="cancelled"):
        actions.record_reception(party, received_on=ago(1), by=governor)


def test_a_neighbours_deliberation_is_not_found_nor_one_s_own_received_by_its_commune(
    as_user: AsUser, party: Party
) -> None:
    url = reverse("agreements:reception", args=[party.pk])
    neighbour = officer_of(make_province(party.agreement.place.region), Role.PROVINCE_OFFICER)
    for user in (neighbour, officer_of(make_province()), user_as(Role.COMMUNE, body=party.body)):
        assert as_user(user).get(url).status_code == 404
        assert as_user(user).post(url, {"received_on": ago(5).isoformat()}).status_code == 404
    assert party.steps.get(kind=StepKind.VOTE).received_on is None


def test_the_journal_tells_the_day_once(party: Party, governor: User) -> None:
    for _twice in range(2):
        actions.record_reception(party, received_on=ago(5), by=governor)
    [entry] = Entry.objects.filter(verb="agreement.reception_recorded")
    assert entry.facts["received_on"] == ago(5).isoformat()
    assert f"{party.body} · {formats.day(ago(5))}" in [str(event.detail) for event in story_of(party.agreement)]


def test_of_more_deliberations_than_the_desk_shows_the_next_to_end_come_first(party: Party, governor: User) -> None:
    for days in (70, 3, 80, 15, 90):
        voted(party.agreement, ago(days))
    actions.record_reception(party, received_on=ago(4), by=governor)
    assert [line.due for line in to_visa(governor)] == [ago(-5), ago(-16), ago(-17), ago(50), ago(60)]


def test_the_page_costs_the_same_for_one_clock_and_for_many(
    as_user: AsUser, party: Party, governor: User, django_assert_num_queries: Any
) -> None:
    client, url = as_user(governor), party.agreement.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for days in (3, 15, 40):
        voted(party.agreement, ago(days))
    with django_assert_num_queries(len(one)):
        client.get(url)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_is_said_in_each_language(as_user: AsUser, party: Party, governor: User, language: str) -> None:
    with override(language):
        before = str(desk_line(governor).detail)
        actions.record_reception(party, received_on=ago(5), by=governor)
        after = str(desk_line(governor).detail)
        last = formats.day(ago(-15))
        told = visa_cell(as_user(governor, language=language), party)
    said = {
        "ar": ("من تاريخ التصويت", f"آخر يوم للجواب: {last}", f"للسلطة أن تجيب إلى غاية {last}، ثم يعد سكوتها تأشيرة"),
        "fr": ("depuis le vote", f"dernier jour pour répondre : {last}", f"L’autorité peut répondre jusqu’au {last}"),
    }
    for words, text in zip(said[language], (before, after, told), strict=True):
        assert words in text


def test_a_deliberation_older_than_the_law_has_no_clock(as_user: AsUser, party: Party, governor: User) -> None:
    voted(party.agreement, dt.date(2014, 2, 3))
    page = as_user(governor).get(party.agreement.get_absolute_url())
    assert page.content.decode().count("Day of reception not recorded") == 1
    assert {line.due for line in to_visa(governor)} == {ago(40), None}
