from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "takwin.documents"

    def ready(self) -> None:
        from takwin.core.management.checkup import bring_check
        from takwin.directory.models import Body
        from takwin.documents.forms.lists import bring_list_form
        from takwin.documents.forms.observed import to_settle
        from takwin.documents.forms.registers import FORMS
        from takwin.documents.keys import check_keys
        from takwin.documents.panels import seal_of
        from takwin.documents.seals import check_seals
        from takwin.documents.sweeping import check_files
        from takwin.documents.wording.views import may_write
        from takwin.journal.verbs import verb, verbs
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel
        from takwin.ui.navigation import HOUSE, nav_item

        verbs(
            {
                "act.recorded": _("recorded an act"),
                "file.stored": _("stored a file"),
                "file.discarded": _("discarded a file that could not be read"),
                "paper.issued": _("issued the paper"),
                "import.recorded": _("recorded a sheet"),
                "import.undone": _("took back the import of a sheet"),
                "layout.remembered": _("remembered how the lists of an office are read"),
                "layout.forgotten": _("forgot how the lists of an office are read"),
                "wording.written": _("changed the wording of a paper"),
                "wording.restored": _("restored the original wording of a paper"),
                "form.sent": _("took away a form to be filled in"),
                "form.recorded": _("recorded a form that came back"),
                "form.undone": _("took back what a form changed"),
                "observation.received": _("read back an observation"),
                "observation.taken_back": _("took back an observation"),
                "observation.settled": _("settled an observation"),
                "key.made": _("made a key that signs"),
                "key.retired": _("retired a key that signed"),
                "seal.added": _("added a certificate that seals papers"),
                "seal.retired": _("retired a certificate that sealed papers"),
            }
        )
        verb("paper.cancelled", _("cancelled the paper"), tone="bad", tile="no")
        desk(Permission.PLACE_VIEW, to_settle, order=90)
        for form in FORMS:
            bring_list_form(form)
        bring_check(check_keys)
        bring_check(check_seals)
        panel(Body, None, seal_of, "documents/seal_panel.html", side=True, order=70)
        bring_check(check_files)
        nav_item(HOUSE, _("Wording of papers"), "documents:wordings", icon="doc", order=40, shown=may_write)
