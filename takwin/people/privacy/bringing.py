"""What personal data brings to the rest of the product; imported once the registers are there, from ``ready()``."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from takwin.core.management.checkup import bring_check
from takwin.journal.verbs import verb, verbs
from takwin.people.models import Person
from takwin.people.privacy import checkup, panels, queries
from takwin.people.privacy.rules import bring_own_rules
from takwin.people.privacy.sections import bring_own_sections
from takwin.rights.enums import Permission
from takwin.rights.panels import desk, panel
from takwin.rights.queries import holds
from takwin.ui import navigation


def bring_privacy() -> None:
    """Panels, desk lines, navigation, verbs, sections of a person's file, rules of retention."""

    def to_answerers(request: HttpRequest) -> bool:
        return holds(request.user, Permission.PRIVACY_ANSWER)

    answer = Permission.PRIVACY_ANSWER
    panel(Person, answer, panels.requests_of, "people/privacy/panel.html", side=True, order=90)
    desk(answer, queries.waiting, order=15)
    desk(answer, panels.to_let_go, order=95)
    navigation.nav_item(
        navigation.PEOPLE, _("Personal data"), "people:requests", icon="lock", order=90, shown=to_answerers
    )
    bring_check(checkup.check_retention)
    bring_own_sections()
    bring_own_rules()
    verb("person_file.handed_over", _("handed over all that is kept of the person"), tone="go", tile="full")
    verb("rectification.accepted", _("corrected what the person said was wrong"), tone="go", tile="full")
    verb("rectification.refused", _("refused a correction"), tone="bad", tile="no")
    verbs({
        "person_file.asked": _("recorded a request for one’s file"),
        "rectification.asked": _("recorded a correction asked for"),
        "retention.applied": _("removed personal data past its time"),
    })  # fmt: skip
