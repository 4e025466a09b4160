"""``/api/v1/presence/``: the protocol of devices, stable."""

from django.urls import path

from takwin.attendance.sync import views

app_name = "presence"
urlpatterns = [
    path("sync", views.sync, name="sync"),
    path("rolls", views.rolls, name="rolls"),
]
