from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "takwin.people"

    def ready(self) -> None:
        from takwin.directory.models import Body
        from takwin.documents.forms import FormKind, bring_form
        from takwin.documents.forms.lists import bring_list_form
        from takwin.documents.imports.entries import bring_importer
        from takwin.journal.verbs import verb, verbs
        from takwin.people import panels
        from takwin.people.imports.importer import PERSONS
        from takwin.people.imports.retention import bring_import_rules
        from takwin.people.merging import panels as who_is_who
        from takwin.people.merging.round_trip import FORMS
        from takwin.people.merging.rules import merge_veto, stays_behind
        from takwin.people.merging.vetoes import decided_apart, held_alike, open_account_hidden, two_open_accounts
        from takwin.people.models import Office, Person
        from takwin.people.privacy.bringing import bring_privacy
        from takwin.people.round_trip import MEMBERS
        from takwin.people.round_trip_views import OfPersons
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel, search_source
        from takwin.rights.queries import holds
        from takwin.ui import navigation
        from takwin.ui.lists import AS_FORM

        def to_readers(request: HttpRequest) -> bool:
            return holds(request.user, Permission.PERSON_VIEW)

        panel(Person, Permission.PERSON_VIEW, panels.offices, "people/panels/offices.html", order=10)
        panel(Person, Permission.PERSON_VIEW, panels.identity, "people/panels/identity.html", side=True, order=10)
        panel(Body, Permission.PERSON_VIEW, panels.members, "people/panels/members.html", order=20)
        search_source(_("Persons"), Permission.PERSON_VIEW, panels.found, order=20)
        panel(Person, Permission.PERSON_MERGE, who_is_who.merged, "people/panels/merged.html", side=True, order=90)
        desk(Permission.PERSON_EDIT, panels.ending_mandates, order=80)
        desk(Permission.PERSON_MERGE, who_is_who.waiting, order=70)
        navigation.nav_item(
            navigation.PEOPLE, _("Persons"), "people:persons", icon="people", order=10, shown=to_readers, on_bar=True
        )
        merge_veto(decided_apart, order=10)
        merge_veto(two_open_accounts, order=20)
        merge_veto(open_account_hidden, order=21)
        stays_behind(Office, held_alike)
        bring_privacy()
        bring_import_rules()
        bring_importer(PERSONS)
        AS_FORM["persons"] = OfPersons()
        bring_form(FormKind(MEMBERS.kind, Permission.PERSON_EDIT, lambda about, user: MEMBERS))
        for form in FORMS:
            bring_list_form(form)
        verb("person.added", _("added the person to the register"), tone="go", tile="full")
        verb("office.given", _("recorded the office"), tone="go", tile="full")
        verb("office.ended", _("ended the office"), tile="no")
        verb("office.reopened", _("recorded that the office did not end"), tone="warn", tile="full")
        verb("mandate.opened", _("recorded the mandate"), tone="go", tile="full")
        verbs({
            "pairs.sought": _("looked for the twins of the persons changed"),
            "person.name_confirmed": _("confirmed a spelling proposed for the name"),
            "pairs.proposed": _("proposed pairs of persons to look at"),
            "pair.decided": _("decided of two persons who look alike"),
            "pair.reopened": _("took back the decision on two persons"),
            "person.merged": _("recognised another row as this person"),
            "person.merged_away": _("recognised this person as another"),
            "person.merge_undone": _("made two persons again of this one"),
            "person.stands_again": _("made this person stand alone again"),
            "merge_case.closed": _("closed the case of a merge"),
            "person.corrected": _("corrected the person"),
            "person.document_set": _("corrected an identity document"),
            "person.unmasked": _("was shown the numbers"),
            "person.account_opened": _("gave a role for the office"),
            "people.exported": _("took away a list of persons with their numbers"),
        })  # fmt: skip
