import pytest
from django.db import models

from takwin.core.moves import IllegalMove, may_move, move


class State(models.TextChoices):
    DRAFT = "draft", "draft"
    SENT = "sent", "sent"


class Thing:
    MOVES = {"send": ({State.DRAFT}, State.SENT)}
    state = State.DRAFT

    def get_state_display(self) -> str:
        return State(self.state).label

    def __str__(self) -> str:
        return "thing"


def test_a_move_changes_the_state():
    thing = Thing()
    assert may_move(thing, "send")
    move(thing, "send")
    assert thing.state == State.SENT


def test_a_move_from_elsewhere_is_refused_with_the_present_state():
    thing = Thing()
    thing.state = State.SENT
    assert not may_move(thing, "send")
    with pytest.raises(IllegalMove) as refusal:
        move(thing, "send")
    assert "sent" in refusal.value.messages[0]
    assert thing.state == State.SENT
