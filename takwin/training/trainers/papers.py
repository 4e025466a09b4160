"""The facts of the letters to a trainer, in Arabic: the invitation to teach, the mission letter."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core import clock, formats
from takwin.documents.papers import trainers as letters
from takwin.documents.papers.parts import letter, paper, reference
from takwin.letters.codes import HIDDEN
from takwin.letters.models import PersonalLink
from takwin.training.models import Slot, TrainingSession
from takwin.training.papers import CNDP, Sender, either, link_of, named, programme_of
from takwin.training.queries import half_days_of

INVITES = "دعوة للمشاركة في تأطير دورة تكوينية"
CHARGES = "رسالة تكليف بمهمة تأطير دورة تكوينية"


def invitation_facts(
    session: TrainingSession,
    trainer: Trainer,
    halves: Sequence[RegisterHalfDay],
    sender: Sender,
    *,
    number: str,
    answer_before: dt.date,
    link: PersonalLink,
) -> dict[str, Any]:
    """He is asked for these half-days; by the link and the code on the letter he accepts or declines."""
    before = f"يوم {formats.day(answer_before, weekday=True, language='ar')}"
    opening = (
        f"فعلاقة بالموضوع المشار إليه أعلاه، وفي إطار تنفيذ {programme_of(session)}، يشرفني أن أدعوكم إلى المشاركة في "
        f"تأطير الدورة التكوينية «{either('ar', session.topic)}»، المزمع تنظيمها بـ{either('ar', session.place)}، خلال "
        "أنصاف الأيام المبينة أسفله:"
    )
    closing = f"والمرجو منكم موافاتي بجوابكم، بالقبول أو الاعتذار، قبل {before}. وتفضلوا بقبول فائق التقدير والاحترام."
    return _letter(session, trainer, halves, sender, INVITES, number, opening, closing) | letters.reply(
        before, HIDDEN, link_of(link)
    )


def mission_facts(
    session: TrainingSession, trainer: Trainer, halves: Sequence[RegisterHalfDay], sender: Sender, *, number: str
) -> dict[str, Any]:
    """He is charged with these half-days, and is paid for those he gives by the grid of the institution."""
    opening = (
        f"في إطار تنفيذ {programme_of(session)}، يكلف {named(trainer.person)}، {either('ar', trainer.body)}، بتأطير "
        f"الدورة التكوينية «{either('ar', session.topic)}»، المنظمة بـ{either('ar', session.place)}، وفق البرنامج "
        "التالي:"
    )
    closing = (
        f"وتؤدى التعويضات عن أنصاف الأيام المنجزة فعليا كما تثبتها لوائح الحضور المختومة، حسب شبكة التعويضات "
        f"المعمول بها لدى {sender.owner.name_ar}. وقد سلمت هذه الرسالة للمعني بالأمر للإدلاء بها عند الاقتضاء."
    )
    return _letter(session, trainer, halves, sender, CHARGES, number, opening, closing)


def _letter(
    session: TrainingSession,
    trainer: Trainer,
    halves: Sequence[RegisterHalfDay],
    sender: Sender,
    subject: str,
    number: str,
    opening: str,
    closing: str,
) -> dict[str, Any]:
    to = f"{named(trainer.person)}، {either('ar', trainer.body)}"
    return letters.trainer_letter(
        paper(f"FRM-{number}", subject, author=sender.owner.name_ar, made_at=clock.now(), cndp=CNDP["ar"]),
        sender.letterhead,
        reference(number, sender.town, clock.today()),
        letter(sender.capacity, to, f"{subject} ({session.reference})"),
        opening=opening,
        half_days=list(_taught(session, trainer, halves)),
        closing=closing,
        signatures=sender.signatures,
    )


def _taught(
    session: TrainingSession, trainer: Trainer, halves: Iterable[RegisterHalfDay]
) -> Iterable[letters.TaughtHalfDay]:
    """Each half-day with its hours, what is taught and where: in his own workshop, or in the one without a trainer."""
    slots = list(Slot.objects.filter(session=session).select_related("room__lender").order_by("pk"))
    for half in halves:
        own = [slot for slot in slots if slot.half_day_id == half.pk and slot.trainer_id in (trainer.pk, None)]
        own.sort(key=lambda slot: slot.trainer_id is None)
        title = own[0].title if own else ""
        room = own[0].room if own else None
        yield letters.TaughtHalfDay(
            half.half_day, half.starts_at, half.ends_at, title or either("ar", session.topic),
            either("ar", room) if room else either("ar", session.place),
        )  # fmt: skip


def title_of_fees(session: TrainingSession) -> str:
    """What the payment statement is for."""
    days = formats.days([half.day for half in half_days_of(session)], language="ar")
    return f"تأطير الدورة التكوينية «{either('ar', session.topic)}»، {days}"[:200]


def line_of(half: RegisterHalfDay) -> str:
    """A line of the payment statement: the half-day and its hours."""
    return letters.said_in_one_line(half.half_day, half.starts_at, half.ends_at)
