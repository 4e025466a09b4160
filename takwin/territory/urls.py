from django.urls import path

from takwin.territory.views import bodies, calendar, parameters, places, rooms, sheet

app_name = "territory"
urlpatterns = [
    path("places/", places.places, name="places"),
    path("places/pick/", places.pick, name="pick_place"),
    path("places/pick/seat/", places.pick_seat, name="pick_seat"),
    path("places/sheet/", sheet.sheets, name="sheets"),
    path("places/<key:pk>/", places.place, name="place"),
    path("places/<key:pk>/sheet/", sheet.sheet, name="sheet"),
    path("places/<key:pk>/names/", places.names, name="place_names"),
    path("places/<key:pk>/alias/", places.alias, name="place_alias"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/add/", bodies.add, name="body_add"),
    path("bodies/elsewhere/", bodies.elsewhere, name="body_elsewhere"),
    path("bodies/pick/", bodies.pick, name="pick_body"),
    path("bodies/pick/council/", bodies.pick, {"councils": True}, name="pick_council"),
    path("bodies/<key:pk>/", bodies.body, name="body"),
    path("bodies/<key:pk>/edit/", bodies.edit, name="body_edit"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/add/", rooms.room_add, name="room_add"),
    path("rooms/<key:pk>/", rooms.room, name="room"),
    path("rooms/<key:pk>/edit/", rooms.room_edit, name="room_edit"),
    path("rooms/<key:pk>/locate/", rooms.locate, name="room_locate"),
    path("sittings/", calendar.sittings, name="sittings"),
    path("sittings/add/", calendar.sitting_add, name="sitting_add"),
    path("sittings/<key:pk>/", calendar.sitting, name="sitting"),
    path("sittings/<key:pk>/convene/", calendar.sitting_convene, name="sitting_convene"),
    path("sittings/<key:pk>/cancel/", calendar.sitting_cancel, name="sitting_cancel"),
    path("holidays/", calendar.holidays, name="holidays"),
    path("holidays/add/", calendar.holiday_add, name="holiday_add"),
    path("holidays/<key:pk>/", calendar.holiday, name="holiday"),
    path("holidays/<key:pk>/confirm/", calendar.holiday_confirm, name="holiday_confirm"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<slug:key>/", parameters.parameter, name="parameter"),
    path("parameters/<slug:key>/set/", parameters.parameter_set, name="parameter_set"),
]
