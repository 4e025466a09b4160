"""Addresses printed on letters: short, and outside everything that asks for an account."""

from django.urls import path

from takwin.letters import personal_views

app_name = "personal"
urlpatterns = [
    path("<str:token>/", personal_views.page, name="page"),
    path("<str:token>/code/", personal_views.code, name="code"),
    path("<str:token>/leave/", personal_views.leave, name="leave"),
]
