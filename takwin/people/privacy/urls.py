from django.urls import path

from takwin.people.privacy import views

urlpatterns = [
    path("kept/", views.kept, name="kept"),
    path("requests/", views.requests, name="requests"),
    path("<key:pk>/file/", views.ask_file, name="ask_file"),
    path("<key:pk>/correction/", views.ask_rectification, name="ask_rectification"),
    path("files/<key:pk>/", views.file, name="file"),
    path("files/<key:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("corrections/<key:pk>/", views.rectification, name="rectification"),
]
