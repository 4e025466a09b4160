"""A framework of no set duration with a national office, which is seated in no region and signs by name."""

import datetime as dt

from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, ClauseKind, PartyRole, StepKind
from takwin.directory.actions import name_body
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Place
from takwin.people.labels import capacity
from takwin.portal.demo.world import IFRANE, World

DRAFTED, SIGNED = dt.date(2025, 9, 16), dt.date(2025, 10, 7)
NAMES = ("اتفاقية إطار لتكوين مكوني المتدربين", "Convention-cadre : formation des formateurs en apprentissage")


def agree_with_an_office(world: World) -> None:
    """The office is invented; its director general is named by the text alone."""
    province = next((one for one in world.provinces if one.place.code == IFRANE), None)
    if province is None or not world.has_come(SIGNED):
        return
    by, university = world.team.region, world.universities["aui"]
    with world.on(DRAFTED, 10):
        office = name_body(
            kind=BodyKind.NATIONAL, name_ar="المكتب الوطني لتكوين المكونين", name_fr="Office national des formateurs",
            place=Place.objects.get(level=Level.KINGDOM), by=by,
        )  # fmt: skip
        parties = [
            (province.state, PartyRole.WITNESS), (university, PartyRole.HOST), (office, PartyRole.OPERATOR),
        ]  # fmt: skip
        framework = actions.draft_agreement(
            owner=world.council, place=province.place, name_ar=NAMES[0], name_fr=NAMES[1], first_year=2025,
            last_year=None, kind=AgreementKind.FRAMEWORK, parties=parties, by=by,
        )  # fmt: skip
        text = (
            "تسري هذه الاتفاقية لمدة غير محددة، إلى أن تعوضها اتفاقية أخرى أو ينهيها أحد الأطراف بإشعار مدته ستة أشهر"
        )
        actions.write_clause(framework, key="1", kind=ClauseKind.TEXT, text_ar=text, by=by)
    with world.on(SIGNED, 12):
        for party in framework.parties.select_related("body"):
            head = world.heads.get(party.body_id)
            said = capacity(head.title, head.person.sex, "ar", body=party.body)[:120] if head else "المديرة العامة"
            actions.record_step(
                party, StepKind.SIGNATURE, done_on=SIGNED, signatory=head.person if head else None,
                signatory_name="" if head else "سلمى الإدريسي", capacity=said, by=by,
            )  # fmt: skip
