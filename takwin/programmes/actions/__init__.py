"""What people do with plans and programmes, their cost, and days received elsewhere."""

from takwin.documents.actions import record_act
from takwin.programmes.actions.costs import issue_cost_share, set_heads, share_cost, top_up
from takwin.programmes.actions.elsewhere import decide_elsewhere, record_elsewhere, record_proved_elsewhere
from takwin.programmes.actions.plans import add_axis, approve_version, make_plan, new_version
from takwin.programmes.actions.programmes import (
    add_action,
    adopt_programme,
    change_action,
    close_year,
    make_programme,
    remove_action,
    reopen_programme,
)

__all__ = [
    "add_action",
    "add_axis",
    "adopt_programme",
    "approve_version",
    "change_action",
    "close_year",
    "decide_elsewhere",
    "issue_cost_share",
    "make_plan",
    "make_programme",
    "new_version",
    "record_act",
    "record_elsewhere",
    "record_proved_elsewhere",
    "remove_action",
    "reopen_programme",
    "set_heads",
    "share_cost",
    "top_up",
]
