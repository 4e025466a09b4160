"""What the worker does every minute."""

import datetime as dt
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from takwin.core import chores, clock
from takwin.journal.actions import record
from takwin.journal.models import Seal
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_a_round_seals_the_journal() -> None:
    user = make_user()
    record("account.opened", user, by=user)
    chores.do_chores()
    assert Seal.objects.get().count == 1


def test_a_round_forgets_the_tasks_that_ended_long_ago_and_no_other(settings: Any) -> None:
    settings.TASKS_KEPT = dt.timedelta(days=30)
    now = clock.now()
    ended = {name: now - dt.timedelta(days=days) for name, days in [("old", 31), ("recent", 29)]}
    for name, status in [("old", "SUCCESSFUL"), ("old", "FAILED"), ("recent", "SUCCESSFUL"), ("waiting", "READY")]:
        DBTaskResult.objects.create(
            task_path=name, status=status, finished_at=ended.get(name), args_kwargs={}, backend_name="default",
            run_after=now - dt.timedelta(days=60), exception_class_path="", traceback="",
        )  # fmt: skip
    chores.do_chores()
    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == ["recent", "waiting"]


def test_rounds_end_when_told(settings: Any) -> None:
    settings.TAKWIN_CHORES = []
    rounds = chores.Rounds()
    rounds.start()
    rounds.stop()
    assert not rounds.is_alive()
