from django.urls import path

from takwin.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("mark/", views.mark, name="mark"),
    path("<key:pk>/", views.register, name="register"),
    path("<key:pk>/sheet/", views.sheet, name="sheet"),
    path("<key:pk>/<key:half_day>/", views.roll, name="roll"),
    path("half-days/<key:pk>/seal/", views.seal, name="seal"),
    path("half-days/<key:pk>/correct/<key:person>/", views.correct, name="correct"),
]
