from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "takwin.journal"

    def ready(self) -> None:
        from allauth.account import signals as account_signals
        from allauth.mfa import signals as key_signals

        from takwin.accounts.signals import happened
        from takwin.journal import hearing
        from takwin.journal.verbs import verb, verbs

        happened.connect(hearing.account_happened)
        account_signals.password_changed.connect(hearing.password_changed)
        key_signals.authenticator_added.connect(hearing.key_added)
        key_signals.authenticator_removed.connect(hearing.key_removed)
        verb("account.opened", _("opened the account"), tone="go", tile="full")
        verb("account.closed", _("closed the account"), tone="bad", tile="no")
        verbs({
            "account.reopened": _("reopened the account"),
            "account.link_made": _("made a one-time link"),
            "account.link_used": _("chose a password through the one-time link"),
            "account.language_set": _("chose the language"),
            "account.names_corrected": _("corrected the names of the account"),
            "account.notices_read": _("read what was done to the account"),
            "account.keys_forgotten": _("removed the second step at login"),
            "account.password_changed": _("changed the password"),
            "account.key_added": _("added a second step at login"),
            "account.key_removed": _("removed a second step at login"),
        })  # fmt: skip
