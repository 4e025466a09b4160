"""Who may undo a merge, and what a merge leaves of requests about personal data."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.core import clock
from takwin.directory.actions import seed_parameters
from takwin.people.merging.actions import decide, merge_persons, undo_merge
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import MergeCase
from takwin.people.merging.names import NAMES
from takwin.people.merging.relations import moving
from takwin.people.privacy.actions import accept_rectification, ask_rectification
from takwin.people.privacy.enums import RequestChannel, Subject
from takwin.people.privacy.rules import let_persons_go
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.merging import make_candidate
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


def test_a_province_does_not_undo_what_the_region_merged_across_two_provinces(as_user):
    region = make_region()
    here, there = make_province(region), make_province(region)
    a = make_office(make_person(name_fr="A"), make_body(place=make_commune(here))).person
    b = make_office(make_person(name_fr="B"), make_body(place=make_commune(there))).person
    merge = decide(make_candidate(a, b), Verdict.SAME, by=officer_of(region))
    for province in (here, there):
        neighbour = officer_of(province, Role.PROVINCE_OFFICER)
        with pytest.raises(ValidationError, match="another territory"):
            undo_merge(merge, by=neighbour)
        as_user(neighbour).post(reverse("people:undo_merge", args=[merge.pk]))
    merge.refresh_from_db()
    assert merge.undone_at is None
    assert undo_merge(merge, by=officer_of(region)).undone_at


def test_a_request_left_with_the_row_merged_away_corrects_the_person_kept():
    seed_parameters(by=None)
    body = make_body()
    officer = officer_of(body.place.region)
    kept, gone = (make_office(make_person(name_fr=name), body).person for name in "AB")
    asked = [
        ask_rectification(one, subject=Subject.PHONE, said=said, channel=RequestChannel.COUNTER, by=officer)
        for one, said in ((kept, "0661111111"), (gone, "0662222222"))
    ]
    merge_persons(kept, gone, by=officer)
    accepted = accept_rectification(asked[1], by=officer)
    kept.refresh_from_db()
    assert kept.phone == "+212662222222"
    assert accepted.after


def test_every_table_a_merge_moves_has_its_name_on_screen():
    assert {relation.label.rpartition(".")[0] for relation in moving()} - NAMES.keys() == set()


def test_what_a_merge_kept_of_a_persons_columns_goes_with_his_data():
    kept, gone = (
        make_office(make_person(name_ar="حسن", name_fr="")).person,
        make_office(make_person(name_fr="B")).person,
    )
    gone.phone = "+212661234567"
    gone.save()
    merge = merge_persons(kept, gone, by=None)
    MergeCase.objects.create(
        merge=merge, model="people.Office", row=1, rule="x", decision="Hassan said so", closed_at=clock.now()
    )
    assert merge.moved.filter(model="people.Person", after__isnull=False).exists()
    let_persons_go([kept.pk])
    said = [value for row in merge.moved.filter(model="people.Person") for value in (row.before, row.after)]
    assert {value for value in said if value} == set()
    assert "Hassan" not in merge.cases.get().decision
