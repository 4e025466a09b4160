from django.urls import path

from takwin.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="desk"),
    path("search/", views.find, name="search"),
    path("journal/", views.journal, name="journal"),
    path("journal/<key:pk>/", views.entry, name="entry"),
    path("help/", views.guides, name="help"),
    path("help/<slug:slug>/", views.guide, name="guide"),
    path("jobs/<key:pk>/", views.job, name="job"),
    path("accounts/letter/", views.account_paper, name="account_paper"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("health/", views.health, name="health"),
]
