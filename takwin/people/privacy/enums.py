"""By which way a request arrives, what may be corrected, and how a request ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestChannel(models.TextChoices):
    COUNTER = "counter", _("at the counter")
    LETTER = "letter", _("by letter")
    EMAIL = "email", _("by e-mail")
    PERSONAL = "personal", _("on the person’s own page")


class Subject(models.TextChoices):
    """What a person may say is wrong: a column of the register, or anything else in words."""

    NAME_AR = "name_ar", _("name in Arabic")
    NAME_FR = "name_fr", _("name in French")
    SEX = "sex", _("sex")
    BIRTH = "birth", _("date of birth")
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    CIN = "cin", _("national identity card")
    PASSPORT = "passport", _("passport")
    RESIDENCE = "residence", _("residence card")
    OTHER = "other", _("something else (an office, a presence, a certificate)")


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("corrected")
    REFUSED = "refused", _("refused")
