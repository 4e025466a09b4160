from django.urls import path

from takwin.programmes.scenarios import views

urlpatterns = [
    path("<key:pk>/scenarios/", views.scenarios, name="scenarios"),
    path("<key:pk>/scenarios/usual/", views.usual, name="usual_scenarios"),
    path("<key:pk>/scenarios/new/", views.new, name="new_scenario"),
    path("scenarios/<key:pk>/change/", views.change, name="change_scenario"),
    path("scenarios/<key:pk>/duplicate/", views.duplicate, name="duplicate_scenario"),
    path("scenarios/<key:pk>/parts/<key:province>/", views.parts, name="scenario_parts"),
    path("scenarios/<key:pk>/top-up/", views.top_up, name="top_up_scenario"),
    path("scenarios/<key:pk>/keep/", views.keep, name="keep_scenario"),
    path("scenarios/<key:pk>/remove/", views.remove, name="remove_scenario"),
]
