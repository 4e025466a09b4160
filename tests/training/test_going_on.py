"""An accredited candidate goes on towards other topics: what he has stays his, what he followed still counts."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.catalogue.models import Accreditation
from takwin.core import clock
from takwin.core.moves import IllegalMove
from takwin.documents.enums import ActKind
from takwin.training.cohorts import actions
from takwin.training.cohorts.progress import progress_of
from tests.factories.catalogue import make_topic
from tests.factories.cohorts import co_teach, make_candidate, make_ready, observe
from tests.factories.directory import make_region
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


def test_he_is_on_the_path_again_and_accredited_in_both(as_user: Callable[..., Client]) -> None:
    candidate, today = make_ready(), clock.today()
    cohort, first = candidate.cohort, candidate.topics.get()
    act = {"kind": ActKind.DECISION, "taken_on": today, "starts_on": today, "by": None}
    (trainer,) = actions.accredit_ready(cohort, [candidate], number="1/2026", **act)  # type: ignore[arg-type]
    second = make_topic(cohort.owner)
    page = reverse("training:candidate_goes_on", args=[candidate.pk])
    assert as_user(officer_of(make_region())).post(page, {"topics": [second.pk]}).status_code == 404
    browser = as_user(officer_of(cohort.owner.place))
    assert page in browser.get(cohort.get_absolute_url()).content.decode()
    assert browser.post(page, {"topics": [first.pk]}).status_code == 422
    assert browser.post(page, {"topics": [second.pk]}).status_code == 302
    candidate.refresh_from_db()
    assert (candidate.state, candidate.act, candidate.topics.get()) == ("chosen", None, second)
    (row,) = progress_of(cohort, cohort.candidates.prefetch_related("topics"))
    assert all(module.is_done for module in row.modules)
    observe(candidate, co_teach(candidate))
    assert actions.accredit_ready(cohort, [candidate], number="2/2026", **act) == [trainer]  # type: ignore[arg-type]
    assert set(Accreditation.objects.filter(trainer=trainer).values_list("topic", flat=True)) == {first.pk, second.pk}


def test_only_whoever_is_accredited_goes_on_and_in_the_catalogue_of_his_institution() -> None:
    candidate = make_candidate()
    with pytest.raises(IllegalMove):
        actions.go_on(candidate, topics=[make_topic(candidate.cohort.owner)], by=None)
    with pytest.raises(ValidationError, match="catalogue of this institution"):
        actions.go_on(candidate, topics=[make_topic()], by=None)
