"""The facts of each paper, from plain values: one function a paper, whose result goes to `engine.render`.

The papers of money are in `figures.py`. Callers give names, offices and sentences already inflected, and masked as the
reader may see them; dates, chunks of rows and codes are written here, for a template computes nothing.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from takwin.core import formats
from takwin.core.amounts import LETTER, Language, counted
from takwin.core.halfdays import HalfDay, Part
from takwin.documents.papers.engine import qr
from takwin.documents.papers.parts import (
    PARTS,
    Gender,
    Letter,
    Letterhead,
    Paper,
    Reference,
    Signatory,
    dates,
    row_code,
)

ROWS_A_PAGE = 16  # of attendance-sheet.geometry.json; a test holds them together
BOXES_A_PAGE = 4
Facts = dict[str, Any]
P = TypeVar("P")


@dataclass(frozen=True)
class Held:
    """A half-day of a session and its hours on the wall."""

    day: dt.date
    part: Part
    starts_at: dt.time
    ends_at: dt.time


@dataclass(frozen=True)
class Nominee:
    """A line of the list that goes with the letter to the governor; `code` numbers the person's convocation."""

    name: str
    capacity: str
    body: str
    code: str


@dataclass(frozen=True)
class Expected:
    """A line of the attendance sheet; it passes from hand to hand: of an identity card, no more than three signs."""

    name: str
    capacity: str
    cin_tail: str = ""


def session(
    topic: str,
    *,
    programme: str,
    held: Sequence[Held],
    venue: str,
    ways: Sequence[str] = (),
    trainers: Sequence[str] = (),
    put_off: Mapping[str, str] | None = None,
    language: Language = "ar",
) -> Facts:
    """What a convocation says of the session; hours that are the same every day are told once. ``ways`` are the
    addresses that lead to its rooms; ``put_off`` are the ``days`` told before, and the ``reason`` for which they were
    given up."""
    return {
        "topic": topic,
        "programme": programme,
        "dates": formats.days([half.day for half in held], language=language),
        "venue": venue,
        "ways": list(ways),
        "hours": _hours(held, language),
        "trainers": list(trainers),
        "put_off": dict(put_off) if put_off else None,
    }


def _hours(held: Sequence[Held], language: Language) -> list[str]:
    words, mark = PARTS[language], f"{formats.colon(language=language)} "
    told = {(half.part, half.starts_at, half.ends_at) for half in held}
    if len(told) == len({half.part for half in held}):
        return [f"{words[part]}{mark}{_clock(starts, ends, language)}" for part, starts, ends in sorted(told)]
    return [
        f"{_day(half.day, language)} {words[half.part]}{mark}{_clock(half.starts_at, half.ends_at, language)}"
        for half in sorted(held, key=lambda half: (half.day, half.part))
    ]


def _day(day: dt.date, language: Language = "ar") -> str:
    return formats.days([day], year=False, language=language)


def _clock(starts: dt.time, ends: dt.time, language: Language) -> str:
    if language == "fr":
        return f"de {starts:%H:%M} à {ends:%H:%M}"
    return f"من الساعة {starts:%H:%M} إلى الساعة {ends:%H:%M}"


def said_before(day: dt.date | None, language: Language = "ar") -> str:
    """The day before which something is awaited; "" when no day is left, and it is awaited at once."""
    if day is None:
        return ""
    said = formats.day(day, weekday=True, language=language)
    return f"يوم {said}" if language == "ar" else f"le {said}"


def convocation(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    session: Facts,
    name: str,
    gender: Gender,
    capacity: str,
    is_elected: bool,
    reply_before: dt.date | None,
    reply_code: str,
    reply_url: str,
    phone: str = "",
    signatures: Sequence[Signatory],
) -> Facts:
    """`convocation`: to one participant, in the language of the paper, with the personal link to answer.

    Without `reply_before` he answers as soon as he has it.
    """
    alt = {"ar": "رمز يفتح صفحة تأكيد الحضور الخاصة بكم", "fr": "Code qui ouvre votre page de réponse"}
    return {
        "kind": "participant",
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "session": session,
        "person": {"name": name, "gender": gender, "capacity": capacity, "is_elected": is_elected},
        "reply": {
            "before": said_before(reply_before, paper["lang"]),
            "phone": phone,
            "code": reply_code,
        },
        "qr": qr(reply_url, alt[paper["lang"]]),
        "signatures": list(signatures),
    }


def convocations(letters: Sequence[Facts]) -> Facts:
    """`convocation`: many letters in one document to print, each with its own number on its own sheet."""
    return {"kind": "participants", "paper": letters[0]["paper"], "letters": list(letters)}


def governor_letter(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    session: Facts,
    organiser: str,
    partners: str,
    people: Sequence[Nominee],
    reply_before: dt.date | None,
    signatures: Sequence[Signatory],
) -> Facts:
    """`convocation`: to the governor, who has the convocations delivered, with the nominative list.

    `organiser` is «الجهة», `partners` «مصالحكم وجامعة الأخوين بإفران».
    """
    return {
        "kind": "governor",
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "session": session | {"ways": []},  # he is told where, not how to get there
        "organiser": organiser,
        "partners": partners,
        "count": len(people),
        "people": [{"number": n, **vars(person)} for n, person in enumerate(people, 1)],
        "reply": {"before": said_before(reply_before)},
        "signatures": list(signatures),
    }


def attendance_sheet(
    paper: Paper,
    issuer: Letterhead,
    *,
    topic: str,
    venue: str,
    half_days: Sequence[HalfDay],
    people: Sequence[Expected],
    trainers: Sequence[str] = (),
) -> Facts:
    """`attendance-sheet`: sixteen people and four half-days a page; all the people of the first four half-days first.

    The rows of the last page that nobody stands on are printed for those who come uninvited. The QR says
    `TKW1/<code>/<page>`, the strip of a row its place on the page: the reader finds the person and the half-days with
    `sheet_pages`.
    """
    pages = []
    for number, (boxes, rows) in enumerate(sheet_pages(half_days, people), 1):
        pages.append(
            {
                "number": number,
                "qr": qr(f"TKW1/{paper['code']}/{number}", f"رمز ورقة الحضور، الصفحة {number}"),
                "half_days": [{"day": _day(h.day), "part": PARTS["ar"][h.part]} for h in boxes],
                "rows": [
                    {
                        "number": n,
                        "code": row_code(paper["code"], n),
                        "name": person.name if person else "",
                        "capacity": person.capacity if person else "",
                        "cin_tail": person.cin_tail if person else "",
                    }
                    for n, person in rows
                ],
            }
        )
    return {
        "paper": paper,
        "issuer": issuer,
        "session": {"topic": topic, "venue": venue, "dates": dates(half_days), "trainers": "، ".join(trainers)},
        "pages": pages,
    }


def sheet_pages(
    half_days: Sequence[HalfDay], people: Sequence[P]
) -> Iterator[tuple[Sequence[HalfDay], list[tuple[int, P | None]]]]:
    """What stands on each page: up to four half-days, and sixteen numbered rows, some of them nobody's."""
    for first_box in range(0, len(half_days), BOXES_A_PAGE):
        for first_row in range(0, max(len(people), 1), ROWS_A_PAGE):
            numbers = range(first_row, first_row + ROWS_A_PAGE)
            yield (
                half_days[first_box : first_box + BOXES_A_PAGE],
                [(n + 1, people[n] if n < len(people) else None) for n in numbers],
            )


def certificate(
    paper: Paper,
    issuer: Letterhead,
    *,
    place: str,
    issued_on: dt.date,
    gender: Gender,
    said: Mapping[str, Mapping[Language, str]],
    half_days: Sequence[HalfDay],
    verify_url: str,
    signatures: Sequence[Signatory],
) -> Facts:
    """`certificate`: both languages on one sheet, the paper's own first.

    `said` has, in each language: `title`, `authority` («يشهد رئيس مجلس جهة فاس-مكناس»), `name`, `capacity`, `topic`,
    `where` and `presence` (`parts.presence`). `verify_url` holds the credential after its `#`.
    """
    when: dict[Language, str] = {
        language: dates(half_days, language=language, weekday=False) for language in ("ar", "fr")
    }
    several = len({half.day for half in half_days}) > 1
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": {"place": place, "date": formats.day(issued_on, language=paper["lang"])},
        "certificate": {
            **said,
            "gender": gender,
            "when": {"ar": _on_days(when["ar"], several, "ar"), "fr": _on_days(when["fr"], several, "fr")},
        },
        "qr": qr(verify_url, "رمز التحقق من صحة الشهادة") | {"shown": verify_url.partition("://")[2].partition("#")[0]},
        "signatures": list(signatures),
    }


def _on_days(when: str, several: bool, language: Language) -> str:
    if when.startswith(("من ", "du ")):
        return when
    if language == "ar":
        return f"أيام {when}" if when.count("،") else f"يومي {when}" if several else f"يوم {when}"
    return f"les {when}" if several else f"le {when}"


def access_letter(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    name: str,
    gender: Gender,
    office: str,
    service: str,
    site: str,
    username: str,
    link: str,
    code: str = "",
    expires: str,
    password_length: int,
    phone: str = "",
    signatures: Sequence[Signatory],
) -> Facts:
    """`access-letter`: handed to a person for whom an account was opened, in Arabic or in French.

    `service` is «منصة تكوين لجهة فاس-مكناس»; `expires` is written («الاثنين 30 نونبر 2026 على الساعة 18:00»). The link
    opens once, and asks for `code` when there is one. Never store this paper: it holds a secret.
    """
    alt = {"ar": "رمز يفتح الرابط الشخصي لفتح الحساب", "fr": "Code qui ouvre le lien personnel d'ouverture du compte"}
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "person": {"name": name, "gender": gender, "office": office},
        "account": {
            "service": service,
            "site": site,
            "username": username,
            "link": link,
            "code": code,
            "expires": expires,
            "password_length": counted(password_length, LETTER, paper["lang"]),
            "phone": phone,
        },
        "qr": qr(link, alt[paper["lang"]]),
        "signatures": list(signatures),
    }
