"""What a cell of a list shows, by the kind of its column: plain functions, for a page has two hundred cells."""

from collections.abc import Callable
from typing import Any, Literal

from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString

from takwin.ui.states import Look
from takwin.ui.templatetags import ui

Kind = Literal[
    "text",
    "phrase",
    "reference",
    "number",
    "money",
    "percent",
    "day",
    "days",
    "moment",
    "state",
    "due",
    "phone",
    "share",
]


def shown(kind: Kind, value: Any) -> SafeString:
    """The markup of one value, escaped; nothing for what is not known."""
    return SafeString("") if value is None else format_html("{}", SHOWN[kind](value))


def text(value: Any) -> SafeString:
    """Data beside our words, which may be written the other way."""
    return format_html("<bdi>{}</bdi>", localize(value))


def state(value: Look) -> SafeString:
    return format_html('<span class="state bare {}">{} {}</span>', value.tone, ui.tile(value.tile), value.label)


def share(value: Any) -> SafeString:
    return format_html("{} {}", ui.bar(value, "on", thin=True), ui.percent(value))


SHOWN: dict[Kind, Callable[[Any], str]] = {
    "text": text,
    "phrase": text,
    "reference": ui.ref,
    "phone": ui.phone,
    "number": ui.number,
    "money": ui.money,
    "percent": ui.percent,
    "day": ui.day,
    "days": ui.short_days,
    "moment": ui.moment,
    "state": state,
    "due": ui.due_tiles,
    "share": share,
}
