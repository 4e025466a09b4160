from django.urls import path

from takwin.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.new, name="new"),
    path("new/<int:province_id>/", views.draft, name="draft"),
    path("operators/", views.operators, name="operators"),
    path("bodies/", views.bodies, name="bodies"),
    path("<int:pk>/", views.agreement, name="agreement"),
    path("<int:pk>/party/", views.add_party, name="add_party"),
    path("<int:pk>/shares/", views.shares, name="shares"),
    path("<int:pk>/text/", views.text, name="text"),
    path("<int:pk>/text/attach/", views.attach, name="attach"),
    path("<int:pk>/confirm/", views.confirm_all, name="confirm_all"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("parties/<int:pk>/commit/", views.commit, name="commit"),
    path("parties/<int:pk>/<str:kind>/", views.step, name="step"),
    path("steps/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("steps/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
