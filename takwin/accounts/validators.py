"""Django's validators of passwords, in our words: its own Arabic uses another term and lacks a sentence."""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Too short: a password has at least %(least)s characters.") % {"least": self.min_length}


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Too common: it is among the first that would be tried.")


class NotOneself(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Too close to your name or your number.")
