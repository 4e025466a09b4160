from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "takwin.rights"

    def ready(self) -> None:
        from django.db.models import Model

        from takwin.accounts.models import User
        from takwin.core import later
        from takwin.journal.standing_in import told_by
        from takwin.journal.verbs import verb
        from takwin.rights import notices, shown, standing_in
        from takwin.rights.panels import desk_panel, panel
        from takwin.ui import navigation

        told_by(standing_in.whose_place)
        later.carry("permissions", standing_in.asked_for, standing_in.acting_by)
        verb("appointment.given", _("gave this role"), tone="go", tile="full")
        verb("appointment.delegated", _("delegated this role"), tile="half")
        verb("appointment.ended", _("ended this role"), tile="no")
        verb("account.role_given", _("gave a role"), tone="go", tile="full")
        verb("account.role_delegated", _("delegated a role of his own"), tile="half")
        verb("account.role_ended", _("ended a role"), tile="no")
        panel(User, None, shown.roles, "rights/roles_panel.html", order=10)
        panel(User, None, shown.links, "rights/links_panel.html", side=True, order=10)
        panel(Model, None, shown.story, "journal/story_panel.html", side=True, order=90)
        desk_panel(None, notices.desk_notices, "rights/notices_panel.html", order=5)
        navigation.nav_item(
            navigation.HOUSE, _("Accounts and roles"), "rights:users", icon="key", order=10, shown=shown.to_readers
        )
