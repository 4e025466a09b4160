from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TerritoryConfig(AppConfig):
    name = "takwin.territory"

    def ready(self) -> None:
        from takwin.core.management.checkup import bring_check
        from takwin.directory.models import Body, Place, Room
        from takwin.journal.verbs import verb, verbs
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk_panel, panel, search_source
        from takwin.territory import checkup, shown, ways
        from takwin.ui.navigation import HOUSE, PEOPLE, nav_item

        nav_item(
            PEOPLE, pgettext_lazy("navigation", "Bodies"), "territory:bodies", icon="body", order=20,
            shown=shown.to_readers,
        )  # fmt: skip
        nav_item(PEOPLE, _("Places"), "territory:places", icon="pin", order=30, shown=shown.to_readers)
        nav_item(PEOPLE, _("Rooms"), "territory:rooms", icon="door", order=40, shown=shown.to_readers)
        nav_item(
            PEOPLE, _("Sittings of councils"), "territory:sittings", icon="sitting", order=50, shown=shown.to_readers
        )
        nav_item(HOUSE, _("Holidays"), "territory:holidays", icon="cal", order=40, shown=shown.to_readers)
        nav_item(HOUSE, _("Parameters"), "territory:parameters", icon="filter", order=50, shown=shown.to_readers)

        panel(Place, None, shown.map_of, "territory/map_panel.html", order=10)
        panel(Place, None, shown.parts, "territory/parts_panel.html", order=60)
        panel(Place, None, shown.bodies_at, "territory/bodies_panel.html", side=True, order=10)
        panel(Place, None, shown.identity, "territory/identity_panel.html", side=True, order=80)
        panel(Body, None, shown.about, "territory/about_panel.html", side=True, order=10)
        panel(Body, None, shown.organs, "territory/organs_panel.html", order=60)
        panel(Body, None, shown.sittings, "territory/sittings_panel.html", side=True, order=60)
        panel(Body, None, shown.rooms_lent, "territory/rooms_panel.html", order=70)
        panel(Room, None, ways.of_room, "territory/way_panel.html", order=10)
        desk_panel(Permission.PLACE_VIEW, shown.sheet_on_desk, "territory/sheet_panel.html", order=10)
        search_source(_("Places"), Permission.PLACE_VIEW, shown.search_places, order=40)
        search_source(_("Councils and administrations"), Permission.PLACE_VIEW, shown.search_bodies, order=30)

        bring_check(checkup.check_parameters)
        verb("places.loaded", _("loaded the official map"), tone="go", tile="full")
        verb("holiday.confirmed", _("confirmed the day"), tone="go", tile="full")
        verb("sitting.convened", _("convened the council"), tone="go", tile="full")
        verb("sitting.cancelled", _("took this day back"), tile="no")
        verbs({
            "body.added": _("added this body"),
            "body.corrected": _("corrected this body"),
            "room.added": _("added this room"),
            "room.corrected": _("corrected this room"),
            "room.located": _("put this room on the map"),
            "room.unlocated": _("took this room off the map"),
            "place.renamed": _("changed the shown names"),
            "place.alias_added": _("added another name"),
            "sitting.added": _("wrote down this sitting"),
            "holiday.added": _("recorded this holiday"),
            "holidays.seeded": _("recorded the holidays of the years to come"),
            "parameters.seeded": _("set the first values of the parameters"),
            "parameter.set": _("set this value"),
        })  # fmt: skip
