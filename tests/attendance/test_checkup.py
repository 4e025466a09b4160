"""What the doctor says of phones."""

from typing import Any

import pytest

from takwin.attendance.checkup import check_phones


@pytest.mark.parametrize(("address", "fine"), [
    ("https://takwin.example", True), ("http://127.0.0.1:8000", True), ("http://takwin.example", False),
])  # fmt: skip
def test_phones_need_https_away_from_this_machine(settings: Any, address: str, fine: bool) -> None:
    settings.PUBLIC_URL = address
    said = check_phones()
    assert said.fine is fine
    assert bool(said.mend) is not fine
    assert fine or "https://NAME" in said.mend
