from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "takwin.letters"

    def ready(self) -> None:
        from takwin.core.management.checkup import bring_check
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb, verbs
        from takwin.letters import checkup, panels, privacy
        from takwin.letters.round_trip import FORMS
        from takwin.people.models import Person
        from takwin.rights.enums import Permission
        from takwin.rights.panels import panel
        from takwin.rights.queries import holds
        from takwin.ui import navigation

        def to_readers(request: HttpRequest) -> bool:
            return holds(request.user, Permission.DOCUMENT_VIEW)

        panel(Person, Permission.PERSON_VIEW, panels.link_panel, "letters/panels/link.html", side=True, order=30)
        panel(
            Person, Permission.DOCUMENT_VIEW, panels.letters_panel, "letters/panels/letters.html", side=True, order=40
        )
        navigation.nav_item(
            navigation.TRAINING, _("Letters"), "letters:letters", icon="mail", order=60, shown=to_readers
        )
        panels.personal_panel(panels.privacy_panel, "letters/personal/privacy.html", order=90)
        privacy.bring_privacy()
        for form in FORMS:
            bring_list_form(form)
        bring_check(checkup.check_short_messages)
        verb("letter.sent", _("sent the letter"), tile="half")
        verb("letter.delivered", _("marked the letter as delivered"), tone="go", tile="full")
        verb("link.shut", _("shut the personal link after too many wrong codes"), tone="bad", tile="no")
        verb("letters.passed_on", _("noted the way of letters"), tile="half")
        verbs({
            "letter.told": _("sent a message about the letter"),
            "link.opened": _("made a personal link"),
            "link.ended": _("ended the personal link"),
            "link.entered": _("entered by the personal link"),
        })  # fmt: skip
