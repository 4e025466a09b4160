from django.urls import path

from takwin.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("topics/", views.things, {"kept": views.TOPIC}, name="topics"),
    path("topics/add/", views.add, {"kept": views.TOPIC}, name="topic_add"),
    path("topics/<key:pk>/", views.thing, {"kept": views.TOPIC}, name="topic"),
    path("topics/<key:pk>/edit/", views.edit, {"kept": views.TOPIC}, name="topic_edit"),
    path("trainers/", views.things, {"kept": views.TRAINER}, name="trainers"),
    path("trainers/add/", views.add, {"kept": views.TRAINER}, name="trainer_add"),
    path("trainers/<key:pk>/", views.thing, {"kept": views.TRAINER}, name="trainer"),
    path("trainers/<key:pk>/edit/", views.edit, {"kept": views.TRAINER}, name="trainer_edit"),
    path("pick/person/", views.pick_person, name="pick_person"),
    path("pick/body/", views.pick_body, name="pick_body"),
]
