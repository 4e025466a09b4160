from django.urls import include, path

from takwin.people import import_views, round_trip_views, views

app_name = "people"
urlpatterns = [
    path("", views.persons, name="persons"),
    path("", include("takwin.people.privacy.urls")),
    path("", include("takwin.people.merging.urls")),
    path("add/", views.add, name="add"),
    path("bodies/", views.pick_body, name="pick_body"),
    path("<key:pk>/", views.person, name="person"),
    path("<key:pk>/numbers/", views.numbers, name="numbers"),
    path("<key:pk>/name/", views.confirm_name, name="confirm_name"),
    path("<key:pk>/correct/", views.correct, name="correct"),
    path("<key:pk>/office/", views.give_office, name="give_office"),
    path("offices/<key:pk>/end/", views.end_office, name="end_office"),
    path("offices/<key:pk>/account/", views.open_account, name="open_account"),
    path("councils/<key:pk>/president/", views.change_president, name="change_president"),
    path("councils/<key:pk>/mandate/", views.open_mandate, name="open_mandate"),
    path("councils/<key:pk>/form/", round_trip_views.form_of_council, name="council_form"),
    *import_views.WIZARD.urls(),
    path("import/<key:pk>/presidents/", import_views.end_presidents, name="end_presidents"),
]
