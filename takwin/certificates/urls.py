from django.urls import path

from takwin.certificates import views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.certificate_list, name="certificates"),
    path("certificates/<int:pk>/", views.certificate_detail, name="certificate"),
    path("certificates/<int:pk>/certificate.pdf", views.certificate_pdf, name="pdf"),
    path("certificates/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("certificates/<int:pk>/reissue/", views.reissue, name="reissue"),
    path("certificates/sessions/<int:pk>/issue/", views.issue, name="issue"),
    path("certificates/sessions/<int:pk>/bundle/", views.bundle, name="bundle"),
    path("certificates/bundles/<int:pk>/", views.bundle_file, name="bundle_file"),
    path("p/<slug:token>/certificates/<int:pk>/", views.own_pdf, name="own_pdf"),
    path("verify/", views.check, name="check"),
    path("verify/<str:code>", views.verify, name="verify"),
]
