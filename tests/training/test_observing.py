"""Who observes a candidate that teaches beside a trainer."""

import pytest

from takwin.catalogue.models import Trainer
from takwin.training.cohorts.queries import sealed_beside
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_accreditation, make_holder
from tests.factories.cohorts import co_teach, make_candidate

pytestmark = pytest.mark.django_db


def test_only_a_trainer_accredited_that_day_observes_and_who_writes_is_named() -> None:
    candidate = make_candidate()
    session = co_teach(candidate)
    accredited = Trainer.objects.filter(slots__session=session).distinct().get()
    other = make_holder(session.topic)
    assert sealed_beside(candidate, session) == accredited
    session.slots.update(trainer=other)
    assert sealed_beside(candidate, session) is None
    make_accreditation(other)
    session.slots.filter(pk=candidate.co_teachings.earliest("pk").slot_id).update(trainer=accredited)
    writer = make_user()
    for trainer in (accredited, other):
        type(trainer.person).objects.filter(pk=trainer.person_id).update(user=writer)
        assert sealed_beside(candidate, session, writer) == trainer
        type(trainer.person).objects.filter(pk=trainer.person_id).update(user=None)
