from django.urls import path

from takwin.treasury.years import views

urlpatterns = [
    path("", views.years, name="years"),
    path("new/", views.open_year, name="open_year"),
    path("<key:pk>/", views.year, name="year"),
    path("<key:pk>/close/", views.close_year, name="close_year"),
    path("<key:pk>/reopen/", views.reopen_year, name="reopen_year"),
    path("<key:pk>/certify/", views.certify_year, name="certify_year"),
    path("<key:pk>/paper/", views.paper, name="year_paper"),
    path("<key:pk>/annex/", views.issue_annex, name="issue_annex"),
    path("annexes/<key:pk>/", views.annex, name="annex"),
    path("<key:pk>/credits/", views.use_credits, name="use_credits"),
    path("signed/<key:pk>/", views.signed, name="signed_year"),
    path("lines/<key:pk>/credit/", views.credit, name="keep_credit"),
]
