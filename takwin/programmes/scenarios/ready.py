"""What scenarios bring: the words of the journal."""

from django.utils.translation import gettext_lazy as _

from takwin.journal.verbs import verb, verbs


def bring_scenarios() -> None:
    """Called once, when the app of programmes is ready."""
    verb("scenario.kept", _("kept a scenario as the cost share"), tone="go", tile="full")
    verbs({
        "scenario.written": _("wrote a scenario of the cost share"),
        "scenario.changed": _("changed a scenario"),
        "scenario.duplicated": _("duplicated a scenario"),
        "scenario.parts_set": _("corrected what a scenario counts"),
        "scenario.topped_up": _("recorded a top-up in a scenario"),
        "scenario.removed": _("removed a scenario"),
    })  # fmt: skip
