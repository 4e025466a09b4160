from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    name = "takwin.attendance"

    def ready(self) -> None:
        from takwin.attendance import shown
        from takwin.journal.verbs import verb, verbs
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk
        from takwin.ui import navigation

        verbs({
            "register.opened": _("opened the register"),
            "register.moved": _("moved the half-days"),
            "half_day.hours_set": _("changed the hours of a half-day"),
        })  # fmt: skip
        verb("half_day.sealed", _("sealed the half-day"), tone="go", tile="done")
        verb("presence.corrected", _("corrected a sealed presence"), tone="warn", tile="half")
        navigation.nav_item(
            navigation.TRAINING, _("Attendance"), "attendance:registers", icon="roll", order=20,
            shown=shown.to_readers, on_bar=True,
        )  # fmt: skip
        desk(Permission.PRESENCE_SEAL, shown.waiting, order=10)
