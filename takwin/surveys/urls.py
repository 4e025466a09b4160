from django.urls import path

from takwin.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("<key:pk>/", views.round_, name="round"),
    path("<key:pk>/close/", views.close, name="close"),
    path("<key:pk>/tablet/", views.tablet, name="tablet"),
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/add/", views.add, name="add"),
    path("questionnaires/<key:pk>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<key:pk>/write/", views.write, name="write"),
    path("versions/<key:pk>/publish/", views.publish, name="publish"),
    path("mine/<slug:token>/<key:pk>/", views.own, name="own"),
]
