"""Addresses printed on letters: short, and outside everything that asks for an account."""

from django.urls import path

from takwin.letters import personal_views, privacy_views

app_name = "personal"
urlpatterns = [
    path("<slug:token>/", personal_views.page, name="page"),
    path("<slug:token>/code/", personal_views.code, name="code"),
    path("<slug:token>/leave/", personal_views.leave, name="leave"),
    path("<slug:token>/file/", privacy_views.ask_file, name="ask_file"),
    path("<slug:token>/correction/", privacy_views.ask_rectification, name="ask_rectification"),
]
