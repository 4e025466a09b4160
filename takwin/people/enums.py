"""Offices, sexes and identity documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")


class Script(models.TextChoices):
    """The script of a name."""

    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")


class DocumentKind(models.TextChoices):
    CIN = "cin", _("national identity card")
    PASSPORT = "passport", _("passport")
    RESIDENCE = "residence", _("residence card")


class Title(models.TextChoices):
    """What a person is in a body: the list of offices the law and usage know."""

    PRESIDENT = "president", _("president")
    VICE_PRESIDENT = "vice_president", _("vice-president")
    SECRETARY = "secretary", _("secretary of the council")
    DEPUTY_SECRETARY = "deputy_secretary", _("deputy secretary of the council")
    COMMITTEE_CHAIR = "committee_chair", _("committee chair")
    DEPUTY_CHAIR = "deputy_chair", _("deputy committee chair")
    MEMBER = "member", _("member")
    GOVERNOR = "governor", _("governor")
    WALI = "wali", _("wali")
    DIRECTOR_GENERAL = "director_general", _("director general")
    SECRETARY_GENERAL = "secretary_general", _("secretary general")
    DIVISION_HEAD = "division_head", _("head of division")
    SERVICE_HEAD = "service_head", _("head of service")
    DIRECTOR = "director", _("director of services")
    FINANCE_STAFF = "finance_staff", _("finance and budget staff")
    STAFF = "staff", _("staff")
    PROFESSOR = "professor", _("professor")
    EXPERT = "expert", _("expert")
    DELEGATE = "delegate", _("representative")


ELECTED = (
    Title.PRESIDENT, Title.VICE_PRESIDENT, Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.COMMITTEE_CHAIR,
    Title.DEPUTY_CHAIR, Title.MEMBER,
)  # fmt: skip
AUTHORITIES = (Title.GOVERNOR, Title.WALI)
TEACHING = (Title.PROFESSOR, Title.EXPERT)
# Offices that one person holds at a time in a body; those of the second line by their rank, committee or service.
SOLE = (
    Title.PRESIDENT, Title.SECRETARY, Title.GOVERNOR, Title.WALI, Title.DIRECTOR_GENERAL, Title.SECRETARY_GENERAL,
    Title.DIRECTOR,
)  # fmt: skip
# What is said beside a director of services whose directorate is a general one, as that of some communes is (organic
# law 113-14); that of a region, a prefecture or a province always is, so that nothing need be said.
GENERAL = "general directorate"
SOLE_BY_DETAIL = (Title.VICE_PRESIDENT, Title.COMMITTEE_CHAIR, Title.DIVISION_HEAD, Title.SERVICE_HEAD)
