from django.urls import path

from takwin.rights import views

app_name = "rights"
urlpatterns = [
    path("users/", views.users, name="users"),
    path("users/new/", views.open_account, name="open"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/role/", views.give, name="give"),
    path("users/<int:pk>/link/", views.link, name="link"),
    path("users/<int:pk>/close/", views.close, name="close"),
    path("users/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("users/<int:pk>/forget-keys/", views.forget_keys, name="forget_keys"),
    path("appointments/<int:pk>/end/", views.end, name="end"),
    path("over/", views.over, name="over"),
    path("mine/", views.mine, name="mine"),
    path("mine/delegate/", views.delegate, name="delegate"),
]
