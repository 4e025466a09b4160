from django.urls import path

from takwin.surveys import views
from takwin.surveys.paper import views as paper
from takwin.surveys.sounds import views as sounds

app_name = "surveys"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("<key:pk>/", views.round_, name="round"),
    path("<key:pk>/close/", views.close, name="close"),
    path("<key:pk>/tablet/", views.tablet, name="tablet"),
    path("<key:pk>/paper/", paper.copies, name="copies"),
    path("<key:pk>/paper/print/", paper.printed, name="print"),
    path("copies/<key:pk>/", paper.copy, name="copy"),
    path("copies/<key:pk>/discard/", paper.discard, name="discard_copy"),
    path("copies/<key:pk>/rows/<key:row>/", paper.crop, name="crop_of_copy"),
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/add/", views.add, name="add"),
    path("questionnaires/<key:pk>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<key:pk>/write/", views.write, name="write"),
    path("versions/<key:pk>/publish/", views.publish, name="publish"),
    path("questions/<key:pk>/recordings/", sounds.attach, name="recordings"),
    path("sounds/<slug:digest>/", sounds.sound, name="sound"),
    path("councils/<key:pk>/", views.council, name="council"),
    path("councils/<slug:token>/<key:pk>/", views.own_council, name="own_council"),
    path("mine/<slug:token>/<key:pk>/", views.own, name="own"),
]
