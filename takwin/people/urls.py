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
    path("form/", round_trip_views.form_of_list, name="form"),
    path("councils/<key:pk>/form/", round_trip_views.form_of_council, name="council_form"),
    path("imports/", import_views.imports, name="imports"),
    path("import/", import_views.upload, name="import"),
    path("import/template/", import_views.template, name="template"),
    path("import/<key:pk>/", import_views.columns, name="understood"),
    path("import/<key:pk>/progress/", import_views.work, name="import_work"),
    path("import/<key:pk>/rows/", import_views.preview, name="preview"),
    path("import/<key:pk>/settle/", import_views.settle, name="settle_stops"),
    path("import/<key:pk>/presidents/", import_views.end_presidents, name="end_presidents"),
    path("import/<key:pk>/record/", import_views.record, name="record"),
    path("import/<key:pk>/corrected/", import_views.corrected, name="corrected"),
    path("import/<key:pk>/undo/", import_views.undo, name="undo_import"),
    path("import/rows/<key:pk>/", import_views.row, name="import_row"),
    path("import/layouts/<key:pk>/forget/", import_views.forget, name="forget_layout"),
]
