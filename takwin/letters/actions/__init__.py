"""What people do with letters: send them, note their way and their delivery, open the link by which one answers."""

from takwin.letters.actions.custody import deliver, pass_on
from takwin.letters.actions.letters import (
    LINK_LASTS,
    end_personal_links,
    enter,
    mark_delivered,
    open_personal_link,
    send_letter,
)

__all__ = [
    "LINK_LASTS",
    "deliver",
    "end_personal_links",
    "enter",
    "mark_delivered",
    "open_personal_link",
    "pass_on",
    "send_letter",
]
