from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from takwin.certificates.models import Certificate, CertificateState
from takwin.core.keys import key_of
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.models import TrainingSession
from takwin.ui.lists import Column, Empty, Listing


class CertificateFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(label=_("State"), choices=CertificateState)
    year = django_filters.NumberFilter(
        label=_("Year"), field_name="issued_on", lookup_expr="year", min_value=2000, max_value=2999
    )
    session = django_filters.ModelChoiceFilter(label=_("Session"), queryset=TrainingSession.objects.none())

    class Meta:
        model = Certificate
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = key_of(self.data.get("session", "")) if self.data else None
        seen = allowed(TrainingSession.objects.select_related("topic"), self.request.user, Permission.SESSION_VIEW)
        self.filters["session"].queryset = seen.filter(pk=asked) if asked else seen.none()


CERTIFICATES = Listing(
    title=_("Certificates"),
    columns=[
        Column("code", _("Code"), kind="reference", phone="line"),
        Column("name", _("Person"), sort="name_{lang}", phone="top"),
        Column("title", _("Topic")),
        Column("body", _("For"), value="body.name", phone="hide"),
        Column("issued_on", _("Issued on"), kind="day", sort="issued_on"),
        Column("state", _("State"), value="state_look", kind="state", phone="end"),
    ],
    filterset=CertificateFilter,
    default_sort="-issued_on",
    search_hint=_("Person, topic, code…"),
    export_name="certificates",
    empty=Empty(
        _("No certificate yet"),
        _("Certificates are issued from the page of a session, once it is closed and its presence sealed."),
    ),
)
