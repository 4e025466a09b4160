"""What a device says, read: nothing is trusted, and what cannot be read is still kept whole."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from takwin.attendance.enums import Status
from takwin.attendance.sync.enums import DECLARED, Kind, Why
from takwin.core import clock
from takwin.core.halfdays import HalfDay, Part

PARTS = {"am": Part.MORNING, "pm": Part.AFTERNOON}
LONGEST_NONCE = 80
MOST = 2**63 - 1
EARLIEST, LATEST = 1970, 2200  # a dead battery writes the first; beyond, no clock is corrected
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # the instant of what cannot be read


@dataclass(slots=True)
class Handed:
    """One mark as it was handed over; the rest is filled in while it is judged."""

    said: Any
    nonce: str
    digest: str
    kind: str = ""
    register: int = 0
    at: dt.datetime = NEVER
    declared: HalfDay | None = None
    status: str = ""
    supervisor: str = ""
    reason: str = ""
    why: str = ""
    person: int = 0
    half_day: HalfDay | None = None
    who: dict[str, str] = field(default_factory=dict)

    @property
    def is_fine(self) -> bool:
        return self.why in {"", Why.HALF_DAY_CORRECTED, Why.NOT_INVITED}


def read(said: Any, drift: dt.timedelta) -> Handed:
    """A mark with its corrected time; ``why`` says that it cannot be read."""
    content = json.dumps(said, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if said is None or not _is_writable(said, content):
        said = {"unreadable": content.replace("\\", "/")}
    told = said if isinstance(said, dict) else {}
    nonce = told.get("nonce")
    is_named = isinstance(nonce, str) and 0 < len(nonce) <= LONGEST_NONCE
    handed = Handed(said, nonce if is_named and isinstance(nonce, str) else f"sha256:{digest}", digest)
    try:
        _fill(handed, told, drift)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        handed.why = Why.MALFORMED
    if not is_named:
        handed.why = Why.MALFORMED
    return handed


def _is_writable(said: Any, content: str) -> bool:
    """No database keeps a null sign, nor half of a pair of signs; ``content`` would have them escaped."""
    if "\\u0000" not in content and "\\ud" not in content:
        return True
    try:
        return b"\\u0000" not in json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


def _fill(handed: Handed, told: Mapping[str, Any], drift: dt.timedelta) -> None:
    handed.kind = Kind(told["kind"])
    handed.register = number(told["register"])
    handed.at = instant(told["taken_at"]) + drift
    if told.get("day") or handed.kind in DECLARED:
        handed.declared = HalfDay(dt.date.fromisoformat(told["day"]), PARTS[told["part"]])
    handed.supervisor = text(told, "by", 200)
    handed.reason = text(told, "reason", 200)
    if handed.kind not in {Kind.UNDO, Kind.CLOSE}:
        status = told["status"]
        handed.status = Status(status) if status or handed.kind != Kind.CORRECTION else ""
    walk_in = told.get("walk_in")
    if walk_in:
        handed.who = {name: text(walk_in, name, 200) for name in ("name", "body", "cin", "phone")}
        if not handed.who["name"]:
            raise ValueError("name")
    elif handed.kind != Kind.CLOSE and not told.get("token"):
        handed.person = number(told["person"])


def number(said: Any) -> int:
    """A whole number of the registers; a truth value or a fraction is none."""
    if isinstance(said, bool) or not isinstance(said, int | str):
        raise TypeError(said)
    found = int(said)
    if not 0 < found <= MOST:
        raise ValueError(said)
    return found


def finite(written: str) -> float | str:
    """A fraction as JSON writes it; one that no database keeps (1e999) stays as it was written."""
    found = float(written)
    return found if isfinite(found) else written


def text(told: Mapping[str, Any], name: str, longest: int) -> str:
    said = told.get(name) or ""
    if not isinstance(said, str):
        raise TypeError(name)
    return said.strip()[:longest]


def instant(written: Any) -> dt.datetime:
    """An instant as devices write it; without a zone it is the clock of Morocco."""
    moment = dt.datetime.fromisoformat(written)
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.CASABLANCA)
