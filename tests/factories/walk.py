"""What the walker of every address needs to know of them: ids of a neighbour's things.

Each app adds its own below: the name of the address, and what makes a thing of that kind *in the given place* and
gives the arguments of the address. A user whose territory is elsewhere must be answered 404.
"""

from collections.abc import Callable
from typing import Any

from takwin.attendance.models import Register
from takwin.certificates.models import Bundle
from takwin.core import clock
from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.documents.actions import store_file
from takwin.documents.forms.observing import observe
from takwin.documents.import_models import ImportLayout, ImportRow
from takwin.documents.models import ImportBatch, Observation, ReturnedForm
from takwin.journal.actions import record
from takwin.people.merging.models import Candidate, Merge, MergeCase
from takwin.people.models import Office, Person
from takwin.people.privacy.actions import ask_file, ask_rectification
from takwin.people.privacy.enums import RequestChannel, Subject
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from takwin.training.actions import confirm_session, send_convocations
from takwin.training.models import Convocation, TrainingSession
from tests.factories.attendance import make_expected, make_half_day, make_register
from tests.factories.catalogue import make_topic
from tests.factories.certificates import make_certificate, make_closed_session
from tests.factories.directory import make_body, make_room
from tests.factories.letters import make_letter, make_link, make_paper
from tests.factories.merging import make_pair
from tests.factories.people import make_office
from tests.factories.rights import user_as
from tests.factories.training import WHY, make_enrolment, make_session
from tests.factories.walk_field import FIELD
from tests.factories.walk_meetings import MEETINGS
from tests.factories.walk_money import MONEY
from tests.factories.walk_pool import POOL

Arguments = Callable[[Place], dict[str, Any]]


def _user(place: Place) -> dict[str, Any]:
    return {"pk": user_as(Role.COMMUNE, place).pk}


def _appointment(place: Place) -> dict[str, Any]:
    return {"pk": Appointment.objects.get(user=user_as(Role.COMMUNE, place)).pk}


def _office(place: Place) -> Office:
    return make_office(body=make_body(BodyKind.COMMUNE, place=place))


def _person(place: Place) -> dict[str, Any]:
    return {"pk": _office(place).person_id}


def _office_of(place: Place) -> dict[str, Any]:
    return {"pk": _office(place).pk}


def _council(place: Place) -> dict[str, Any]:
    return {"pk": make_body(BodyKind.COMMUNE, place=place).pk}


def _letter(place: Place) -> dict[str, Any]:
    office = _office(place)
    return {"pk": make_letter(make_paper(owner=office.body), person=office.person).pk}


def _link(place: Place) -> dict[str, Any]:
    link, _code = make_link(_office(place).person)
    return {"pk": link.pk}


def _batch(place: Place, kind: str = "people.roster") -> dict[str, Any]:
    owner, officer = make_body(BodyKind.COMMUNE, place=place), user_as(Role.COMMUNE, place)
    file = store_file(b"x", name="x.csv", content_type="text/csv", owner=owner, by=officer)
    batch = ImportBatch.objects.create(kind=kind, owner=owner, file=file, read_by=officer, read_at=clock.now())
    return {"pk": batch.pk}


def _workbook(place: Place) -> dict[str, Any]:
    return _batch(place, "treasury.agreements")


def _import_row(place: Place) -> dict[str, Any]:
    return {"pk": ImportRow.objects.create(batch_id=_batch(place)["pk"], position=1, data={}).pk}


def _layout(place: Place) -> dict[str, Any]:
    owner = make_body(BodyKind.COMMUNE, place=place)
    return {
        "pk": ImportLayout.objects.create(
            owner=owner, kind="people.roster", fingerprint="x", choice={}, kept_at=clock.now()
        ).pk
    }


def _certificate(place: Place) -> dict[str, Any]:
    return {"pk": make_certificate(place=place.province).pk}


def _closed_session(place: Place) -> dict[str, Any]:
    return {"pk": make_closed_session(4, place=place.province).pk}


def _bundle(place: Place) -> dict[str, Any]:
    session = make_closed_session(4, place=place.province)
    file = store_file(b"x", name="x.zip", content_type="application/zip", owner=session.owner, by=None)
    return {"pk": Bundle.objects.create(session=session, file=file, count=1, made_at=clock.now()).pk}


def _job(place: Place) -> dict[str, Any]:
    return {"pk": Job.objects.create(action="x", asked_by=user_as(Role.COMMUNE, place).pk).pk}


def _register(place: Place) -> Register:
    return make_register(place=place.province)


def _register_of(place: Place) -> dict[str, Any]:
    return {"pk": _register(place).pk}


def _two(place: Place) -> tuple[Person, Person]:
    return make_pair(make_body(BodyKind.COMMUNE, place=place))


def _pair(place: Place) -> dict[str, Any]:
    one, other = _two(place)
    return {"pk": Candidate.objects.create(a=one, b=other, score=1.0, proposed_at=clock.now()).pk}


def _merged(place: Place) -> Merge:
    kept, gone = _two(place)
    return Merge.objects.create(kept=kept, gone=gone, at=clock.now())


def _merge(place: Place) -> dict[str, Any]:
    return {"pk": _merged(place).pk}


def _case(place: Place) -> dict[str, Any]:
    merge = _merged(place)
    return {"pk": MergeCase.objects.create(merge=merge, model="people.Office", row=merge.gone_id, rule="x").pk}


def _half_day(place: Place) -> dict[str, Any]:
    return {"pk": make_half_day(place=place.province).pk}


def _roll(place: Place) -> dict[str, Any]:
    register = _register(place)
    return {"pk": register.pk, "half_day": register.half_days.earliest("day", "part").pk}


def _presence(place: Place) -> dict[str, Any]:
    half_day = make_half_day(place=place.province)
    return {"pk": half_day.pk, "person": make_expected(half_day.register).person_id}


def _session(place: Place) -> TrainingSession:
    return make_session(owner=make_body(BodyKind.REGION, place.region), place=place.province)


def _session_of(place: Place) -> dict[str, Any]:
    return {"pk": _session(place).pk}


def _council_of_session(place: Place) -> dict[str, Any]:
    return _session_of(place) | {"body": make_body(BodyKind.COMMUNE, place=place).pk}


def _door(place: Place) -> dict[str, Any]:
    session = _session(place)
    return {"pk": session.pk, "half_day": session.register.half_days.earliest("day", "part").pk}


def _enrolment(place: Place) -> dict[str, Any]:
    return {"pk": make_enrolment(_session(place)).pk}


def _convocation(place: Place) -> Convocation:
    line = make_enrolment(_session(place))
    make_body(BodyKind.STATE, line.session.place)
    confirm_session(line.session, motive=WHY, by=None)
    send_convocations(line.session, by=None)
    return Convocation.objects.get(enrolment=line)


def _convocation_of(place: Place) -> dict[str, Any]:
    return {"pk": _convocation(place).pk}


def _session_convened(place: Place) -> dict[str, Any]:
    return {"pk": _convocation(place).enrolment.session_id}


def _route_list(place: Place) -> dict[str, Any]:
    convocation = _convocation(place)
    assert convocation.listed_in is not None
    return {"pk": convocation.enrolment.session_id, "authority": convocation.listed_in.body_id}


def _letter_to_authority(place: Place) -> dict[str, Any]:
    return {"pk": _convocation(place).listed_in_id}


def _topic(place: Place) -> dict[str, Any]:
    return {"pk": make_topic(make_body(BodyKind.REGION, place.region)).pk}


STEPS = ["session", "programme", "workshop", "seats", "correct", "confirm", "postpone", "cancel", "convene", "hold",
         "close", "sheet", "nominate", "route", "tell", "send", "note_changes"]  # fmt: skip


def _file_request(place: Place) -> dict[str, Any]:
    return {"pk": ask_file(_office(place).person, channel=RequestChannel.COUNTER, by=None).pk}


def _rectification(place: Place) -> dict[str, Any]:
    person = _office(place).person
    asked = ask_rectification(person, subject=Subject.OTHER, said="x", channel=RequestChannel.COUNTER, by=None)
    return {"pk": asked.pk}


def _returned_form(place: Place) -> dict[str, Any]:
    owner, officer = make_body(BodyKind.COMMUNE, place=place), user_as(Role.COMMUNE, place)
    file = store_file(b"x", name="x.xlsx", content_type="text/csv", owner=owner, by=officer)
    facts = {"owner": owner, "file": file, "received_by": officer, "received_at": clock.now()}
    return {"pk": ReturnedForm.objects.create(kind="people.members_form", **facts).pk}


def _observation(place: Place) -> dict[str, Any]:
    """Of a room: an officer of its territory settles it, and no other."""
    room = make_room(place=place, lender=make_body(BodyKind.COMMUNE, place=place))
    officer = user_as(Role.PROVINCE_OFFICER, place)
    observe("list.rooms", room, "x", named="x", owner=room.lender, by=officer)
    return {"pk": Observation.objects.get(key=room.pk).pk}


def _entry(place: Place) -> dict[str, Any]:
    return {"pk": record("body.added", make_body(BodyKind.COMMUNE, place=place), by=user_as(Role.COMMUNE, place)).pk}


WIZARD = ("understood", "import_work", "preview", "settle_stops", "record", "corrected", "undo_import")
NEIGHBOURS: dict[str, Arguments] = {
    "rights:user": _user,
    "rights:give": _user,
    "rights:link": _user,
    "rights:close": _user,
    "rights:reopen": _user,
    "rights:forget_keys": _user,
    "rights:names": _user,
    "rights:end": _appointment,
    **dict.fromkeys(
        ["people:person", "people:numbers", "people:correct", "people:confirm_name", "people:give_office"], _person
    ),
    **dict.fromkeys(["people:ask_file", "people:ask_rectification"], _person),
    **dict.fromkeys(["people:file", "people:hand_over"], _file_request),
    "people:rectification": _rectification,
    "people:council_form": _council,
    **dict.fromkeys(["documents:returned", "documents:record_form", "documents:undo_form"], _returned_form),
    **dict.fromkeys(["documents:observation", "documents:settle_observation"], _observation),
    **dict.fromkeys(["people:end_office", "people:open_account"], _office_of),
    **dict.fromkeys(["people:change_president", "people:open_mandate", "people:council_form"], _council),
    **dict.fromkeys([f"people:{name}" for name in (*WIZARD, "end_presidents")], _batch),
    **dict.fromkeys([f"treasury:{name}" for name in WIZARD], _workbook),
    "treasury:by_rows": _workbook,
    **dict.fromkeys(["people:import_row", "treasury:import_row"], _import_row),
    **dict.fromkeys(["people:forget_layout", "treasury:forget_layout"], _layout),
    "territory:sheet": lambda place: {"pk": place.province_id},
    **dict.fromkeys(["letters:letter", "letters:paper", "letters:delivered"], _letter),
    "letters:make_link": _person,
    "letters:end_link": _link,
    **dict.fromkeys([f"certificates:{name}" for name in ("certificate", "pdf", "revoke", "reissue")], _certificate),
    **dict.fromkeys(["certificates:issue", "certificates:bundle", "certificates:print_all"], _closed_session),
    "certificates:bundle_file": _bundle,
    **dict.fromkeys(["attendance:register", "attendance:sheet"], _register_of),
    "attendance:roll": _roll,
    **dict.fromkeys(["attendance:seal", "attendance:excuse"], _half_day),
    "attendance:correct": _presence,
    **dict.fromkeys([f"training:{name}" for name in STEPS], _session_of),
    **dict.fromkeys(["training:nominate_for", "training:nomination_form"], _council_of_session),
    "training:walk_in": _door,
    "training:withdraw": _enrolment,
    "training:answer": _enrolment,
    **dict.fromkeys(["training:convocation", "training:pasted"], _convocation_of),
    "training:convocations": _session_convened,
    "training:route_list": _route_list,
    "training:letter": _letter_to_authority,
    **dict.fromkeys(["catalogue:topic", "catalogue:topic_edit"], _topic),
    **POOL,
    **dict.fromkeys(["people:pair", "people:reopen_pair"], _pair),
    **dict.fromkeys(["people:merge", "people:undo_merge"], _merge),
    "people:case": _case,
    "portal:job": _job,
    "portal:entry": _entry,
    **FIELD,
    **MEETINGS,
    **MONEY,
}

# What has a number or a name in its address and is nobody's territory: the common register, which everyone who sees
# places sees whole (territory.queries.common), the guides, and the pages of a visitor who holds a token or a code.
COMMON = {
    *(f"territory:{name}" for name in ("place", "body", "room", "sitting", "holiday", "holiday_confirm")),
    *(f"territory:{name}" for name in ("parameter", "parameter_set")),
    "portal:guide",
}
HELD_BY_VISITORS = {
    "accounts:link", "accounts:link_strength", "certificates:own_pdf", "certificates:verify", "personal:page",
    "personal:code", "personal:leave", "personal:ask_file", "personal:ask_rectification", "surveys:own",
    "surveys:own_council",    "surveys:sound",
    "attendance:arrive", "attendance:here",
    "training:reply", "catalogue:own_days", "catalogue:forget_own_days",
    "training:own_invitation", "training:own_mission", "training:own_material",
    "certificates:achievement", "certificates:status_list", "way:room",
}  # fmt: skip
