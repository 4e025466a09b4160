"""How papers read to the eye of whoever holds them: the order of hours, what may not be parted, what stands alone."""

import copy

import pytest

from takwin.documents.papers.engine import render
from tests.documents.reading import plain, seen_in, text_of
from tests.documents.samples import samples

SAMPLES = samples()


def test_the_hours_of_a_trainer_are_said_from_one_to_the_other() -> None:
    read = text_of(render(*SAMPLES["trainer-letter-mission"]))
    assert plain("من 09:00 إلى 12:00") in read
    assert "de09:00à12:00" in seen_in(render(*SAMPLES["trainer-letter-fr"]))


def test_a_trainer_s_letter_issued_when_a_dash_joined_the_hours_still_draws_them() -> None:
    template, facts = copy.deepcopy(SAMPLES["trainer-letter-mission"])
    for half in facts["half_days"]:
        half["hours"] = "09:00 – 12:00"
    assert "09:00–12:00" in seen_in(render(template, facts))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_particle_stands_apart_from_an_arabic_name(name: str) -> None:
    assert "ـ" not in str(SAMPLES[name][1])
