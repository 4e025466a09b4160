from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "takwin.meetings"

    def ready(self) -> None:
        from takwin.attendance.standing import door, home, put_off_source
        from takwin.documents.forms.lists import bring_list_form
        from takwin.meetings import desk, province
        from takwin.meetings.privacy import bring_privacy
        from takwin.meetings.queries.meetings import registers_not_kept
        from takwin.meetings.round_trip import FORMS
        from takwin.meetings.standing import door_for_the_uninvited, way_back
        from takwin.rights import panels as pages
        from takwin.rights.enums import Permission
        from takwin.ui import navigation

        bring_privacy()
        put_off_source(registers_not_kept)
        door(door_for_the_uninvited)
        home(way_back)
        self.bring_panels()
        for form in FORMS:
            bring_list_form(form)
        self.name_verbs()
        self.name_works()
        see = Permission.MEETING_VIEW
        navigation.nav_item(
            navigation.PROGRAMME, _("Meetings"), "meetings:meetings", icon="people", order=50, shown=desk.to_readers
        )
        navigation.nav_item(
            navigation.PROGRAMME, _("Promises"), "meetings:obligations", icon="check", order=55, shown=desk.to_readers
        )
        pages.desk(Permission.MEETING_EDIT, desk.to_write, order=30)
        pages.desk(see, desk.late_promises, order=40)
        pages.desk(Permission.OBLIGATION_SETTLE, desk.to_confirm, order=35)
        pages.desk(Permission.MEETING_EDIT, desk.to_report, order=45)
        pages.place_figures(_("Meetings"), see, province.meetings, order=55)
        pages.place_figures(_("Promises"), see, province.promises, order=50)
        pages.desk_figure(see, desk.figure, order=40)
        pages.search_source(_("Meetings"), see, desk.search, order=45)

    def bring_panels(self) -> None:
        from takwin.agreements.models import Agreement, Instalment
        from takwin.directory.models import Body
        from takwin.meetings import chain, panels
        from takwin.meetings.models import Meeting, Obligation, Series
        from takwin.rights.enums import Permission
        from takwin.rights.panels import panel
        from takwin.treasury.models import AccountLine

        see = Permission.MEETING_VIEW
        panel(Meeting, see, panels.agenda, "meetings/panels/agenda.html", order=10)
        panel(Meeting, see, panels.people, "meetings/panels/people.html", order=20)
        panel(Meeting, see, panels.promises, "meetings/panels/promises.html", order=5)
        panel(Obligation, see, panels.of_promise, "meetings/panels/of_promise.html", order=10)
        panel(Agreement, see, panels.committees, "meetings/panels/committees.html", side=True, order=25)
        panel(Obligation, see, chain.of_obligation, "meetings/panels/chain.html", order=20)
        panel(Instalment, Permission.TREASURY_VIEW, chain.of_instalment, "meetings/panels/chain.html", order=40)
        panel(AccountLine, Permission.TREASURY_VIEW, chain.of_line, "meetings/panels/chain.html", order=40)
        panel(Series, see, panels.of_series, "meetings/panels/of_series.html", order=10)
        panel(Series, see, panels.members, "meetings/panels/members.html", side=True, order=10)
        panel(Body, None, panels.promises_of_body, "meetings/panels/promises.html", order=55)

    def name_works(self) -> None:
        from takwin.core.works import work
        from takwin.meetings.actions import send_changes, send_invitations

        work(send_invitations, _("Write and send the invitations"), named_by=("series",))
        work(send_changes, _("Tell those invited who chairs"), named_by=("series",))

    def name_verbs(self) -> None:
        from takwin.journal.verbs import verb, verbs

        verb("meeting.planned", _("planned the meeting"), tile="draft")
        verb("meeting.convened", _("sent the invitations"), tone="go", tile="half")
        verb("meeting.held", _("noted that the meeting was held"), tone="go", tile="full")
        verb("meeting.chairs_named", _("said who will chair"), tile="draft")
        verb("meeting.chairs_corrected", _("put right who chaired"), tile="draft")
        verb("meeting.change_told", _("told those invited who chairs"), tile="half")
        verb("meeting.moved", _("moved the meeting"), tone="warn", tile="wait")
        verb("meeting.cancelled", _("cancelled the meeting"), tone="bad", tile="no")
        verb("minutes.validated", _("validated the minutes"), tone="go", tile="full")
        verb("minutes.published", _("published the press note"), tone="go", tile="done")
        verb("obligation.kept", _("held the promise as kept"), tone="go", tile="done")
        verb("obligation.replaced", _("replaced the promise by a later one"), tile="dash")
        verbs({
            "series.opened": _("opened the series"),
            "series.member_added": _("seated a member"),
            "series.member_ended": _("ended a seat"),
            "report.adopted": _("recorded the annual report"),
            "agenda.point_added": _("added a point to the agenda"),
            "agenda.point_removed": _("took a point off the agenda"),
            "agenda.ordered": _("ordered the agenda"),
            "meeting.invited": _("chose who is invited"),
            "meeting.uninvited": _("took someone off the list"),
            "meeting.came": _("noted who came"),
            "minutes.written": _("wrote the minutes"),
            "obligation.marked": _("marked promises"),
            "obligation.corrected": _("corrected a promise"),
            "obligation.unmarked": _("took a promise back"),
        })  # fmt: skip
