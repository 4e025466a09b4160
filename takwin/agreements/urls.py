from django.urls import include, path

from takwin.agreements.views import agreements as views
from takwin.agreements.views import contents, from_shares

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.new, name="new"),
    path("new/<key:province_id>/", views.draft, name="draft"),
    path("projects/", include("takwin.agreements.projects.urls")),
    path("from-shares/<key:pk>/", from_shares.draft_all, name="from_shares"),
    path("operators/", views.operators, name="operators"),
    path("bodies/", views.bodies, name="bodies"),
    path("<key:pk>/", views.agreement, name="agreement"),
    path("<key:pk>/party/", views.add_party, name="add_party"),
    path("<key:pk>/shares/", views.shares, name="shares"),
    path("<key:pk>/text/", views.text, name="text"),
    path("<key:pk>/text/attach/", views.attach, name="attach"),
    path("<key:pk>/confirm/", views.confirm_all, name="confirm_all"),
    path("<key:pk>/cancel/", views.cancel, name="cancel"),
    path("new/<key:province_id>/another/", contents.another, name="another"),
    path("<key:pk>/standing/", contents.standing, name="standing"),
    path("<key:pk>/amend/", contents.amend, name="amend"),
    path("<key:pk>/clause/", contents.clause, name="clause"),
    path("<key:pk>/clause/remove/", contents.clause_remove, name="clause_remove"),
    path("parties/<key:pk>/silence/", views.silence, name="silence"),
    path("parties/<key:pk>/promise/", contents.promise, name="promise"),
    path("parties/<key:pk>/leave/", contents.leave, name="leave"),
    path("promises/<key:pk>/value/", contents.value, name="value"),
    path("promises/<key:pk>/deliver/", contents.deliver, name="deliver"),
    path("promises/<key:pk>/give-up/", contents.give_up, name="give_up"),
    path("parties/<key:pk>/commit/", views.commit, name="commit"),
    path("parties/<key:pk>/<str:kind>/", views.step, name="step"),
    path("steps/<key:pk>/confirm/", views.confirm, name="confirm"),
    path("steps/<key:pk>/withdraw/", views.withdraw, name="withdraw"),
]
