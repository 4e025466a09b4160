from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "takwin.agreements"

    def ready(self) -> None:
        from takwin.agreements import desk, province, shown
        from takwin.agreements import panels as contents
        from takwin.agreements.models import Agreement, Instalment
        from takwin.agreements.projects.ready import bring_projects
        from takwin.agreements.refusals import refuse_reopening
        from takwin.agreements.round_trip import FORMS
        from takwin.directory.models import Body
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import details, verb, verbs
        from takwin.programmes.models import Programme
        from takwin.programmes.signals import programme_reopening
        from takwin.rights import panels
        from takwin.rights.enums import Permission
        from takwin.ui import navigation

        self.name_works()
        bring_projects()
        for form in FORMS:
            bring_list_form(form)
        programme_reopening.connect(refuse_reopening)
        see = Permission.AGREEMENT_VIEW
        panels.panel(Agreement, see, shown.parties, "agreements/parties_panel.html", order=10)
        panels.panel(Agreement, see, contents.clauses, "agreements/clauses_panel.html", order=12)
        panels.panel(Agreement, see, contents.promises, "agreements/promises_panel.html", order=14)
        panels.panel(Agreement, see, contents.family, "agreements/family_panel.html", side=True, order=15)
        panels.panel(Agreement, see, shown.facts, "agreements/facts_panel.html", side=True, order=10)
        panels.panel(Agreement, see, shown.text, "agreements/text_panel.html", side=True, order=20)
        panels.panel(Instalment, see, contents.given_up, "agreements/given_up_panel.html", side=True, order=30)
        panels.panel(Body, None, shown.of_body, "agreements/agreements_panel.html", order=40)
        panels.panel(Programme, None, shown.from_shares, "agreements/from_shares_panel.html", order=25)
        panels.panel(Programme, None, shown.of_programme, "agreements/agreements_panel.html", order=40)
        panels.desk(Permission.AGREEMENT_DECLARE, desk.to_declare, order=20)
        panels.desk(Permission.AGREEMENT_VISA, desk.to_visa, order=20)
        panels.desk(Permission.AGREEMENT_CONFIRM, desk.to_confirm, order=20)
        panels.desk(Permission.AGREEMENT_EDIT, desk.to_sign, order=30)
        panels.place_figures(_("Agreements"), see, province.agreements, order=10)
        panels.place_figures(_("Projects"), see, province.projects, order=60)
        panels.search_source(_("Agreements"), see, desk.search, order=30)
        navigation.nav_item(
            navigation.PROGRAMME,
            _("Agreements"),
            "agreements:agreements",
            icon="agree",
            order=20,
            shown=desk.to_readers,
        )
        details("agreement", shown.told_in_story)
        verb("agreement.drafted", _("drafted the agreement"), tile="draft")
        verb("agreement.draft_corrected", _("corrected the title or the years of the draft"), tile="draft")
        verb("agreement.step_declared", _("declared a step of a party"), tone="warn", tile="dot")
        verb("agreement.step_recorded", _("recorded a step of a party"), tone="go", tile="full")
        verb("agreement.step_confirmed", _("confirmed a declared step"), tone="go", tile="full")
        verb("agreement.step_withdrawn", _("withdrew a step"), tone="bad", tile="no")
        verb("agreement.reception_recorded", _("recorded the day the authority received the deliberation"), tile="dot")
        verb("agreement.cancelled", _("cancelled the agreement"), tone="bad", tile="no")
        verb("agreement.party_leaves", _("wrote that a party leaves"), tone="warn", tile="no")
        verb("agreement.second_reading", _("set aside the opposed deliberation: the council reads again"), tone="warn")
        verb("agreement.frozen", _("froze the text at its first signature"), tile="done")
        verb("agreement.reopened", _("opened the text again: no signature is left"), tone="warn", tile="draft")
        verb("agreement.delivered", _("recorded a delivery"), tone="go", tile="full")
        verb("agreement.delivery_withdrawn", _("withdrew a delivery"), tone="bad", tile="no")
        verb("agreement.written_off", _("wrote off a promise in kind"), tone="bad", tile="no")
        verb("agreement.due_written_off", _("wrote off a part of what is due"), tone="bad", tile="no")
        verbs({
            "agreement.party_removed": _("removed a party from the draft"),
            "agreement.party_stays": _("wrote that a party stays after all"),
            "agreement.refers": _("named an earlier agreement"),
            "agreement.refers_no_more": _("named an earlier agreement no more"),
            "agreement.role_given": _("gave a party another role"),
            "agreement.text_compared": _("held the signed text as equal to the data"),
            "agreement.clause_written": _("wrote an article"),
            "agreement.clause_removed": _("removed an article"),
            "agreement.clause_kept": _("left an article as it was"),
            "agreement.promised": _("recorded a promise in kind"),
            "agreement.promise_removed": _("removed a promise from the draft"),
            "agreement.value_accepted": _("accepted the value of what is given in kind"),
            "agreement.party_added": _("added a party"),
            "agreement.committed": _("recorded the commitment of a party"),
            "agreement.text_attached": _("attached the signed text"),
        })  # fmt: skip

    def name_works(self) -> None:
        from takwin.agreements.actions import draft_from_shares
        from takwin.core.works import work

        work(draft_from_shares, _("Draft the agreements of all provinces"))
