from django.urls import path

from takwin.catalogue import views
from takwin.catalogue.pool import views as pool

app_name = "catalogue"
urlpatterns = [
    path("topics/", views.things, {"kept": views.TOPIC}, name="topics"),
    path("topics/add/", views.add, {"kept": views.TOPIC}, name="topic_add"),
    path("topics/<key:pk>/", views.thing, {"kept": views.TOPIC}, name="topic"),
    path("topics/<key:pk>/edit/", views.edit, {"kept": views.TOPIC}, name="topic_edit"),
    path("trainers/", views.things, {"kept": views.TRAINER}, name="trainers"),
    path("trainers/add/", views.add, {"kept": views.TRAINER}, name="trainer_add"),
    path("trainers/<key:pk>/", views.thing, {"kept": views.TRAINER}, name="trainer"),
    path("trainers/<key:pk>/edit/", views.edit, {"kept": views.TRAINER}, name="trainer_edit"),
    path("trainers/<key:pk>/topics/", pool.topics, name="trainer_topics"),
    path("trainers/<key:pk>/accredit/", pool.accredit, name="accredit"),
    path("trainers/accreditations/<key:pk>/end/", pool.end_accreditation, name="end_accreditation"),
    path("trainers/accreditations/<key:pk>/renew/", pool.renew_accreditation, name="renew_accreditation"),
    path("trainers/accreditations/<key:pk>/issue/", pool.issue_accreditation, name="issue_accreditation"),
    path("trainers/accreditations/<key:pk>/paper/", pool.accreditation_paper, name="accreditation_paper"),
    path("trainers/<key:pk>/papers/", pool.keep_paper, name="keep_paper"),
    path("trainers/papers/<key:pk>/", pool.paper, name="trainer_paper"),
    path("trainers/papers/<key:pk>/remove/", pool.remove_paper, name="remove_paper"),
    path("trainers/<key:pk>/days/", pool.say_days, name="say_days"),
    path("trainers/days/<key:pk>/forget/", pool.forget_days, name="forget_days"),
    path("own/<slug:token>/<key:pk>/days/", pool.own_days, name="own_days"),
    path("own/<slug:token>/days/<key:pk>/forget/", pool.forget_own_days, name="forget_own_days"),
    path("pick/person/", views.pick_person, name="pick_person"),
    path("pick/body/", views.pick_body, name="pick_body"),
]
