from django.urls import include, path

from takwin.programmes.views import costs, days, plans, programmes

app_name = "programmes"
urlpatterns = [
    path("", programmes.programmes, name="programmes"),
    path("new/", programmes.new_programme, name="new_programme"),
    path("<key:pk>/", programmes.programme, name="programme"),
    path("<key:pk>/adopt/", programmes.adopt, name="adopt"),
    path("<key:pk>/reopen/", programmes.reopen, name="reopen"),
    path("<key:pk>/close/", costs.close, name="close"),
    path("<key:pk>/actions/new/", programmes.add_action, name="add_action"),
    path("actions/<key:pk>/", programmes.change_action, name="change_action"),
    path("actions/<key:pk>/remove/", programmes.remove_action, name="remove_action"),
    path("<key:pk>/cost/", costs.cost, name="cost"),
    path("<key:pk>/cost/share/", costs.edit_cost, name="edit_cost"),
    path("<key:pk>/cost/heads/<key:province>/", costs.heads, name="heads"),
    path("<key:pk>/cost/top-up/", costs.top_up, name="top_up"),
    path("<key:pk>/cost/sheet/", costs.cost_sheet, name="cost_sheet"),
    path("<key:pk>/cost/draft/", costs.cost_draft, name="cost_draft"),
    path("<key:pk>/cost/paper/", costs.issue_paper, name="issue_paper"),
    path("<key:pk>/cost/paper/<key:paper_pk>/", costs.paper, name="paper"),
    path("", include("takwin.programmes.scenarios.urls")),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new_plan, name="new_plan"),
    path("plans/<key:pk>/", plans.plan, name="plan"),
    path("plans/<key:pk>/axes/new/", plans.add_axis, name="add_axis"),
    path("plans/<key:pk>/versions/new/", plans.new_version, name="new_version"),
    path("plans/versions/<key:pk>/approve/", plans.approve, name="approve"),
    path("plans/versions/<key:pk>/text/", plans.version_text, name="version_text"),
    path("days/", days.days, name="days"),
    path("days/members/", days.pick_member, name="pick_member"),
    path("days/elsewhere/", days.elsewhere, name="elsewhere"),
    path("days/elsewhere/new/", days.record_elsewhere, name="record_elsewhere"),
    path("days/elsewhere/<uuid:uuid>/", days.stay, name="stay"),
    path("days/elsewhere/<uuid:uuid>/proof/", days.proof, name="proof"),
]
