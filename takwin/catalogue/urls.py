from django.urls import path

from takwin.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/add/", views.topic_add, name="topic_add"),
    path("topics/<key:pk>/", views.topic, name="topic"),
    path("topics/<key:pk>/edit/", views.topic_edit, name="topic_edit"),
    path("trainers/", views.trainers, name="trainers"),
    path("trainers/add/", views.trainer_add, name="trainer_add"),
    path("trainers/<key:pk>/", views.trainer, name="trainer"),
    path("trainers/<key:pk>/edit/", views.trainer_edit, name="trainer_edit"),
    path("pick/person/", views.pick_person, name="pick_person"),
    path("pick/body/", views.pick_body, name="pick_body"),
]
