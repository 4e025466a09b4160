from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammesConfig(AppConfig):
    name = "takwin.programmes"

    def ready(self) -> None:
        from takwin.directory.models import Body
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb, verbs
        from takwin.letters.panels import personal_panel
        from takwin.people.models import Person
        from takwin.programmes import panels, province
        from takwin.programmes.models import Plan, Programme
        from takwin.programmes.privacy import bring_privacy
        from takwin.programmes.round_trip import FORMS
        from takwin.programmes.scenarios.ready import bring_scenarios
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, desk_figure, panel, place_figures, search_source
        from takwin.ui.navigation import PEOPLE, PROGRAMME, nav_item

        bring_privacy()
        for form in FORMS:
            bring_list_form(form)
        bring_scenarios()
        see = Permission.PROGRAMME_VIEW
        panel(Plan, see, panels.programmes_of_plan, "programmes/plan_programmes_panel.html", order=10)
        panel(Plan, see, panels.axes, "programmes/axes_panel.html", order=20)
        panel(Plan, see, panels.versions, "programmes/versions_panel.html", side=True, order=10)
        panel(Programme, see, panels.actions_of, "programmes/actions_panel.html", order=10)
        panel(Programme, see, panels.cost, "programmes/cost_panel.html", order=20)
        panel(Programme, see, panels.papers, "programmes/papers_panel.html", side=True, order=10)
        days = Permission.PERSON_VIEW
        panel(Body, days, panels.days_of_body, "programmes/body_days_panel.html", order=40)
        panel(Person, days, panels.days_of_person, "programmes/person_days_panel.html", order=30)
        personal_panel(panels.personal, "programmes/person_days_panel.html", order=40)

        desk(Permission.ENTITLEMENT_ACCEPT, panels.stays_to_decide, order=40)
        desk(Permission.PROGRAMME_ADOPT, panels.programmes_to_settle, order=60)
        desk_figure(days, panels.members_served, order=30)
        desk_figure(Permission.PROGRAMME_EDIT, panels.shared_this_year, order=10)
        place_figures(_("Days owed by law"), days, province.days, order=40)
        search_source(_("Programmes"), see, panels.found_programmes, order=40)
        search_source(_("Plans"), see, panels.found_plans, order=41)
        nav_item(
            PROGRAMME, _("Programmes"), "programmes:programmes", icon="plan", order=10, shown=panels.sees_programmes
        )
        nav_item(PROGRAMME, _("Plans"), "programmes:plans", icon="flag", order=5, shown=panels.sees_programmes)
        nav_item(PEOPLE, _("Days owed"), "programmes:days", icon="clock", order=30, shown=panels.sees_days)
        nav_item(
            PEOPLE, pgettext_lazy("navigation", "Days elsewhere"), "programmes:elsewhere", icon="put", order=31,
            shown=panels.records_or_accepts, count=panels.stays_waiting,
        )  # fmt: skip

        verb("plan.approved", _("recorded the approval of a version"), tone="go", tile="full")
        verb("programme.adopted", _("recorded the adoption of the programme"), tone="go", tile="full")
        verb("programme.closed", _("closed the year"), tone="go", tile="done")
        verb("programme.reopened", _("opened a new version of the programme"), tone="warn", tile="draft")
        verb("elsewhere.accepted", _("accepted days received elsewhere"), tone="go", tile="full")
        verb("elsewhere.refused", _("refused days received elsewhere"), tone="bad", tile="no")
        verbs({
            "plan.made": _("opened the plan"),
            "plan.axis_added": _("added an axis"),
            "plan.version_opened": _("opened a version of the plan"),
            "programme.made": _("opened the programme"),
            "programme.action_added": _("added an action"),
            "programme.action_changed": _("changed an action"),
            "programme.action_removed": _("took an action out"),
            "programme.cost_shared": _("shared the cost"),
            "programme.heads_set": _("corrected the members expected to benefit"),
            "programme.topped_up": _("recorded a top-up"),
            "elsewhere.recorded": _("recorded days received elsewhere"),
        })  # fmt: skip
