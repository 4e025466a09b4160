from django.urls import path

from takwin.people.merging import views

urlpatterns = [
    path("who-is-who/", views.who, name="who"),
    path("who-is-who/next/", views.next_pair, name="next_pair"),
    path("who-is-who/sure/", views.sure, name="sure"),
    path("who-is-who/<key:pk>/", views.pair, name="pair"),
    path("who-is-who/<key:pk>/reopen/", views.reopen, name="reopen_pair"),
    path("who-is-who/merges/", views.merges, name="merges"),
    path("who-is-who/merges/<key:pk>/", views.merge, name="merge"),
    path("who-is-who/merges/<key:pk>/undo/", views.undo_merge, name="undo_merge"),
    path("who-is-who/cases/", views.cases, name="cases"),
    path("who-is-who/cases/<key:pk>/", views.case, name="case"),
]
