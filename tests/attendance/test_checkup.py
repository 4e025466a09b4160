"""What the doctor says of phones and of the key of convocations."""

from pathlib import Path
from typing import Any

import pytest

from takwin.attendance import actions
from takwin.attendance.checkup import check_phones, check_presence_key
from takwin.attendance.enums import Status
from takwin.attendance.tokens import key_file, signing_key
from tests.factories.attendance import make_expected, make_half_day


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(("address", "fine"), [
    ("https://takwin.example", True), ("http://127.0.0.1:8000", True), ("http://takwin.example", False),
])  # fmt: skip
def test_phones_need_https_away_from_this_machine(settings: Any, address: str, fine: bool) -> None:
    settings.PUBLIC_URL = address
    said = check_phones()
    assert said.fine is fine
    assert bool(said.mend) is not fine
    assert fine or "https://NAME" in said.mend


@pytest.mark.django_db
def test_the_key_is_asked_for_once_presence_was_recorded() -> None:
    assert check_presence_key().fine
    half = make_half_day()
    actions.mark(half, make_expected(half.register).person, Status.PRESENT, by=None)
    assert "copy of the data" in check_presence_key().mend
    signing_key()
    assert check_presence_key().fine
    key_file().chmod(0o644)
    assert "chmod 600" in check_presence_key().mend
