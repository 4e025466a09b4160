"""The facts of a session's report and press note, and the words they begin from."""

from decimal import Decimal
from typing import Any, NamedTuple

from takwin.attendance.queries import attended, tallies
from takwin.certificates.models import Certificate, CertificateState
from takwin.core import clock, formats
from takwin.core.amounts import HALF_DAY, counted
from takwin.documents.papers import minutes, reports
from takwin.documents.papers.parts import PARTS, dates, paper, rate, reference
from takwin.people.enums import Sex
from takwin.training.enums import EnrolmentState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.papers import programme_of, sender_of, trainers_of, venue_of
from takwin.training.queries import half_days_of


class Remarks(NamedTuple):
    """What a report says beyond its figures."""

    course: str
    difficulties: str = ""
    recommendations: str = ""


class Attendance(NamedTuple):
    enrolled: list[Enrolment]
    came: list[Enrolment]

    @property
    def women(self) -> int:
        return sum(line.person.sex == Sex.FEMALE for line in self.came)

    @property
    def bodies(self) -> int:
        return len({line.body_id for line in self.came})


def attendance_of(session: TrainingSession) -> Attendance:
    """Who was enrolled, and who of them came to at least one half-day."""
    counts = attended(session.register)
    lines = session.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("person", "body")
    enrolled = list(lines.order_by("body__sort_ar", "pk"))
    return Attendance(enrolled, [line for line in enrolled if counts.get(line.person_id)])


def course_proposed(session: TrainingSession) -> str:
    """How a report begins, to be completed: facts only."""
    told = attendance_of(session)
    trainers = "، ".join(trainers_of(session))
    led = f"، بتأطير من {trainers}" if trainers else ""
    return (
        f"نظمت {session.owner.name_ar} دورة تكوينية في موضوع «{session.topic.name_ar}»، "
        f"{dates(half_days_of(session))}، {venue_of(session)}{led}. "
        f"وقد سجل بها {len(told.enrolled)} مشاركا ومشاركة، حضر منهم {len(told.came)}، من بينهم {told.women} من النساء، "
        f"يمثلون {told.bodies} مجلسا."
    )


def report_facts(session: TrainingSession, remarks: Remarks, number: str) -> dict[str, Any]:
    """What was held, who came, what was observed."""
    sender, told = sender_of(session), attendance_of(session)
    held = half_days_of(session)
    certified = Certificate.objects.filter(session=session, state=CertificateState.VALID).count()
    sections = [
        ("سير الدورة", remarks.course),
        ("الصعوبات", remarks.difficulties),
        ("التوصيات", remarks.recommendations),
    ]
    return reports.session_report(
        paper(f"RD-{number}", "تقرير الدورة", author=sender.owner.name_ar, made_at=clock.now()),
        sender.letterhead,
        reference(number, sender.town, clock.today()),
        title="تقرير الدورة التكوينية",
        particulars=[
            ("الموضوع", session.topic.name_ar),
            ("البرنامج", programme_of(session)),
            ("التاريخ", dates(held)),
            ("المدة", counted(len(held), HALF_DAY, "ar")),
            ("المكان", venue_of(session)),
            ("التأطير", "، ".join(trainers_of(session)) or "–"),
            ("المسجلون", str(len(told.enrolled))),
            (
                "الحاضرون",
                f"{len(told.came)} ({_share(len(told.came), len(told.enrolled))})، من بينهم {told.women} من النساء",
            ),
            ("الشهادات المسلمة", str(certified)),
        ],
        half_days=[
            reports.Counted(
                f"{formats.day(half.day, weekday=True, language='ar')} – {PARTS['ar'][half.part]}",
                [str(tally.present), str(tally.late), str(tally.excused), str(tally.absent + tally.silent)],
            )
            for half, tally in sorted(tallies(session.register).items())
        ],
        bodies=_by_body(told),
        sections=[(title, _lines(text)) for title, text in sections if text.strip()],
        signatures=sender.signatures,
    )


def press_facts(session: TrainingSession, title: str, text: str, number: str) -> dict[str, Any]:
    """The note to the press, in the words that were chosen."""
    sender = sender_of(session)
    return minutes.press_note(
        paper(f"CP-{number}", "بلاغ صحفي", author=sender.owner.name_ar, made_at=clock.now()),
        sender.letterhead,
        reference(number, sender.town, clock.today()),
        title=title,
        lead=dates(half_days_of(session)),
        paragraphs=_lines(text),
        signatures=sender.signatures,
    )


def _by_body(told: Attendance) -> list[reports.Counted]:
    enrolled: dict[str, int] = {}
    came: dict[str, int] = {}
    for line in told.enrolled:
        enrolled[line.body.name_ar] = enrolled.get(line.body.name_ar, 0) + 1
    for line in told.came:
        came[line.body.name_ar] = came.get(line.body.name_ar, 0) + 1
    return [
        reports.Counted(name, [str(n), str(came.get(name, 0)), _share(came.get(name, 0), n)])
        for name, n in enrolled.items()
    ]


def _share(part: int, whole: int) -> str:
    return rate(Decimal(part), Decimal(whole))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
