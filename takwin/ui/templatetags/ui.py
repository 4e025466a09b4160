"""Words of the design system in templates: dates and figures, icons and tiles, fields."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Engine
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from takwin.core import formats
from takwin.ui import forms

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    return "" if value is None else formats.day(value)


@register.filter
def weekday(value: dt.date | None) -> str:
    """The day with its name: الثلاثاء 8 دجنبر 2026."""
    return "" if value is None else formats.day(value, weekday=True)


@register.filter
def short_day(value: dt.date | None) -> str:
    return "" if value is None else formats.short_day(value)


@register.filter
def days(value: Iterable[dt.date]) -> str:
    return formats.days(value)


@register.filter
def plain_days(value: Iterable[dt.date]) -> str:
    return formats.days(value, weekday=False)


@register.filter
def short_days(value: Iterable[dt.date]) -> str:
    return formats.short_days(value)


@register.filter
def month(value: dt.date | None) -> str:
    return "" if value is None else formats.month(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    return "" if value is None else formats.moment(value)


@register.filter
def money(value: Decimal | None) -> str:
    return "" if value is None else formats.money(value)


@register.filter
def dirhams(value: Decimal | None) -> str:
    return "" if value is None else formats.dirhams(value)


@register.filter
def number(value: Decimal | float | None) -> str:
    return "" if value is None else formats.number(value)


@register.filter
def percent(value: Decimal | float | None) -> str:
    return "" if value is None else formats.percent(value)


def bdi_ltr(text: str) -> SafeString:
    return format_html('<bdi class="ltr" dir="ltr">{}</bdi>', text) if text else SafeString("")


@register.filter
@stringfilter
def ref(value: str) -> SafeString:
    """A reference, code or number of a paper, which reads left to right inside an Arabic line."""
    return bdi_ltr(value)


@register.filter
@stringfilter
def rib(value: str) -> SafeString:
    """It may go to the next line between its parts, where a reference never does."""
    return format_html('<span dir="ltr">{}</span>', formats.rib(value)) if value else SafeString("")


@register.filter
@stringfilter
def phone(value: str) -> SafeString:
    return bdi_ltr(formats.phone(value))


@register.filter
def clock_time(value: dt.time | None) -> SafeString:
    return bdi_ltr("" if value is None else formats.time(value))


@cache
def drawings() -> str:
    """The address of the file of all icons: a page names it a hundred times, and it does not change while we serve."""
    return static("ui/icons.svg")


@register.simple_tag
def colon() -> str:
    return formats.colon()


@register.simple_tag
def icon(name: str, flip: bool = False) -> SafeString:
    """An icon beside a word; ``flip`` for one that points along the line of reading."""
    css = "i flip" if flip else "i"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, drawings(), name)


@register.simple_tag
def tile(name: str, css: str = "") -> SafeString:
    """A half-day square: draft, open, half, full, done, wait, no, dash, dot."""
    css = f"tile {css}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#t-{}"/></svg>', css, drawings(), name)


@register.simple_tag
def mark() -> SafeString:
    """The mark of Takwin: a star of eight half-tiles, for the eight days the law owes."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}#m-star"/></svg>', drawings())


MARKS = {
    "present": ("full", ""),
    "late": ("half", ""),
    "left": ("half", ""),
    "excused": ("dash", "soft"),
    "absent": ("no", "away"),
    "": ("open", "no"),
}


@register.simple_tag
def half_day_tiles(marks: Sequence[str], label: str) -> SafeString:
    """One tile a half-day, a gap between days; ``label`` is the sentence a screen reader says."""
    drawn = []
    for i, said in enumerate(marks):
        if i and i % 2 == 0:
            drawn.append(mark_safe('<span class="gap"></span>'))
        drawn.append(tile(*MARKS[said or ""]))
    return format_html(
        '<span class="tiles" role="img" aria-label="{}">{}</span>',
        label,
        format_html_join("", "{}", ((t,) for t in drawn)),
    )


@register.simple_tag
def due_tiles(days_done: Decimal | float, owed: int = 8) -> SafeString:
    """The days received of those the law owes: full, half, or still open."""
    done = Decimal(str(days_done))
    full = min(int(done), owed)
    half = int(full < owed and done > full)
    names = [("full", "")] * full + [("half", "")] * half + [("open", "no")] * (owed - full - half)
    label = ngettext("%(done)s of %(owed)s day", "%(done)s of %(owed)s days", owed) % {
        "done": formats.number(done),
        "owed": owed,
    }
    drawn = format_html_join("", "{}", ((tile(*name),) for name in names))
    return format_html(
        '<span class="tiles due" role="img" aria-label="{}">{}</span> '
        '<span class="small faint" aria-hidden="true">{}</span>',
        label, drawn, formats.number(done),
    )  # fmt: skip


STAR = ["M24 .3v7.3h-7.3z", "M31.7 8h-7.3v7.3z", "M31.7 24h-7.3v-7.3z", "M24 31.7v-7.3h-7.3z",
        "M8 31.7v-7.3h7.3z", "M.3 24h7.3v-7.3z", "M.3 8h7.3v7.3z", "M8 .3v7.3h7.3z"]  # fmt: skip


@register.simple_tag
def star(days_done: Decimal | float, name: str) -> SafeString:
    """One person's days as the star of the mark: a point a day."""
    done = Decimal(str(days_done))
    points = format_html_join("", '<path{} d="{}"/>', (
        (mark_safe(' class="on"') if i < done else "", path) for i, path in enumerate(STAR)
    ))  # fmt: skip
    label = gettext("%(name)s: %(done)s of 8 days") % {"name": name, "done": formats.number(done)}
    return format_html(
        '<svg class="star" viewBox="-1 -1 34 34" role="img" aria-label="{}">{}'
        '<text x="16" y="19.5" font-size="9">{}</text></svg>',
        label, points, formats.number(done),
    )  # fmt: skip


@register.simple_tag
def bar(*parts: Any, thin: bool = False) -> SafeString:
    """A bar of shares of one and their tones: ``{% bar 0.21 "on" 0.65 "half" %}``. The words are beside it.

    Tones: ``on`` settled, ``half`` promised, ``soft`` told, ``ask`` asked, ``warn``, ``bad``.
    """
    drawn, start = [], 0.0
    for share, tone in zip(parts[::2], parts[1::2], strict=True):
        extent = round(min(max(float(share or 0), 0.0) * 100, 100 - start), 2)
        drawn.append((tone, f"{start:g}", f"{extent:g}"))
        start += extent
    rects = format_html_join("", '<rect class="b-{}" x="{}" width="{}" height="10"/>', drawn)
    css = "bar thin" if thin else "bar"
    return format_html(
        '<svg class="{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="b-bg" width="100" height="10"/>{}</svg>',
        css, rects,
    )  # fmt: skip


@register.simple_tag
def swing(share: float, tone: str) -> SafeString:
    """A thin bar from the middle, between minus one and one: ``{% swing -0.4 "ask" %}``. What is below zero stands on
    the side where a line begins, in both directions of writing. The words are beside it.
    """
    extent = round(min(abs(share), 1.0) * 100, 2)
    return format_html(
        '<svg class="bar thin" viewBox="-100 0 200 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="b-bg" x="-100" width="200" height="10"/><rect class="b-{}" x="{}" width="{}" height="10"/>'
        '<line class="zero" y1="-6" y2="16"/></svg>',
        tone, f"{-extent if share < 0 else 0:g}", f"{extent:g}",
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def panel(context: template.Context, brought: dict[str, Any]) -> SafeString:
    """A panel of the page of a thing: its own template, which reads its facts by their names."""
    with context.push(**brought):
        return Engine.get_default().get_template(brought["template"]).render(context)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own input in our dress: typed for its data, described by its hint and its error."""
    return forms.control(field)


@register.filter
def is_grouped(field: BoundField) -> bool:
    """A field that is several inputs (radios, boxes) and so needs a legend, not a label."""
    return isinstance(field.field.widget, forms.CHOICES)


@register.filter
def is_tick(field: BoundField) -> bool:
    """A single box, whose label stands beside it."""
    return forms.is_tick(field)
