from django.urls import path

from takwin.rights import views

app_name = "rights"
urlpatterns = [
    path("users/", views.users, name="users"),
    path("users/new/", views.open_account, name="open"),
    path("users/<key:pk>/", views.user, name="user"),
    path("users/<key:pk>/role/", views.give, name="give"),
    path("users/<key:pk>/link/", views.link, name="link"),
    path("users/<key:pk>/close/", views.close, name="close"),
    path("users/<key:pk>/reopen/", views.reopen, name="reopen"),
    path("users/<key:pk>/forget-keys/", views.forget_keys, name="forget_keys"),
    path("appointments/<key:pk>/end/", views.end, name="end"),
    path("users/<key:pk>/names/", views.names, name="names"),
    path("over/", views.over, name="over"),
    path("mine/", views.mine, name="mine"),
    path("mine/read/", views.notices_read, name="notices_read"),
    path("mine/colleagues/", views.colleagues, name="colleagues"),
    path("mine/delegate/", views.delegate, name="delegate"),
]
