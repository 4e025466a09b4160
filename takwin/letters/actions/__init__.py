"""What people do with letters: send them, note their way and their delivery, open the link by which one answers."""

from takwin.letters.actions.custody import deliver, pass_on
from takwin.letters.actions.letters import (
    LINK_LASTS,
    Sending,
    end_personal_links,
    enter,
    mark_delivered,
    next_number,
    next_numbers,
    open_personal_link,
    open_personal_links,
    send_letter,
    send_letters,
)

__all__ = [
    "LINK_LASTS",
    "Sending",
    "deliver",
    "end_personal_links",
    "enter",
    "mark_delivered",
    "next_number",
    "next_numbers",
    "open_personal_link",
    "open_personal_links",
    "pass_on",
    "send_letter",
    "send_letters",
]
