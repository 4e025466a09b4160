from django.urls import path

from takwin.attendance import views
from takwin.attendance.checkin import views as checkin
from takwin.attendance.scans import views as scans
from takwin.attendance.sync import office_views, page_views
from takwin.attendance.validation import views as validation

app_name = "attendance"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("mark/", views.mark, name="mark"),
    path("field/", page_views.field, name="field"),
    path("field/worker.js", page_views.field_worker, name="field_worker"),
    path("field/manifest.json", page_views.field_manifest, name="field_manifest"),
    path("field/no-line/", page_views.field_no_line, name="field_no_line"),
    path("field/bind/", page_views.field_bind, name="field_bind"),
    path("devices/", office_views.devices, name="devices"),
    path("devices/<key:pk>/", office_views.revoke, name="revoke"),
    path("cases/", office_views.cases, name="cases"),
    path("cases/<key:pk>/", office_views.case, name="case"),
    path("half-days/<key:pk>/code/", checkin.screen, name="code"),
    path("here/<key:pk>/<slug:code>/", checkin.arrive, name="arrive"),
    path("here/of/<slug:token>/<key:pk>/", checkin.here, name="here"),
    path("half-days/<key:pk>/validate/", validation.validate, name="validate"),
    path("validate/", validation.closed, name="to_validate"),
    path("<key:pk>/validate/", validation.of_register, name="validate_register"),
    path("<key:pk>/", views.register, name="register"),
    path("<key:pk>/sheet/", views.sheet, name="sheet"),
    path("<key:pk>/photos/", scans.photos, name="photos"),
    path("photos/<key:pk>/", scans.photo, name="photo"),
    path("photos/<key:pk>/record/", scans.record, name="record_photo"),
    path("photos/<key:pk>/again/", scans.again, name="read_photo_again"),
    path("photos/<key:pk>/discard/", scans.discard, name="discard_photo"),
    path("photos/<key:pk>/file/", scans.original, name="photo_file"),
    path("photos/boxes/<key:pk>/", scans.decide, name="decide_box"),
    path("photos/boxes/<key:pk>/crop/", scans.crop, name="crop"),
    path("<key:pk>/<key:half_day>/", views.roll, name="roll"),
    path("half-days/<key:pk>/seal/", views.seal, name="seal"),
    path("half-days/<key:pk>/excuse/", views.excuse, name="excuse"),
    path("half-days/<key:pk>/correct/<key:person>/", views.correct, name="correct"),
]
