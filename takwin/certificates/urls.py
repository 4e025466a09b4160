from django.urls import path, re_path

from takwin.certificates import api, views
from takwin.certificates.dossiers import views as dossiers

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.certificate_list, name="certificates"),
    path("certificates/<key:pk>/", views.certificate_detail, name="certificate"),
    path("certificates/<key:pk>/certificate.pdf", views.certificate_pdf, name="pdf"),
    path("certificates/<key:pk>/revoke/", views.revoke, name="revoke"),
    path("certificates/<key:pk>/reissue/", views.reissue, name="reissue"),
    path("certificates/sessions/<key:pk>/issue/", views.issue, name="issue"),
    path("certificates/sessions/<key:pk>/bundle/", views.bundle, name="bundle"),
    path("certificates/sessions/<key:pk>/report/", dossiers.report, name="report"),
    path("certificates/sessions/<key:pk>/press/", dossiers.press, name="press"),
    path("certificates/sessions/<key:pk>/reports/<key:paper>/", dossiers.report_pdf, name="report_pdf"),
    path("certificates/sessions/<key:pk>/dossier/", dossiers.seal, name="seal_dossier"),
    path("certificates/dossiers/<key:pk>/", dossiers.dossier_file, name="dossier_file"),
    path("certificates/sessions/<key:pk>/print/", views.print_all, name="print_all"),
    path("certificates/bundles/<key:pk>/", views.bundle_file, name="bundle_file"),
    path("p/<slug:token>/certificates/<key:pk>/", views.own_pdf, name="own_pdf"),
    path(".well-known/did.json", api.did, name="did"),
    path("credentials/trust.json", api.trust, name="trust"),
    path("credentials/verifier.html", api.verifier, name="verifier"),
    path("credentials/status/<key:number>", api.status_list, name="status_list"),
    path("credentials/achievements/<key:pk>", api.achievement, name="achievement"),
    path("verify/", views.check, name="check"),
    re_path(r"^verify/(?P<code>[^/]+)/?$", views.verify, name="verify"),  # typed by hand, it may end with a slash
]
