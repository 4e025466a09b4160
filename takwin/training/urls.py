from django.urls import path

from takwin.training.absences import views as absences
from takwin.training.at_risk import views as at_risk
from takwin.training.evaluation import views as evaluation
from takwin.training.improvements import views as improvements
from takwin.training.rates import views as rates
from takwin.training.trainers import views as trainers
from takwin.training.views import custody, people, replies, sessions, walk_ins

app_name = "training"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("plan/", sessions.plan, name="plan"),
    path("<key:pk>/", sessions.session, name="session"),
    path("<key:pk>/programme/", sessions.programme, name="programme"),
    path("<key:pk>/programme/workshop/", sessions.programme, {"one_more": True}, name="workshop"),
    path("<key:pk>/seats/", sessions.seats, name="seats"),
    path("<key:pk>/correct/", sessions.correct, name="correct"),
    path("<key:pk>/confirm/", sessions.confirm, name="confirm"),
    path("<key:pk>/postpone/", sessions.postpone, name="postpone"),
    path("<key:pk>/cancel/", sessions.cancel, name="cancel"),
    path("<key:pk>/convene/", sessions.convene, name="convene"),
    path("<key:pk>/convocations/", people.convocations, name="convocations"),
    path("<key:pk>/route/", custody.route, name="route"),
    path("<key:pk>/route/<key:authority>/", custody.route_list, name="route_list"),
    path("<key:pk>/messages/", custody.tell, name="tell"),
    path("<key:pk>/messages/send/", custody.send, name="send"),
    path("<key:pk>/messages/changes/", custody.note_changes, name="note_changes"),
    path("convocations/<key:pk>/pasted/", custody.pasted, name="pasted"),
    path("<key:pk>/hold/", sessions.hold, name="hold"),
    path("<key:pk>/close/", sessions.close, name="close"),
    path("<key:pk>/absent/", absences.write, name="write_to_absent"),
    path("<key:pk>/absent/letters/", absences.letters, name="absence_letters"),
    path("<key:pk>/walk-in/<key:half_day>/", walk_ins.walk_in, name="walk_in"),
    path("<key:pk>/sheet/", people.sheet, name="sheet"),
    path("<key:pk>/improve/", improvements.improve, name="improve"),
    path("improvements/", improvements.improvements, name="improvements"),
    path("improvements/<key:pk>/", improvements.improvement, name="improvement"),
    path("improvements/<key:pk>/done/", improvements.finish, name="finish_improvement"),
    path("<key:pk>/ask/", evaluation.ask, name="ask"),
    path("<key:pk>/nominate/", people.nominate, name="nominate"),
    path("<key:pk>/nominate/<key:body>/", people.nominate_for, name="nominate_for"),
    path("presence/", rates.rates, {"by": "body"}, name="rates_body"),
    path("presence/provinces/", rates.rates, {"by": "province"}, name="rates_province"),
    path("presence/sessions/", rates.rates, {"by": "session"}, name="rates_session"),
    path("presence/programmes/", rates.rates, {"by": "programme"}, name="rates_programme"),
    path("<key:pk>/nominate/<key:body>/form/", people.nomination_form, name="nomination_form"),
    path("missed-days/", at_risk.councils, name="at_risk"),
    path("missed-days/<key:pk>/", at_risk.council, name="at_risk_council"),
    path("participants/", people.enrolments, name="enrolments"),
    path("participants/<key:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("participants/<key:pk>/answer/", replies.answer, name="answer"),
    path("convocations/<key:pk>/", people.convocation, name="convocation"),
    path("letters/<key:pk>/", people.letter, name="letter"),
    path("<key:pk>/trainers/invite/", trainers.invite, name="invite_trainer"),
    path("<key:pk>/trainers/<key:trainer>/charge/", trainers.charge, name="charge_trainer"),
    path("<key:pk>/trainers/<key:trainer>/fees/", trainers.fees, name="trainer_fees"),
    path("trainers/invitations/<key:pk>/", trainers.letter, name="trainer_invitation"),
    path("trainers/invitations/<key:pk>/answer/", trainers.answer, name="answer_of_trainer"),
    path("trainers/invitations/<key:pk>/take-back/", trainers.take_back, name="uninvite_trainer"),
    path("trainers/missions/<key:pk>/", trainers.mission_letter, name="mission_letter"),
    path("invited/<slug:token>/<key:pk>/", trainers.own_answer, name="own_invitation"),
    path("mission/<slug:token>/<key:pk>/", trainers.own_mission, name="own_mission"),
    path("reply/<slug:token>/<key:pk>/", replies.reply, name="reply"),
]
