"""The short address that letters and messages give of a room."""

from django.urls import path

from takwin.territory.views import rooms

app_name = "way"
urlpatterns = [
    path("<key:pk>/", rooms.way, name="room"),
]
