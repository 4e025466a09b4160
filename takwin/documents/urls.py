from django.urls import path

from takwin.documents.wording import views

app_name = "documents"
urlpatterns = [
    path("wording/", views.wordings, name="wordings"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/", views.wording, name="wording"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/preview/", views.preview, name="wording_preview"),
    path("wording/<key:owner>/<slug:paper>/<slug:language>/restore/", views.restore, name="wording_restore"),
    path("wording/versions/<key:pk>/", views.version, name="wording_version"),
]
