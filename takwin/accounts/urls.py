"""Takwin's own pages of the account, then those of allauth that stay shut.

Included before allauth's addresses, so the shut ones are never reached there.
"""

from django.urls import path, re_path

from takwin.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("link/<str:token>/", views.link, name="link"),
    path("link/<str:token>/strength/", views.link_strength, name="link_strength"),
    # Accounts are opened by officers, and a lost password is replaced by a new link: no sign-up, no e-mail.
    re_path(r"^(?:signup|email|confirm-email|password/set|password/reset|login/code)(?:/.*)?$", views.closed),
    re_path(r"^3rdparty/(?:signup/)?$", views.closed),
    re_path(r"^social/", views.closed),
]
