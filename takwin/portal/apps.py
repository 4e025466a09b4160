from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "takwin.portal"

    def ready(self) -> None:
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb
        from takwin.portal import shown
        from takwin.portal.round_trip import FORMS
        from takwin.portal.works import works_on_desk
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk_panel, search_source
        from takwin.ui import navigation

        desk_panel(None, works_on_desk, "portal/works_panel.html", order=3)
        for form in FORMS:
            bring_list_form(form)
        verb("demo.told", _("made the demo"))
        navigation.nav_item(navigation.DESK, _("Desk"), "portal:desk", icon="desk", order=0, on_bar=True)
        navigation.nav_item(
            navigation.HOUSE,
            _("Journal"),
            "portal:journal",
            icon="roll",
            order=90,
            shown=shown.to_readers_of_the_journal,
        )
        search_source(_("Accounts"), Permission.USERS_VIEW, shown.accounts, order=90)
