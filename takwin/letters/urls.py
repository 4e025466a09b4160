from django.urls import path

from takwin.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<key:pk>/", views.letter, name="letter"),
    path("<key:pk>/paper/", views.paper, name="paper"),
    path("<key:pk>/delivered/", views.delivered, name="delivered"),
    path("links/<key:pk>/make/", views.make_link, name="make_link"),
    path("links/<key:pk>/end/", views.end_link, name="end_link"),
]
