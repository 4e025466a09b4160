from django.urls import include, path

urlpatterns = [
    path("", include("takwin.portal.urls")),
    path("account/", include("takwin.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("territory/", include("takwin.territory.urls")),
    path("w/", include("takwin.territory.way_urls")),
    path("rights/", include("takwin.rights.urls")),
    path("documents/", include("takwin.documents.urls")),
    path("people/", include("takwin.people.urls")),
    path("catalogue/", include("takwin.catalogue.urls")),
    path("letters/", include("takwin.letters.urls")),
    path("p/", include("takwin.letters.personal_urls")),
    path("opinions/", include("takwin.surveys.urls")),
    path("attendance/", include("takwin.attendance.urls")),
    path("api/v1/presence/", include("takwin.attendance.sync.urls")),
    path("programmes/", include("takwin.programmes.urls")),
    path("agreements/", include("takwin.agreements.urls")),
    path("treasury/", include("takwin.treasury.urls")),
    path("meetings/", include("takwin.meetings.urls")),
    path("training/", include("takwin.training.urls")),
    path("", include("takwin.certificates.urls")),
    path("ui/", include("takwin.ui.urls")),
]
handler400 = "takwin.ui.views.bad_request"
handler403 = "takwin.ui.views.permission_denied"
handler404 = "takwin.ui.views.page_not_found"
handler500 = "takwin.ui.views.server_error"
