"""What a cell of a list shows, by the kind of its column: plain functions, for a page has two hundred cells."""

from collections.abc import Callable
from typing import Any, Literal

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
    """The markup of one value, escaped."""
    return format_html("{}", SHOWN[kind](value))


def text(value: Any) -> SafeString:
    """Data beside our words, which may be written the other way."""
    return format_html("<bdi>{}</bdi>", "" if value is None else value)


def state(value: Look | None) -> SafeString:
    if not value:
        return SafeString("")
    return format_html('<span class="state bare {}">{} {}</span>', value.tone, ui.tile(value.tile), value.label)


def share(value: Any) -> SafeString:
    return format_html("{} {}", ui.bar(value, "on", thin=True), ui.percent(value))


SHOWN: dict[Kind, Callable[[Any], str]] = {
    "text": text,
    "phrase": text,
    "reference": lambda value: ui.ref("" if value is None else value),
    "phone": lambda value: ui.phone("" if value is None else value),
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
