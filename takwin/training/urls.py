from django.urls import path

from takwin.training.views import people, sessions

app_name = "training"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("plan/", sessions.plan, name="plan"),
    path("<int:pk>/", sessions.session, name="session"),
    path("<int:pk>/programme/", sessions.programme, name="programme"),
    path("<int:pk>/programme/workshop/", sessions.programme, {"one_more": True}, name="workshop"),
    path("<int:pk>/seats/", sessions.seats, name="seats"),
    path("<int:pk>/correct/", sessions.correct, name="correct"),
    path("<int:pk>/confirm/", sessions.confirm, name="confirm"),
    path("<int:pk>/postpone/", sessions.postpone, name="postpone"),
    path("<int:pk>/cancel/", sessions.cancel, name="cancel"),
    path("<int:pk>/convene/", sessions.convene, name="convene"),
    path("<int:pk>/hold/", sessions.hold, name="hold"),
    path("<int:pk>/close/", sessions.close, name="close"),
    path("<int:pk>/sheet/", people.sheet, name="sheet"),
    path("<int:pk>/nominate/", people.nominate, name="nominate"),
    path("<int:pk>/nominate/<int:body>/", people.nominate_for, name="nominate_for"),
    path("participants/", people.enrolments, name="enrolments"),
    path("participants/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("convocations/<int:pk>/", people.convocation, name="convocation"),
    path("letters/<int:pk>/", people.letter, name="letter"),
    path("reply/<slug:token>/<int:pk>/", people.reply, name="reply"),
]
