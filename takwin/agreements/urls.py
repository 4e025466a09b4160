from django.urls import path

from takwin.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.new, name="new"),
    path("new/<key:province_id>/", views.draft, name="draft"),
    path("operators/", views.operators, name="operators"),
    path("bodies/", views.bodies, name="bodies"),
    path("<key:pk>/", views.agreement, name="agreement"),
    path("<key:pk>/party/", views.add_party, name="add_party"),
    path("<key:pk>/shares/", views.shares, name="shares"),
    path("<key:pk>/text/", views.text, name="text"),
    path("<key:pk>/text/attach/", views.attach, name="attach"),
    path("<key:pk>/confirm/", views.confirm_all, name="confirm_all"),
    path("<key:pk>/cancel/", views.cancel, name="cancel"),
    path("parties/<key:pk>/commit/", views.commit, name="commit"),
    path("parties/<key:pk>/<str:kind>/", views.step, name="step"),
    path("steps/<key:pk>/confirm/", views.confirm, name="confirm"),
    path("steps/<key:pk>/withdraw/", views.withdraw, name="withdraw"),
]
