from django.urls import path

from takwin.agreements.projects import views

urlpatterns = [
    path("", views.projects, name="projects"),
    path("timeline/", views.timeline, name="timeline"),
    path("new/<key:pk>/", views.new, name="new_project"),
    path("<key:pk>/", views.project, name="project"),
    path("<key:pk>/plan/", views.plan, name="plan_milestone"),
    path("<key:pk>/money/", views.money, name="project_money"),
    path("<key:pk>/files/", views.add_file, name="add_project_file"),
    path("<key:pk>/stop/", views.stop, name="stop_project"),
    path("milestones/<key:pk>/done/", views.done, name="do_milestone"),
    path("milestones/<key:pk>/proof/", views.milestone_proof, name="milestone_proof"),
    path("milestones/<key:pk>/reopen/", views.reopen, name="reopen_milestone"),
    path("milestones/<key:pk>/wait/", views.wait, name="wait"),
    path("waits/<key:pk>/remove/", views.wait_no_more, name="wait_no_more"),
    path("money/<key:pk>/proof/", views.money_proof, name="money_proof"),
    path("money/<key:pk>/withdraw/", views.withdraw_money, name="withdraw_money"),
    path("files/<key:pk>/", views.file, name="project_file"),
    path("files/<key:pk>/remove/", views.remove_file, name="remove_project_file"),
]
