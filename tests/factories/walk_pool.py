"""What the walker of every address needs to know of trainers."""

from collections.abc import Callable
from typing import Any

from takwin.catalogue.enums import Says
from takwin.catalogue.models import Trainer
from takwin.catalogue.pool.actions import say_availability
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from tests.factories.catalogue import make_accreditation, make_paper, make_trainer
from tests.factories.directory import make_body

Arguments = Callable[[Place], dict[str, Any]]


def trainer_in(place: Place) -> Trainer:
    return make_trainer(make_body(BodyKind.REGION, place.region))


def _trainer(place: Place) -> dict[str, Any]:
    return {"pk": trainer_in(place).pk}


def _accreditation(place: Place) -> dict[str, Any]:
    return {"pk": make_accreditation(trainer_in(place)).pk}


def _paper(place: Place) -> dict[str, Any]:
    return {"pk": make_paper(trainer_in(place)).pk}


def _days(place: Place) -> dict[str, Any]:
    said = say_availability(trainer_in(place), says=Says.CANNOT, first_day=clock.today(), by=None)
    return {"pk": said.pk}


OF_A_TRAINER = ("trainer", "trainer_edit", "trainer_topics", "accredit", "keep_paper", "say_days")

POOL: dict[str, Arguments] = {
    **dict.fromkeys([f"catalogue:{name}" for name in OF_A_TRAINER], _trainer),
    "catalogue:end_accreditation": _accreditation,
    **dict.fromkeys(["catalogue:trainer_paper", "catalogue:remove_paper"], _paper),
    "catalogue:forget_days": _days,
}
