"""The facts of the letter that tells a council of its absent, in Arabic."""

from collections.abc import Mapping, Sequence
from typing import Any

from takwin.core import clock, formats
from takwin.core.amounts import HALF_DAY, counted
from takwin.core.text import attached
from takwin.directory.models import Body
from takwin.documents.papers import notices
from takwin.documents.papers.parts import letter, presence
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity, courtesy
from takwin.people.queries import president_of
from takwin.training.absences.queries import CouncilAbsent
from takwin.training.at_risk.queries import Offer
from takwin.training.models import AbsenceLetter
from takwin.training.papers import DECREES, Sender, authority_addressee, paper_of, reference_of
from takwin.training.queries import days_of, half_days_of

REMINDED = (
    "وأذكركم بأن الحضور يحتسب بأنصاف الأيام ضمن مدة التكوين المخولة لأعضاء المجلس برسم الولاية الانتدابية. لذا، أطلب "
    "منكم إشعار المعنيين بالأمر، وموافاتي عند الاقتضاء بما يبرر غيابهم قصد تصحيح لائحة الحضور."
)


def absence_facts(
    council: CouncilAbsent,
    sender: Sender,
    *,
    number: str,
    authority: Body,
    offers: Sequence[Offer],
    remaining: Mapping[int, int],
) -> dict[str, Any]:
    """Who was absent, in how many half-days, what the law still owes each (half-days by person), and which sessions can
    still give the days; a letter that replaces another says so first."""
    session, former = council.session, council.letter
    president = president_of(council.body, clock.today())
    sex = president.person.sex if president else ""
    subject = "التغيب عن دورة تكوينية"
    if former:
        subject = "تصحيح بشأن التغيب عن دورة تكوينية"
    held = formats.days(days_of(session), language="ar")
    about = f"الدورة التكوينية «{session.topic.name_ar}» المنظمة {held} {attached('ب', session.place.name_ar)}"
    said: list[str | notices.Table] = [*_replacing(former, about, is_last=not council.absent)]
    if council.absent:
        said += _told(council, about, offers, remaining)
    return notices.notice(
        paper_of(f"LTR-{number}", subject, sender),
        sender.letterhead,
        reference_of(number, sender),
        letter(
            sender.capacity,
            f"{courtesy(sex, 'ar')} {capacity(Title.PRESIDENT, sex, 'ar', body=council.body)}",
            subject,
            basis=[DECREES["ar"]],
            salutation="السيدة الرئيسة" if sex == Sex.FEMALE else "السيد الرئيس",
            through=authority_addressee(authority)[0],
        ),
        paragraphs=said,
        signatures=sender.signatures,
    )


def _replacing(former: AbsenceLetter | None, about: str, *, is_last: bool) -> list[str]:
    if former is None:
        return []
    reference = former.letter.paper.reference
    on = formats.day(former.letter.sent_at.astimezone(clock.CASABLANCA).date(), language="ar")
    if is_last:
        corrected = (
            f"فعلاقة بالموضوع المشار إليه أعلاه، أخبركم أنه تم تصحيح لائحة الحضور الخاصة {attached('ب', about)}، ولم "
            "يعد مسجلا أي غياب دون عذر في حق المستدعين من مجلسكم."
        )
        return [corrected, f"وعليه، تعتبر رسالتي رقم {reference} بتاريخ {on} لاغية."]
    return [f"تلغي هذه الرسالة رسالتي رقم {reference} بتاريخ {on} وتعوضها، وذلك بعد تصحيح لائحة الحضور."]


def _told(
    council: CouncilAbsent, about: str, offers: Sequence[Offer], remaining: Mapping[int, int]
) -> list[str | notices.Table]:
    held = len(half_days_of(council.session))
    opening = (
        f"فعلاقة بالموضوع المشار إليه أعلاه، يؤسفني أن أخبركم أنه سجل غياب دون عذر خلال {about}، في حق المستدعين من "
        f"مجلسكم المبينين في اللائحة الاسمية الآتية، وعددهم {len(council.absent)}:"
    )
    said: list[str | notices.Table] = [
        opening,
        notices.table(
            [("ر.ت", 0), ("الاسم الكامل", 12), ("الصفة", 10), ("مدة الغياب", 11), ("ما تبقى من التكوين المستحق", 8)],
            [
                [
                    str(n),
                    one.line.person.name_ar or one.line.person.name_fr,
                    one.line.capacity,
                    presence(len(one.missed), held, language="ar"),
                    _remaining(remaining.get(one.line.person_id)),
                ]
                for n, one in enumerate(council.absent, 1)
            ],
        ),
        REMINDED,
    ]
    if not offers:
        return [*said, "وسيتم إخباركم في حينه بكل دورة تكوينية مقبلة من شأنها تدارك ما فات."]
    return [
        *said,
        "ويمكن تدارك ما فات بترشيح المعنيين بالأمر لإحدى الدورات التكوينية المبرمجة الآتية:",
        notices.table(
            [("موضوع الدورة", 14), ("التاريخ", 12), ("المكان", 8), ("المقاعد المتبقية", 5)],
            [
                [
                    offer.session.topic.name_ar,
                    formats.days(days_of(offer.session), language="ar"),
                    offer.session.place.name_ar,
                    str(offer.seats.left_for(council.body.pk)),
                ]
                for offer in offers
            ],
        ),
    ]


def _remaining(halves: int | None) -> str:
    return "–" if halves is None else counted(halves, HALF_DAY, "ar") if halves else "لا شيء"
