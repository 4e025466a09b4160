from django.urls import path

from takwin.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/paper/", views.paper, name="paper"),
    path("<int:pk>/delivered/", views.delivered, name="delivered"),
    path("links/<int:pk>/make/", views.make_link, name="make_link"),
    path("links/<int:pk>/end/", views.end_link, name="end_link"),
]
