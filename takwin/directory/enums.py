"""Kinds of places and bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a place stands in the official map. A cercle lies between province and commune and owns no body."""

    KINGDOM = "kingdom", _("kingdom")
    REGION = "region", _("region")
    PROVINCE = "province", _("province or prefecture")
    CERCLE = "cercle", _("cercle")
    COMMUNE = "commune", _("commune")
    BOROUGH = "borough", _("arrondissement")


class PlaceKind(models.TextChoices):
    """What the law calls the place, within its level."""

    KINGDOM = "kingdom", _("kingdom")
    REGION = "region", _("region")
    PREFECTURE = "prefecture", _("prefecture")
    PROVINCE = "province", _("province")
    CERCLE = "cercle", _("cercle")
    MUNICIPALITY = "municipality", _("urban commune")
    RURAL_COMMUNE = "rural_commune", _("rural commune")
    BOROUGH = "borough", _("arrondissement")


class BodyKind(models.TextChoices):
    REGION = "region", _("regional council")
    PROVINCE = "province", _("prefectural or provincial council")
    COMMUNE = "commune", _("communal council")
    BOROUGH = "borough", _("arrondissement council")
    COMMITTEE = "committee", _("committee")
    STATE = "state", _("State administration")
    SERVICE = "service", _("State service")
    NATIONAL = "national", _("ministry or national office")
    UNIVERSITY = "university", _("university")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    INSTITUTION = "institution", _("training institution")


COLLECTIVITIES = (BodyKind.REGION, BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.BOROUGH)


class SittingKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary session")
    EXTRAORDINARY = "extraordinary", _("extraordinary session")
