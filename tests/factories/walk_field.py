"""A neighbour's phones, photographs, opinions, scenarios and words of papers, for the walker of every address."""

import datetime as dt
from decimal import Decimal
from typing import Any

from takwin.attendance.models import Register, RegisterHalfDay
from takwin.attendance.scans.models import SheetBox, SheetPhoto, SheetRound
from takwin.attendance.sync.models import Case, Device
from takwin.certificates.models import Dossier
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file
from takwin.documents.models import StoredFile
from takwin.documents.wording_models import Wording
from takwin.programmes.models import Programme, Scenario
from takwin.surveys.models import CouncilVoice, PaperCopy, Questionnaire, Round, Version
from takwin.surveys.paper.layout import form_for, lines_of
from takwin.training.models import Improvement, Material, TrainingSession
from tests.factories.attendance import make_half_day, make_register
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body
from tests.factories.letters import make_paper
from tests.factories.people import make_person
from tests.factories.programmes import make_programme
from tests.factories.rights import make_user
from tests.factories.surveys import make_questionnaire, make_round, make_version
from tests.factories.training import make_session
from tests.factories.walk_money import several

DAY = dt.date(2026, 7, 9)
PAPER = {"paper": "reminder", "language": "ar"}


def region(place: Place) -> Body:
    """The council of the place's region, made when there is none."""
    found = Body.objects.filter(kind=BodyKind.REGION, place=place.region).first()
    return found or make_body(BodyKind.REGION, place=place.region)


def _register(place: Place) -> Register:
    return make_register(place=place.province)


def _kept(register: Register) -> Register:
    """A register kept by somebody with an account."""
    register.keepers.add(make_person(user=make_user()))
    return register


def _device(place: Place) -> Device:
    keeper = _kept(_register(place)).keepers.get()
    return Device.objects.create(
        code=f"D{keeper.pk}", user=keeper.user, name="x", token_digest=f"{keeper.pk:064}", bound_at=clock.now()
    )


def _case(place: Place) -> Case:
    return Case.objects.create(why="off_roll", register=_register(place), opened_at=clock.now())


def _half_day(place: Place) -> RegisterHalfDay:
    return make_half_day(place=place.province)


def _file(place: Place) -> StoredFile:
    return store_file(b"x", name="x.jpg", content_type="image/jpeg", owner=region(place), by=None)


def _photo(place: Place) -> SheetPhoto:
    """Read, so that every address of it exists."""
    register = _register(place)
    sheet = SheetRound.objects.create(register=register, number=1, half_days=[], printed_at=clock.now())
    file = _file(place)
    facts = {"state": "read", "sheet": sheet, "page": 1, "flat": file, "received_at": clock.now()}
    return SheetPhoto.objects.create(register=register, file=file, **facts)


def _box(place: Place) -> SheetBox:
    facts = {"row": 1, "column": 1, "day": DAY, "part": "1", "ink": "hand", "sure": 0.5}
    return SheetBox.objects.create(photo=_photo(place), **facts)


def _closed(place: Place) -> TrainingSession:
    return make_closed_session(4, place=place.province)


def _report(place: Place) -> dict[str, Any]:
    session = _closed(place)
    return {"pk": session.pk, "paper": make_paper(owner=session.owner, subject=session).pk}


def _dossier(place: Place) -> Dossier:
    return Dossier.objects.create(session=_closed(place), file=_file(place), count=1, made_at=clock.now())


def _worded(place: Place) -> dict[str, Any]:
    return {"owner": region(place).pk, **PAPER}


def _wording(place: Place) -> Wording:
    return Wording.objects.create(owner=region(place), number=1, texts={}, made_at=clock.now(), **PAPER)


def _programme(place: Place) -> Programme:
    return make_programme(region(place))


def _scenario(place: Place) -> Scenario:
    facts = {"name": "x", "split": "members", "total": Decimal(100), "region_percent": Decimal(25)}
    return Scenario.objects.create(programme=_programme(place), **facts)


def _parts(place: Place) -> dict[str, Any]:
    return {"pk": _scenario(place).pk, "province": place.province_id}


def _questionnaire(place: Place) -> Questionnaire:
    return make_questionnaire(region(place))


def _draft(place: Place) -> Version:
    return _questionnaire(place).versions.get()


def _round(place: Place) -> Round:
    asked, _persons = make_round(version=make_version(_questionnaire(place)))
    return asked


def _council_voice(place: Place) -> CouncilVoice:
    return CouncilVoice.objects.create(round=_round(place), body=_council(place))


def _copy(place: Place) -> PaperCopy:
    """Read and doubtful, so that every address of it exists."""
    asked = _round(place)
    boxes = {name: ["hand", 0.5] for name in form_for(lines_of(asked.version)).boxes}
    facts = {"state": "read", "number": 1, "boxes": boxes, "received_on": DAY}
    return PaperCopy.objects.create(round=asked, file=_file(place), **facts)


def _row(place: Place) -> dict[str, Any]:
    return {"pk": _copy(place).pk, "row": 1}


def _session(place: Place) -> TrainingSession:
    return make_session(owner=region(place), place=place.province)


def _material(place: Place) -> Material:
    return Material.objects.create(session=_session(place), file=_file(place), title_ar="x")


def _material_of_session(place: Place) -> dict[str, Any]:
    made = _material(place)
    return {"pk": made.session_id, "material": made.pk}


def _improvement(place: Place) -> Improvement:
    officer = make_user()
    facts = {"what": "x", "owner": officer, "written_by": officer, "written_at": clock.now(), "due_on": DAY}
    return Improvement.objects.create(session=_closed(place), **facts)


def _council(place: Place) -> Body:
    return make_body(BodyKind.COMMUNE, place=place)


FIELD = {
    **several("attendance", "revoke", _device),
    **several("attendance", "case", _case),
    **several("attendance", "validate code", _half_day),
    **several("attendance", "photos validate_register", _register),
    **several("attendance", "photo record_photo photo_file read_photo_again discard_photo", _photo),
    **several("attendance", "decide_box crop", _box),
    **several("certificates", "report press seal_dossier", _closed),
    "certificates:report_pdf": _report,
    **several("certificates", "dossier_file", _dossier),
    **{f"documents:{name}": _worded for name in ("wording", "wording_preview", "wording_restore")},
    **several("documents", "wording_version", _wording),
    **several("programmes", "scenarios usual_scenarios new_scenario", _programme),
    **several("programmes", "change_scenario duplicate_scenario top_up_scenario keep_scenario", _scenario),
    **several("programmes", "remove_scenario", _scenario),
    "programmes:scenario_parts": _parts,
    **several("agreements", "from_shares", _programme),
    **several("surveys", "questionnaire write", _questionnaire),
    **several("surveys", "publish", _draft),
    **several("surveys", "round close tablet copies print", _round),
    **several("surveys", "copy discard_copy", _copy),
    **several("surveys", "council", _council_voice),
    **several("surveys", "recordings", lambda place: _draft(place).questions.earliest("rank")),
    "surveys:crop_of_copy": _row,
    **several("training", "ask add_material", _session),
    **several("training", "material", _material),
    **dict.fromkeys(["training:show_material", "training:remove_material"], _material_of_session),
    **several("training", "improve", _closed),
    **several("training", "improvement finish_improvement", _improvement),
    **several("training", "write_to_absent absence_letters write_to_councils letters_to_councils", _closed),
    **several("training", "at_risk_council", _council),
}
