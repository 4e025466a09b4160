from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "takwin.certificates"

    def ready(self) -> None:
        from takwin.certificates import merging, shown
        from takwin.certificates.dossiers import shown as dossiers
        from takwin.certificates.dossiers.pieces import bring_pieces
        from takwin.certificates.privacy import bring_privacy
        from takwin.certificates.round_trip import FORMS
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb
        from takwin.letters.panels import personal_panel
        from takwin.people.merging.rules import undo_veto
        from takwin.people.models import Person
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel, search_source
        from takwin.training.models import TrainingSession
        from takwin.ui import navigation

        self.name_works()
        bring_privacy()
        bring_pieces()
        for form in FORMS:
            bring_list_form(form)
        view = Permission.CERTIFICATE_VIEW
        navigation.nav_item(
            navigation.TRAINING,
            _("Certificates"),
            "certificates:certificates",
            icon="award",
            order=40,
            shown=shown.to_readers,
        )
        panel(TrainingSession, view, shown.of_session, "certificates/session_panel.html", order=5)
        panel(TrainingSession, view, dossiers.of_session, "certificates/dossier_panel.html", order=90)
        panel(Person, view, shown.of_person, "certificates/person_panel.html", order=60)
        personal_panel(shown.of_oneself, "certificates/personal_panel.html", order=60)
        desk(Permission.CERTIFICATE_ISSUE, shown.waiting, order=60)
        undo_veto(merging.certified_since)
        search_source(_("Certificates"), view, shown.found, order=60)
        verb("certificate.issued", _("issued the certificate"), tone="go", tile="done")
        verb("certificate.revoked", _("revoked the certificate"), tone="bad", tile="no")
        verb("certificate.replaced", _("replaced the certificate by another"), tone="warn", tile="no")
        verb("certificate.reissued", _("reissued the certificate"), tone="go", tile="done")
        verb("dossier.sealed", _("sealed the dossier"), tone="go", tile="full")
        verb("certificates.bundled", _("made the certificates ready to print"))

    def name_works(self) -> None:
        from takwin.certificates import actions
        from takwin.certificates.dossiers.actions import seal_dossier
        from takwin.core.works import work

        for action, label in (
            (actions.issue_certificates, _("Issue the certificates")),
            (actions.bundle_certificates, _("Archive of the certificates")),
            (seal_dossier, _("Seal the file of the session")),
        ):
            work(action, label, named_by=("topic",))
