from django.urls import path

from takwin.documents.forms import observation_views as observations
from takwin.documents.forms import views as forms
from takwin.documents.wording import views

app_name = "documents"
urlpatterns = [
    path("forms/", forms.give_back, name="give_back"),
    path("forms/<key:pk>/", forms.returned, name="returned"),
    path("forms/<key:pk>/record/", forms.record_returned, name="record_form"),
    path("forms/<key:pk>/undo/", forms.undo_returned, name="undo_form"),
    path("observations/", observations.observations, name="observations"),
    path("observations/<key:pk>/", observations.observation, name="observation"),
    path("observations/<key:pk>/settle/", observations.settle, name="settle_observation"),
    path("wording/", views.wordings, name="wordings"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/", views.wording, name="wording"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/preview/", views.preview, name="wording_preview"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/restore/", views.restore, name="wording_restore"),
    path("wording/versions/<key:pk>/", views.version, name="wording_version"),
]
