"""A point on the map, as people write it: two figures, or the long link that a map application shares."""

import re
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core.identifiers import western

FIGURE = r"([-+]?\d{1,3}(?:\.\d+)?)"
WHOLE_FIGURE = re.compile(r"[-+]?\d{1,3}(\.\d{1,40})?")
COMMA = re.compile(r"[,;]")
DECIMAL_COMMA = re.compile(r"(\d),(\d)")
# A link names its pin before the middle of what its screen shows: the order is that of trust.
IN_LINK = [
    re.compile(rf"!3d{FIGURE}!4d{FIGURE}"),
    re.compile(rf"[?&]mlat={FIGURE}&mlon={FIGURE}"),
    re.compile(rf"[?&](?:q|query|ll|sll|daddr|destination|coordinate|center)=(?:loc:)?{FIGURE},\s*{FIGURE}"),
    re.compile(rf"^geo:{FIGURE},{FIGURE}"),
    re.compile(rf"/(?:place|search|dir)/+{FIGURE},\s*{FIGURE}"),
    re.compile(rf"@{FIGURE},{FIGURE}"),
    re.compile(rf"#map=\d+(?:\.\d+)?/{FIGURE}/{FIGURE}"),
]
LINK = re.compile(r"^(https?://|geo:)", re.IGNORECASE)
MINUTES = re.compile(r"""(\d{1,3})°\s*(\d{1,2})['′’]\s*(\d{1,2}(?:[.,]\d+)?)["″”]\s*([NSEWO])""", re.IGNORECASE)
GRAIN = Decimal("0.00001")  # a metre
FAR_SIDE = "SWO"


class Point(NamedTuple):
    """Degrees north and degrees east, to the metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:f}, {self.longitude:f}"

    @property
    def geo(self) -> str:
        """The address that a phone opens in its own map application (RFC 5870)."""
        at = f"{self.latitude:f},{self.longitude:f}"
        return f"geo:{at}?q={at}"


def read_point(text: str) -> Point:
    """The point that was typed or pasted: ``33.5731, -7.5898``, degrees and minutes, or a link of a map."""
    typed = western(text).translate({ord("،"): ",", ord("؛"): ";", ord("٫"): ".", ord("−"): "-"})
    if LINK.match(typed):
        return _in_link(unquote(typed))
    if sides := MINUTES.findall(typed):
        return _in_minutes(sides)
    if ";" in typed or typed.count(",") == 3:
        typed = DECIMAL_COMMA.sub(r"\1.\2", typed)
    parts = [part for part in (COMMA.split(typed) if COMMA.search(typed) else typed.split()) if part.strip()]
    if len(parts) != 2:
        raise ValidationError(_unread())
    return _point(*parts)


def _in_link(link: str) -> Point:
    for pattern in IN_LINK:
        if found := pattern.search(link):
            return _point(*found.groups())
    raise ValidationError(
        _("This link does not say where it leads: open it, then copy the figures or the long link that it shows.")
    )


def _in_minutes(sides: list[tuple[str, str, str, str]]) -> Point:
    said = {
        "NS" if side.upper() in "NS" else "EW": (-1 if side.upper() in FAR_SIDE else 1)
        * (int(degrees) + Decimal(minutes) / 60 + Decimal(seconds.replace(",", ".")) / 3600)
        for degrees, minutes, seconds, side in sides
        if int(minutes) < 60 and Decimal(seconds.replace(",", ".")) < 60
    }
    if len(said) != 2 or len(sides) != 2:
        raise ValidationError(_unread())
    return _point(str(said["NS"]), str(said["EW"]))


def _point(latitude: str, longitude: str) -> Point:
    figures = [figure.strip() for figure in (latitude, longitude)]
    if not all(WHOLE_FIGURE.fullmatch(figure) for figure in figures):
        raise ValidationError(_unread())
    point = Point(*(Decimal(figure).quantize(GRAIN) for figure in figures))
    if abs(point.latitude) > 90:
        raise ValidationError(_("A latitude goes no further than 90 degrees, north or south: check the first figure."))
    if abs(point.longitude) > 180:
        raise ValidationError(_("A longitude goes no further than 180 degrees, east or west: check the second figure."))
    return point


def _unread() -> str:
    return _("Write the latitude, then the longitude, like 33.5731, -7.5898; or paste the link of a map.")
