from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("gallery/", views.gallery, name="gallery"),
]
