from django.urls import path

from takwin.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("mark/", views.mark, name="mark"),
    path("<int:pk>/", views.register, name="register"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/<int:half_day>/", views.roll, name="roll"),
    path("half-days/<int:pk>/seal/", views.seal, name="seal"),
    path("half-days/<int:pk>/correct/<int:person>/", views.correct, name="correct"),
]
