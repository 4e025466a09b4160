"""What the doctor says of short messages."""

from typing import Any

import pytest
from django.conf import settings as configured

from takwin.letters.checkup import check_short_messages


@pytest.mark.parametrize(
    ("named", "fine", "words"),
    [
        ("", True, "no operator of short messages"),
        ("takwin.letters.gateways.File", True, "leave by takwin.letters.gateways.File"),
        ("takwin.letters.gateways.Console", False, "only be written in the log"),
    ],
)
def test_the_doctor_says_whether_short_messages_leave(settings: Any, named: str, fine: bool, words: str) -> None:
    settings.SMS_GATEWAY = named
    found = check_short_messages()
    assert words in found.what
    assert found.fine is fine


def test_a_mail_server_that_does_not_answer_is_given_up_soon() -> None:
    assert configured.EMAIL_TIMEOUT <= 30
