"""Which tests the inner loop runs."""

from changed import ALWAYS, folders_for

FOLDERS = ("browser", "core", "people", "treasury")


def test_a_touched_app_has_its_tests_run_whether_its_code_or_its_tests_were_touched() -> None:
    assert folders_for(["takwin/people/models.py"], FOLDERS) == ["tests/people", *ALWAYS]
    assert folders_for(["tests/people/test_rows.py", "takwin/core/money.py"], FOLDERS)[:2] == [
        "tests/core",
        "tests/people",
    ]


def test_the_folders_for_the_repository_always_run() -> None:
    assert folders_for([], FOLDERS) == list(ALWAYS)
    assert folders_for(["README.md", "takwin/cli.py"], FOLDERS) == list(ALWAYS)


def test_the_journeys_wait_for_the_whole() -> None:
    assert folders_for(["tests/browser/test_roll.py"], FOLDERS) == list(ALWAYS)
