"""What the worker does every minute."""

from typing import Any

import pytest

from takwin.core import chores
from takwin.journal.actions import record
from takwin.journal.models import Seal
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_a_round_seals_the_journal() -> None:
    user = make_user()
    record("account.opened", user, by=user)
    chores.do_chores()
    assert Seal.objects.get().count == 1


def test_rounds_end_when_told(settings: Any) -> None:
    settings.TAKWIN_CHORES = []
    rounds = chores.Rounds()
    rounds.start()
    rounds.stop()
    assert not rounds.is_alive()
