from django.urls import path

from takwin.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="desk"),
    path("health/", views.health, name="health"),
]
