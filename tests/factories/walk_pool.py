"""What the walker of every address needs to know of trainers and of those who teach in a session."""

from collections.abc import Callable
from typing import Any

from takwin.catalogue.enums import Says
from takwin.catalogue.models import Trainer
from takwin.catalogue.pool.actions import say_availability
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.training.models import CoTeaching, TrainingSession
from tests.factories.catalogue import make_accreditation, make_paper, make_trainer
from tests.factories.cohorts import co_teach, make_candidate, make_cohort
from tests.factories.directory import make_body
from tests.factories.trainers import make_invitation, make_mission
from tests.factories.training import make_session

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


def session_in(place: Place) -> TrainingSession:
    return make_session(owner=make_body(BodyKind.REGION, place.region), place=place.province)


def _session(place: Place) -> dict[str, Any]:
    return {"pk": session_in(place).pk}


def _invitation(place: Place) -> dict[str, Any]:
    return {"pk": make_invitation(session_in(place)).pk}


def _mission(place: Place) -> dict[str, Any]:
    return {"pk": make_mission(session_in(place)).pk}


def _teaching(place: Place) -> dict[str, Any]:
    mission = make_mission(session_in(place))
    return {"pk": mission.session_id, "trainer": mission.trainer_id}


def _told(place: Place) -> dict[str, Any]:
    mission = make_mission(session_in(place))
    return {"pk": mission.session_id, "letter": mission.letter_id}


def _cohort(place: Place) -> dict[str, Any]:
    return {"pk": make_cohort(make_body(BodyKind.REGION, place.region)).pk}


def _candidate(place: Place) -> dict[str, Any]:
    return {"pk": make_candidate(make_cohort(make_body(BodyKind.REGION, place.region)), chosen=False).pk}


def _given(place: Place) -> CoTeaching:
    candidate = make_candidate(make_cohort(make_body(BodyKind.REGION, place.region)))
    co_teach(candidate, sealed=False)
    return candidate.co_teachings.first()  # type: ignore[return-value]


def _co_teaching(place: Place) -> dict[str, Any]:
    return {"pk": _given(place).pk}


def _observed(place: Place) -> dict[str, Any]:
    given = _given(place)
    return {"pk": given.candidate_id, "session": given.slot.session_id}


OF_A_COHORT = ("cohort", "correct_cohort", "close_cohort", "propose_candidate", "accredit_cohort")
OF_A_CANDIDATE = ("choose_candidate", "turn_down_candidate", "candidate_leaves", "candidate_goes_on")
OF_AN_ACCREDITATION = ("end_accreditation", "renew_accreditation", "issue_accreditation", "accreditation_paper")
OF_A_TRAINER = ("trainer", "trainer_edit", "trainer_topics", "accredit", "keep_paper", "say_days")
OF_AN_INVITATION = ("trainer_invitation", "answer_of_trainer", "uninvite_trainer")

POOL: dict[str, Arguments] = {
    **dict.fromkeys([f"catalogue:{name}" for name in OF_A_TRAINER], _trainer),
    **dict.fromkeys([f"catalogue:{name}" for name in OF_AN_ACCREDITATION], _accreditation),
    **dict.fromkeys(["catalogue:trainer_paper", "catalogue:remove_paper"], _paper),
    "catalogue:forget_days": _days,
    **dict.fromkeys(
        [
            f"training:{name}"
            for name in ("invite_trainer", "tell_trainers", "send_to_trainers", "note_trainers_changes")
        ],
        _session,
    ),
    "training:pasted_to_trainer": _told,
    **dict.fromkeys(["training:charge_trainer", "training:trainer_fees"], _teaching),
    **dict.fromkeys([f"training:{name}" for name in OF_AN_INVITATION], _invitation),
    "training:mission_letter": _mission,
    "training:co_teach": _session,
    "training:observe": _observed,
    "training:stop_co_teaching": _co_teaching,
    **dict.fromkeys([f"training:{name}" for name in OF_A_COHORT], _cohort),
    **dict.fromkeys([f"training:{name}" for name in OF_A_CANDIDATE], _candidate),
}
