"""Two rows become one person, every relation with them, and come back as they were."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from takwin.attendance import actions as attendance
from takwin.attendance.models import Claim, Mark, Presence
from takwin.certificates.actions import issue_certificates
from takwin.certificates.models import Certificate
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.people.enums import DocumentKind
from takwin.people.merging.actions import close_case, decide, merge_persons, propose_candidates, reopen, undo_merge
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate, Merge, MergeCase, MovedRow
from takwin.people.merging.relations import STAYING, relations
from takwin.people.models import IdentityDocument, Office, Person
from takwin.people.queries import heads, holder_of, matches, members_in_office
from takwin.training.models import Enrolment
from tests.factories.attendance import make_expected, make_half_day, make_register
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body
from tests.factories.merging import Pair, make_candidate, make_pair
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_user, officer_of
from tests.factories.training import make_enrolment, make_session

pytestmark = pytest.mark.django_db

MOVED = {
    "agreements.Step.signatory",
    "attendance.Case.person",
    "attendance.Claim.person",
    "attendance.Expected.person",
    "attendance.Mark.person",
    "attendance.Presence.person",
    "attendance.Received.person",
    "attendance.Register_keepers.person",
    "attendance.SheetBox.person",
    "attendance.SheetLine.person",
    "catalogue.Trainer.person",
    "certificates.Certificate.person",
    "letters.Letter.person",
    "letters.PersonalLink.person",
    "meetings.Invitation.person",
    "meetings.SeriesMember.person",
    "people.FileRequest.person",
    "people.IdentityDocument.person",
    "people.Office.person",
    "people.Origin.person",
    "people.Rectification.person",
    "programmes.ElsewhereDay.person",
    "surveys.Round_keepers.person",
    "surveys.Voice.person",
    "training.Candidate.person",
    "training.Enrolment.person",
    "treasury.Expense.person",
}
AT = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
BORN = dt.date(1970, 5, 1)
ABOUT_MERGES = (Merge, MovedRow, Entry, MergeCase)


def test_every_relation_to_a_person_is_said_to_move_or_to_stay() -> None:
    assert {relation.label for relation in relations()} == MOVED | STAYING


def every_row() -> dict[str, list[dict[str, Any]]]:
    """All tables but those that tell of merges, in the order of their keys."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in ABOUT_MERGES]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def who_is_known(gone: Person) -> None:
    """Give a person a row in most apps: an identity, an office, an account, presence, an enrolment, a certificate."""
    IdentityDocument.objects.create(person=gone, kind=DocumentKind.CIN, number="ZX990011")
    half = make_half_day()
    line = make_expected(half.register, gone)
    slot = {"register": half.register, "person": gone, "day": half.day, "part": half.part}
    Claim.objects.create(**slot)
    Mark.objects.create(**slot, status="present", at=AT)
    Presence.objects.create(**slot, body=line.body, status="present", marked_at=AT)
    half.register.keepers.add(gone)
    make_enrolment(person=gone, body=gone.offices.get().body)
    gone.user = make_user()
    gone.phone, gone.email, gone.birth_date, gone.birth_year = "+212600000001", "a@example.ma", BORN, BORN.year
    gone.save()


def test_the_person_kept_takes_every_row_and_what_was_not_known() -> None:
    kept, gone = make_pair()
    who_is_known(gone)
    merge = merge_persons(kept, gone, by=None)
    kept.refresh_from_db()
    assert not any(
        relation.model._base_manager.filter(**{relation.field: gone}).exists()
        for relation in relations()
        if relation.label in MOVED
    )
    assert (kept.name_ar, kept.name_fr, kept.phone) == ("محمد العلوي", "Mohamed El Alaoui", "+212600000001")
    assert (kept.birth_date, kept.user is not None, kept.offices.count()) == (BORN, True, 2)
    assert merge.moved.filter(model="attendance.Presence").get().before == gone.pk
    assert not merge.cases.exists()


def test_merging_and_undoing_leaves_every_table_as_it_was() -> None:
    kept, gone = make_pair()
    who_is_known(gone)
    who_is_known_too(kept, gone)
    make_candidate(kept, gone)
    make_candidate(gone, make_office().person)
    before = every_row()
    merge = merge_persons(kept, gone, chosen=["phone", "name_ar"], by=None)
    assert every_row() != before
    undo_merge(merge, by=None)
    assert every_row() == before


def who_is_known_too(kept: Person, gone: Person) -> None:
    """Give the person kept rows that exclude those of the other: the same session, half-day and kind of document."""
    IdentityDocument.objects.create(person=kept, kind=DocumentKind.CIN, number="ZX990022")
    body = kept.offices.get().body
    session = make_session(owner=make_body(BodyKind.REGION))
    for person in (kept, gone):
        Enrolment.objects.create(session=session, person=person, body=body, capacity="member", nominated_at=AT)
        line = make_expected(session.register, person)
        half = session.register.half_days.earliest("day", "part")
        slot = {"register": session.register, "person": person, "day": half.day, "part": half.part}
        Mark.objects.create(**slot, status="absent", at=AT)
        Presence.objects.create(**slot, body=line.body, status="absent", marked_at=AT)
    kept.phone = "+212600000002"
    kept.save()


def test_a_row_that_cannot_move_stays_and_opens_a_case() -> None:
    kept, gone = make_pair()
    IdentityDocument.objects.create(person=gone, kind=DocumentKind.CIN, number="ZX990011")
    who_is_known_too(kept, gone)
    merge = merge_persons(kept, gone, by=None)
    assert dict(merge.cases.values_list("model", "rule")) == {
        "people.IdentityDocument": "identity_document_one_of_a_kind",
        "training.Enrolment": "enrolment_once",
        "attendance.Presence": "already_marked",
    }
    assert gone.marks.count() == gone.expected.count() == gone.enrolments.count() == 1


@pytest.mark.parametrize(("earlier", "rules"), [(0, []), (30, ["office_once"])])
def test_the_same_open_office_is_not_counted_twice_and_calls_for_a_decision_where_its_dates_differ(
    earlier: int, rules: list[str]
) -> None:
    kept, gone = make_pair()
    since = kept.offices.get().starts_on - dt.timedelta(days=earlier)
    Office.objects.filter(person=gone).update(detail="", starts_on=since)
    merge = merge_persons(kept, gone, by=None)
    assert list(merge.cases.values_list("rule", flat=True)) == rules
    body = kept.offices.get().body
    assert heads([body], clock.today()) == {body.pk: 1}
    assert members_in_office(body, clock.today()).count() == 1


def test_rows_that_only_follow_open_no_case_of_their_own() -> None:
    kept, gone = make_pair()
    register = make_register()
    register.keepers.add(kept, gone)
    merge = merge_persons(kept, gone, by=None)
    assert not merge.cases.exists()
    assert set(register.keepers.values_list("pk", flat=True)) == {kept.pk}


def test_two_counted_half_days_of_one_place_are_a_case() -> None:
    kept, gone = counted_in_two_registers(same_place=True)
    merge = merge_persons(kept, gone, by=None)
    assert merge.cases.get(model="attendance.Presence").rule == "presence_counted_once"


def test_two_counted_half_days_of_two_places_are_two_persons() -> None:
    kept, gone = counted_in_two_registers(same_place=False)
    with pytest.raises(ValidationError, match="two different places"):
        merge_persons(kept, gone, by=None)
    assert not Merge.objects.exists()


def counted_in_two_registers(*, same_place: bool) -> tuple[Person, Person]:
    kept, gone = make_pair()
    first = make_half_day()
    owner = first.register.owner if same_place else make_body(BodyKind.REGION)
    second = make_half_day(owner=owner)
    for person, half in ((kept, first), (gone, second)):
        Presence.objects.create(
            register=half.register, person=person, body=owner, day=half.day, part=half.part,
            status="present", marked_at=AT,
        )  # fmt: skip
    return kept, gone


def test_two_open_accounts_are_refused_and_a_closed_one_stays_as_a_case() -> None:
    kept, gone = make_pair()
    for person in (kept, gone):
        person.user = make_user()
        person.save()
    with pytest.raises(ValidationError, match="open account"):
        merge_persons(kept, gone, by=None)
    gone.user.is_active = False
    gone.user.save()
    assert merge_persons(kept, gone, by=None).cases.get().rule == "account"


def test_the_account_that_opens_is_never_left_with_the_row_out_of_sight() -> None:
    kept, gone = make_pair()
    for person in (kept, gone):
        person.user = make_user()
        person.save()
    kept.user.is_active = False
    kept.user.save()
    with pytest.raises(ValidationError, match="keep that one of the two"):
        merge_persons(kept, gone, by=None)
    assert merge_persons(gone, kept, by=None).cases.get().rule == "account"


def test_a_name_only_proposed_stays_proposed_and_gives_way_to_one_that_was_written() -> None:
    kept, gone = make_pair()
    Person.objects.filter(pk=kept.pk).update(name_fr="Mohamed Alaoui", proposed_script="fr")
    Person.objects.filter(pk=gone.pk).update(name_fr="Mohammed El Alaoui", proposed_script="")
    merge = merge_persons(kept, gone, by=None)
    kept.refresh_from_db()
    assert (kept.name_fr, kept.proposed_script) == ("Mohammed El Alaoui", "")
    undo_merge(merge, by=None)
    kept.refresh_from_db()
    assert (kept.name_fr, kept.proposed_script) == ("Mohamed Alaoui", "fr")
    Person.objects.filter(pk=kept.pk).update(name_fr="", proposed_script="")
    Person.objects.filter(pk=gone.pk).update(proposed_script="fr")
    merge_persons(kept, gone, by=None)
    kept.refresh_from_db()
    assert (kept.name_fr, kept.proposed_script) == ("Mohammed El Alaoui", "fr")


def test_chosen_facts_replace_those_of_the_person_kept() -> None:
    kept, gone = make_pair(phone="+212600000003")
    Person.objects.filter(pk=gone.pk).update(phone="+212600000004", sex="f")
    merge_persons(kept, gone, chosen=["phone"], by=None)
    kept.refresh_from_db()
    assert (kept.phone, kept.sex) == ("+212600000004", "m")


def test_a_person_merged_away_is_in_no_list_and_stands_for_the_one_kept() -> None:
    kept, gone = make_pair()
    IdentityDocument.objects.create(person=kept, kind=DocumentKind.CIN, number="ZX1")
    IdentityDocument.objects.create(person=gone, kind=DocumentKind.CIN, number="ZX2")
    merge_persons(kept, gone, by=None)
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert Person.everyone.get(pk=gone.pk).standing() == kept
    assert holder_of(DocumentKind.CIN, "ZX2") == kept


def test_a_person_merged_away_is_merged_no_more() -> None:
    kept, gone = make_pair()
    merge_persons(kept, gone, by=None)
    with pytest.raises(ValidationError, match="merged meanwhile"):
        merge_persons(make_person(), gone, by=None)
    with pytest.raises(ValidationError, match="into himself"):
        merge_persons(kept, kept, by=None)


def test_merges_of_one_person_are_undone_in_reverse_order() -> None:
    a, b = make_pair()
    c = make_office().person
    first, second = merge_persons(b, a, by=None), merge_persons(c, b, by=None)
    assert Person.everyone.get(pk=a.pk).standing() == c
    with pytest.raises(ValidationError, match="undo the later merge first"):
        undo_merge(first, by=None)
    undo_merge(second, by=None)
    undo_merge(first, by=None)
    assert {person.offices.count() for person in (a, b, c)} == {1}
    with pytest.raises(ValidationError, match="already been undone"):
        undo_merge(first, by=None)


def test_what_was_deleted_or_corrected_since_is_left_by_an_undoing() -> None:
    kept, gone = make_pair()
    who_is_known(gone)
    merge = merge_persons(kept, gone, by=None)
    kept.identity_documents.all().delete()
    Person.objects.filter(pk=kept.pk).update(phone="+212600000009")
    undo_merge(merge, by=None)
    kept.refresh_from_db()
    assert (kept.phone, kept.email, gone.identity_documents.count()) == ("+212600000009", "", 0)
    assert Entry.objects.get(verb="person.merge_undone").facts["left"] == 2


def test_presence_recorded_since_forbids_to_undo() -> None:
    kept, gone = make_pair()
    half = make_half_day()
    make_expected(half.register, gone)
    merge = merge_persons(kept, gone, by=None)
    attendance.mark(half, kept, "present", by=None)
    with pytest.raises(ValidationError, match="Presence has been recorded since"):
        undo_merge(merge, by=None)


def test_a_certificate_issued_since_forbids_to_undo() -> None:
    session = make_closed_session(4)
    gone = session.enrolments.get().person
    merge = merge_persons(make_office().person, gone, by=None)
    issue_certificates(session, by=make_user())
    assert Certificate.objects.get().person == merge.kept
    with pytest.raises(ValidationError, match="certificate has been issued since"):
        undo_merge(merge, by=None)


def test_a_merge_is_told_in_both_stories_without_a_name() -> None:
    kept, gone = make_pair()
    merge = merge_persons(kept, gone, by=None)
    entries = {entry.verb: entry for entry in Entry.objects.filter(verb__startswith="person.merged")}
    assert entries["person.merged"].facts == {"merge": merge.pk, "gone": gone.pk, "moved": 2, "cases": 0}
    assert entries["person.merged_away"].target == f"people.Person:{gone.pk}"


def test_a_pair_is_proposed_once_in_whatever_order() -> None:
    a, b = make_pair()
    assert propose_candidates([Pair(b, a), Pair(a.pk, b.pk, 0.5)], by=make_user()) == 1
    assert propose_candidates([Pair(a, b)]) == 0
    pair = Candidate.objects.get()
    assert (pair.a, pair.b, pair.reasons) == (a, b, [{"code": "same_name"}])


def test_a_pair_decided_different_is_never_proposed_again_even_through_a_merge() -> None:
    a, b = make_pair()
    c = make_office().person
    decide(make_candidate(a, b), Verdict.DIFFERENT, by=None)
    merge_persons(c, b, by=None)
    assert propose_candidates([Pair(a, b), Pair(a, c)]) == 0
    with pytest.raises(ValidationError, match="Undo that decision first"):
        merge_persons(a, c, by=None)


def test_an_open_pair_follows_the_person_merged_away() -> None:
    a, b = make_pair()
    c = make_office().person
    pair = make_candidate(b, c)
    merge = merge_persons(a, b, by=None)
    pair.refresh_from_db()
    assert {pair.a, pair.b} == {a, c}
    undo_merge(merge, by=None)
    pair.refresh_from_db()
    assert {pair.a, pair.b} == {b, c}


def test_a_decision_is_taken_back() -> None:
    pair = make_candidate()
    decide(pair, Verdict.LATER, by=None)
    with pytest.raises(ValidationError, match="decided meanwhile"):
        decide(decided(make_candidate(), Verdict.DIFFERENT), Verdict.LATER, by=None)
    reopen(pair, by=None)
    pair.refresh_from_db()
    assert pair.verdict == Verdict.PENDING
    with pytest.raises(ValidationError, match="Nothing was decided"):
        reopen(pair, by=None)
    merge = decide(pair, Verdict.SAME, kept=pair.b, by=None)
    assert merge is not None
    assert merge.kept == pair.b
    pair.refresh_from_db()
    assert pair.verdict == Verdict.SAME
    reopen(pair, by=None)
    assert Person.objects.filter(pk=pair.a.pk).exists()


def decided(pair: Candidate, verdict: Verdict) -> Candidate:
    decide(pair, verdict, by=None)
    return pair


def test_a_case_is_closed_once_with_words() -> None:
    kept, gone = make_pair()
    Office.objects.filter(person=gone).update(detail="", starts_on=dt.date(2021, 9, 10))
    case = merge_persons(kept, gone, by=None).cases.get()
    with pytest.raises(ValidationError, match="closed with words"):
        close_case(case, decision=" ", by=None)
    close_case(case, decision="The office was written twice.", by=None)
    with pytest.raises(ValidationError, match="already closed"):
        close_case(case, decision="Again.", by=None)


def test_a_card_left_with_the_person_merged_away_is_read_as_that_of_the_one_kept() -> None:
    kept, gone = make_pair()
    IdentityDocument.objects.create(person=kept, kind=DocumentKind.CIN, number="ZX1")
    IdentityDocument.objects.create(person=gone, kind=DocumentKind.CIN, number="ZX2")
    merge_persons(kept, gone, by=None)
    office = Office.objects.filter(person=kept).earliest("pk")
    found = matches(officer_of(office.body.place), cin="ZX2", name_ar="", name_fr="")
    assert (found.holder, found.is_seen) == (kept, True)
