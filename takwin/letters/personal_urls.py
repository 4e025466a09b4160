"""Addresses printed on letters: short, and outside everything that asks for an account."""

from django.urls import path

from takwin.letters import personal_views

app_name = "personal"
urlpatterns = [
    path("<slug:token>/", personal_views.page, name="page"),
    path("<slug:token>/code/", personal_views.code, name="code"),
    path("<slug:token>/leave/", personal_views.leave, name="leave"),
]
