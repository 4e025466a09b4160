from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    name = "takwin.attendance"

    def ready(self) -> None:
        from takwin.attendance import checkup, merging, shown
        from takwin.attendance.checkin.shown import to_check_in
        from takwin.attendance.models import Claim, Mark, Presence
        from takwin.attendance.privacy import bring_privacy
        from takwin.attendance.round_trip import FORMS
        from takwin.attendance.sync.models import Case
        from takwin.core.management.checkup import bring_check
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb, verbs
        from takwin.letters.panels import personal_panel
        from takwin.people.merging.rules import merge_veto, stays_behind, undo_veto
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk
        from takwin.ui import navigation

        bring_privacy()
        for form in FORMS:
            bring_list_form(form)
        personal_panel(to_check_in, "attendance/checkin/panel.html", order=5)
        bring_check(checkup.check_phones)
        verbs({
            "register.opened": _("opened the register"),
            "register.moved": _("moved the half-days"),
        })  # fmt: skip
        verbs({
            "sheet.printed": _("printed the attendance sheet"),
            "sheet.received": _("sent a photo of the attendance sheet"),
            "sheet.discarded": _("removed a photo that could not be read"),
        })  # fmt: skip
        verb("sheet.recorded", _("recorded a signed sheet"), tone="go", tile="done")
        verb("half_day.sealed", _("sealed the half-day"), tone="go", tile="done")
        verb("presence.corrected", _("corrected a sealed presence"), tone="warn", tile="half")
        verb("half_day.validated", _("validated the half-day"), tone="go", tile="done")
        verb("device.bound", _("bound a phone"), tile="half")
        verb("device.revoked", _("revoked a phone"), tone="bad", tile="no")
        verb("case.settled", _("settled a doubt on presence"), tone="go", tile="done")
        navigation.nav_item(
            navigation.TRAINING, _("Attendance"), "attendance:registers", icon="roll", order=20,
            shown=shown.to_readers, on_bar=True,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Half-days to validate"), "attendance:to_validate", icon="check", order=21,
            shown=shown.to_correctors,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Doubts on presence"), "attendance:cases", icon="warn", order=22,
            shown=shown.to_correctors,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Phones"), "attendance:devices", icon="phone", order=24, shown=shown.to_correctors
        )
        desk(Permission.PRESENCE_SEAL, shown.waiting, order=10)
        desk(Permission.PRESENCE_MARK, shown.photos, order=11)
        desk(Permission.PRESENCE_CORRECT, shown.doubts, order=12)
        desk(Permission.PRESENCE_CORRECT, shown.closed, order=14)
        merge_veto(merging.present_in_two_places)
        undo_veto(merging.marked_since)
        stays_behind(Claim, merging.taken_by_the_same_register)
        stays_behind(Presence, merging.already_marked, _("Both were marked on this half-day."))
        stays_behind(Case, merging.open_for_both)
        stays_behind(Mark, merging.marks_of_presences_that_stay)
