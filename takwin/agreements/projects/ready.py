"""What projects bring to the pages of others: panels, the desk, the search, the entry, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from takwin.agreements.desk import to_readers
from takwin.agreements.models import Agreement, Project
from takwin.agreements.projects import desk, shown
from takwin.journal.verbs import verb, verbs
from takwin.rights import panels
from takwin.rights.enums import Permission
from takwin.ui import navigation


def bring_projects() -> None:
    """Called once, when the app of agreements is ready."""
    see = Permission.AGREEMENT_VIEW
    panels.panel(Project, see, shown.steps, "agreements/projects/steps_panel.html", order=10)
    panels.panel(Project, see, shown.money, "agreements/projects/money_panel.html", order=20)
    panels.panel(Project, see, shown.photos, "agreements/projects/photos_panel.html", order=30)
    panels.panel(Project, see, shown.facts, "agreements/projects/facts_panel.html", side=True, order=10)
    panels.panel(Project, see, shown.papers, "agreements/projects/papers_panel.html", side=True, order=20)
    panels.panel(Agreement, see, shown.of_agreement, "agreements/projects/agreement_panel.html", side=True, order=30)
    panels.desk(Permission.AGREEMENT_EDIT, desk.late, order=35)
    panels.search_source(_("Projects"), see, desk.search, order=31)
    navigation.nav_item(
        navigation.PROGRAMME, _("Projects"), "agreements:projects", icon="flag", order=25, shown=to_readers
    )
    verb("project.opened", _("opened the project"), tile="draft")
    verb("project.milestone_done", _("recorded a milestone as done"), tone="go", tile="full")
    verb("project.milestone_moved", _("moved the day of a milestone"), tone="warn", tile="wait")
    verb("project.milestone_reopened", _("took back a milestone"), tone="bad", tile="no")
    verb("project.money_withdrawn", _("withdrew an amount"), tone="bad", tile="no")
    verb("project.stopped", _("gave the project up"), tone="bad", tile="no")
    verbs({
        "project.milestone_planned": _("planned a milestone"),
        "project.waits": _("said what a milestone waits for"),
        "project.waits_no_more": _("said that a milestone waits no more"),
        "project.money_recorded": _("recorded an amount"),
        "project.file_kept": _("added a photo or a paper"),
        "project.file_removed": _("took a photo or a paper off"),
    })  # fmt: skip
