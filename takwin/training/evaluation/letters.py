"""Letters to the presidents of councils that have no account: the questions are behind their link and code."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import attached
from takwin.directory.models import Body
from takwin.documents.actions import issue_paper
from takwin.documents.enums import PaperKind
from takwin.documents.papers import notices
from takwin.documents.papers.parts import letter
from takwin.journal.actions import record
from takwin.journal.models import target_of
from takwin.letters.actions import next_number, open_personal_link, send_letter
from takwin.letters.codes import HIDDEN
from takwin.letters.models import Letter, PersonalLink
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity, courtesy
from takwin.people.models import Office
from takwin.people.queries import presidents_of
from takwin.surveys.models import CouncilVoice, Round
from takwin.surveys.queries import without_account
from takwin.training.actions.convocations import authority_for, place_key
from takwin.training.actions.locks import locked
from takwin.training.evaluation.enums import Moment
from takwin.training.models import TrainingSession
from takwin.training.papers import Sender, authority_addressee, link_of, paper_of, reference_of, sender_of
from takwin.training.queries import days_of

SUBJECT = "تتبع أثر دورة تكوينية"
TELLS = (
    "فعلاقة بالموضوع المشار إليه أعلاه، وبعد مرور أشهر على الدورة التكوينية «{topic}» المنظمة {held} {in_place}، "
    "التي استفاد منها أعضاء من مجلسكم أو من موظفيه، أطلب منكم التفضل بالجواب عن بضعة أسئلة حول ما تغير في عمل المجلس."
)
PROMISES = (
    "ويجيب المجلس مرة واحدة. وتقرأ أجوبة المجالس مجتمعة ودون أسمائها، ولا تعرض إذا قلت عن خمسة. ويمكن الجواب إلى غاية "
    "{before} من الصفحة التي يفتحها الرمز أسفله."
)


def to_write(*rounds: Round) -> tuple[list[tuple[CouncilVoice, Office]], int]:
    """The councils of these rounds without an account whose president was not written to yet, each with him; and how
    many have no president on record. A letter to one who presides no more asked nobody."""
    voices = without_account([asked for asked in rounds if asked.is_open() and asked.is_of_councils])
    presidents = presidents_of([voice.body_id for voice in voices], clock.today())
    found = [(voice, presidents[voice.body_id]) for voice in voices if voice.body_id in presidents]
    written = {(letter.paper.subject, letter.person_id) for letter in _letters_about(voices)}
    waiting = [(voice, office) for voice, office in found if (target_of(voice), office.person_id) not in written]
    return waiting, len(voices) - len(found)


@transaction.atomic
def write_to_councils(session: TrainingSession, *, by: User | None) -> int:
    """Write a numbered letter, with a link and a code, to the president of each council that has no account; how many
    left. The session is locked, so that two officers write once."""
    session = locked(session)
    moment = session.rounds.filter(moment=Moment.COUNCIL).select_related("round__version__questionnaire").first()
    found = to_write(moment.round)[0] if moment else []
    if not found:
        raise ValidationError(_("There is no council left to write to."))
    sender = sender_of(session)
    for voice, office in found:
        _write(session, voice, office, sender, by=by)
    record("session.councils_written_to", session, by=by, letters=len(found))
    return len(found)


def _write(session: TrainingSession, voice: CouncilVoice, office: Office, sender: Sender, *, by: User | None) -> None:
    link, _code = open_personal_link(office.person, by=by)
    number = next_number(sender.owner)
    paper = issue_paper(
        owner=sender.owner, kind=PaperKind.NOTICE, template="notice", subject=voice, reference=number, by=by,
        facts=_facts(session, voice, office, sender, number=number, link=link),
    )  # fmt: skip
    send_letter(paper, person=office.person, by=by)


def _facts(
    session: TrainingSession, voice: CouncilVoice, office: Office, sender: Sender, *, number: str, link: PersonalLink
) -> dict[str, Any]:
    sex, body = office.person.sex, voice.body
    before = f"يوم {formats.day(voice.round.closes_on, weekday=True, language='ar')}"
    told = {
        "topic": session.topic.name_ar,
        "held": formats.days(days_of(session), language="ar"),
        "in_place": attached("ب", session.place.name_ar),
        "before": before,
    }
    facts = notices.notice(
        paper_of(f"LTR-{number}", SUBJECT, sender),
        sender.letterhead,
        reference_of(number, sender),
        letter(
            sender.capacity,
            f"{courtesy(sex, 'ar')} {capacity(Title.PRESIDENT, sex, 'ar', body=body)}",
            SUBJECT,
            salutation="السيدة الرئيسة" if sex == Sex.FEMALE else "السيد الرئيس",
            through=_through(session, body),
        ),
        paragraphs=[TELLS.format(**told), PROMISES.format(**told)],
        signatures=sender.signatures,
    )
    return facts | notices.reply(before, HIDDEN, link_of(link))


def _through(session: TrainingSession, body: Body) -> str:
    return authority_addressee(authority_for(session, place_key(body)))[0]


def letters_of(asked: Round) -> Sequence[Letter]:
    """The letters that asked councils without an account, to be printed; not those to who presides no more."""
    voices = list(asked.councils.all())
    presidents = presidents_of([voice.body_id for voice in voices], clock.today())
    presiding = {
        (target_of(voice), presidents[voice.body_id].person_id) for voice in voices if voice.body_id in presidents
    }
    return [letter for letter in _letters_about(voices) if (letter.paper.subject, letter.person_id) in presiding]


def _letters_about(voices: Sequence[CouncilVoice]) -> QuerySet[Letter]:
    rows = Letter.objects.filter(paper__subject__in=[target_of(voice) for voice in voices], paper__cancelled_at=None)
    return rows.select_related("paper").order_by("pk")
