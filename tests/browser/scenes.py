"""The corner of Fès-Meknès where the journeys take place: a region, two provinces, communes, and who works there."""

import io
from dataclasses import dataclass
from functools import cached_property

import xlsxwriter

from takwin.accounts.models import User
from takwin.certificates.actions import issue_certificates
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind, PlaceKind
from takwin.directory.models import Body, Parameter, Place
from takwin.rights.enums import Role
from takwin.training.actions import send_convocations
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.certificates import make_closed_session
from tests.factories.directory import (
    make_body,
    make_commune,
    make_holiday,
    make_kingdom,
    make_province,
    make_region,
    make_room,
    make_sitting,
)
from tests.factories.people import make_mandate
from tests.factories.programmes import make_plan, make_programme
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_session
from tests.factories.treasury import RIB


@dataclass(frozen=True)
class Corner:
    """The places and bodies of the story; its users are made when first asked for."""

    region: Place
    province: Place
    commune: Place
    council: Body  # of the region
    governor: Body  # the State in the province
    azrou: Body  # a commune's council

    @cached_property
    def officer(self) -> User:
        return user_as(Role.REGION_OFFICER, self.region, name="سعاد المرنيسي")

    @cached_property
    def colleague(self) -> User:
        """Another officer of the region, who accepts what the first one recorded."""
        return user_as(Role.REGION_OFFICER, self.region, name="إدريس أوعقا")

    @cached_property
    def finance(self) -> User:
        return user_as(Role.FINANCE_OFFICER, self.region, name="محمد الفيلالي")

    @cached_property
    def province_officer(self) -> User:
        return user_as(Role.PROVINCE_OFFICER, self.province, name="خديجة بنسعيد")

    @cached_property
    def president(self) -> User:
        """Who answers for a commune in Takwin."""
        return user_as(Role.COMMUNE, body=self.azrou, name="نعيمة بوعزاوي")

    @cached_property
    def auditor(self) -> User:
        return user_as(Role.AUDITOR, self.region, name="عبد الله حمو")

    @cached_property
    def administrator(self) -> User:
        return user_as(Role.ADMINISTRATOR, make_kingdom(), name="ليلى العلوي")


def corner() -> Corner:
    """Fès-Meknès, Ifrane, Azrou and Aït Yahya Oualla, with the figures of law and the mandate of a council."""
    if not Parameter.objects.exists():
        seed_parameters(by=None)
    region = make_region(name_ar="فاس-مكناس", name_fr="Fès-Meknès", iso="MA-03")
    ifrane = make_province(region, name_ar="إفران", name_fr="Ifrane", iso="MA-IFR")
    make_province(region, name_ar="صفرو", name_fr="Sefrou", iso="MA-SEF")
    azrou = make_commune(ifrane, name_ar="أزرو", name_fr="Azrou", kind=PlaceKind.MUNICIPALITY)
    make_commune(ifrane, name_ar="آيت يحيى أوعلا", name_fr="Aït Yahya Oualla")
    council = make_body(
        BodyKind.REGION,
        region,
        name_ar="جهة فاس-مكناس",
        name_fr="Région Fès-Meknès",
        short_code="FM",
        rib=RIB,
    )
    governor = make_body(BodyKind.STATE, ifrane, name_ar="عمالة إقليم إفران", name_fr="Province d’Ifrane")
    council_of_azrou = make_body(BodyKind.COMMUNE, azrou, name_ar="جماعة أزرو", name_fr="Commune d’Azrou")
    make_mandate(council_of_azrou)
    return Corner(region, ifrane, azrou, council, governor, council_of_azrou)


def sheet(*rows: list[str]) -> bytes:
    """An Excel file of these rows."""
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return saved.getvalue()


def peopled(here: Corner) -> Corner:
    """The same corner with one of each thing, so that no list is empty."""
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    facts = {"owner": here.council, "place": here.province, "topic": topic}
    session = make_closed_session(4, **facts)
    issue_certificates(session, by=here.officer)
    coming = make_session(state="confirmed", **facts)
    make_enrolment(coming, body=here.azrou)
    send_convocations(coming, by=here.officer)
    make_trainer(here.council)
    make_plan(owner=here.council)
    make_programme(owner=here.council)
    make_instalment(make_party(make_agreement(here.council, here.province), here.azrou))
    make_room(here.governor)
    make_sitting(here.azrou)
    make_holiday()
    return here
