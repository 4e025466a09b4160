"""The facts of a meeting's papers, always in Arabic: invitation, minutes, press note."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from takwin.core import clock, formats
from takwin.core.text import attached, joined
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import minutes as sheets
from takwin.documents.papers import notices
from takwin.documents.papers.parts import Letterhead, Signatory, State, letter, money, paper, reference, signatory
from takwin.documents.wording.queries import words_of
from takwin.meetings.enums import MeetingState, SeriesKind
from takwin.meetings.models import Invitation, Meeting, Minutes, Obligation
from takwin.meetings.queries.meetings import came, excused, lines_of
from takwin.meetings.reading import is_of_money, paragraphs
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity, courtesy
from takwin.people.queries import president_of

ORDINALS = (
    "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر",
    "الحادي عشر", "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر", "السابع عشر", "الثامن عشر",
    "التاسع عشر", "العشرون",
)  # fmt: skip
NUMBERED = {
    SeriesKind.OUTREACH: "اللقاء التواصلي {}",
    SeriesKind.STEERING: "الاجتماع {} للجنة القيادة",
    SeriesKind.MONITORING: "الاجتماع {} للجنة التتبع",
    SeriesKind.COMMISSION: "الاجتماع {} للجنة الجهوية للتكوين المستمر",
    SeriesKind.WORKING: "اجتماع العمل {}",
}
COMMA = "، "


@dataclass(frozen=True)
class Sender:
    """What every paper of a meeting has in common: who writes, from where, and who signs."""

    owner: Body
    capacity: str
    town: str
    letterhead: Letterhead
    signatures: Sequence[Signatory]


def sender_of(meeting: Meeting) -> Sender:
    """The head of the body that organises: its president, or the governor of a State administration."""
    owner = meeting.series.owner
    president = president_of(owner, clock.today())
    title = Title.GOVERNOR if owner.kind == BodyKind.STATE else Title.PRESIDENT
    said = capacity(title, president.person.sex if president else "", "ar", body=owner)
    return Sender(owner, said, town_of(owner), letterhead_of(owner), [signatory(said)])


def numbered(meeting: Meeting) -> str:
    """«اللقاء التواصلي الخامس», «الاجتماع الثاني للجنة القيادة»: the rank in the series, in words up to twenty."""
    said = ORDINALS[meeting.number - 1] if meeting.number <= len(ORDINALS) else f"رقم {meeting.number}"
    return NUMBERED[SeriesKind(meeting.series.kind)].format(said)


def series_said(meeting: Meeting) -> str:
    """The name of the series after «سلسلة», which is not said twice."""
    return meeting.series.name_ar.removeprefix("سلسلة ")


def place_said(meeting: Meeting) -> str:
    """«بمقر عمالة إقليم إفران، إقليم إفران»."""
    room = meeting.room
    where = joined([room.name_ar if room else "", meeting.venue], COMMA)
    kind = "جهة" if meeting.place.level == Level.REGION else str(_province_word(meeting))
    return joined([where, f"{kind} {meeting.place.name_ar}"], COMMA)


def _province_word(meeting: Meeting) -> str:
    return "عمالة" if meeting.place.kind == "prefecture" else "إقليم"


def when_said(meeting: Meeting) -> str:
    hour = f"على الساعة {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return joined([formats.day(meeting.day, weekday=True, language="ar"), hour], " ")


def invitation_facts(
    meeting: Meeting, line: Invitation, sender: Sender, *, number: str, agenda: Sequence[str]
) -> dict[str, Any]:
    """The letter that asks a person, or whoever holds an office, to come."""
    first = (
        f"يشرفني أن أدعوكم إلى حضور {numbered(meeting)} من سلسلة «{series_said(meeting)}»، في موضوع: "
        f"{meeting.subject}، وذلك يوم {when_said(meeting)}، {attached('ب', place_said(meeting))}."
    )
    told = [first]
    if chairs := chairs_told(meeting):
        told.append(f"و{chairs}")
    if meeting.round:
        told.append(f"وتعوض هذه الدعوة ما سبقها، للسبب الآتي: {meeting.reason}.")
    if agenda:
        told.append(f"ويتضمن جدول الأعمال: {'؛ '.join(f'{n}. {text}' for n, text in enumerate(agenda, 1))}.")
    return _letter_facts(line, sender, number=number, subject=f"دعوة لحضور {numbered(meeting)}", told=told)


def change_facts(meeting: Meeting, line: Invitation, sender: Sender, *, number: str) -> dict[str, Any]:
    """The letter that tells whoever was invited who chairs, and no more: the rest of the invitation holds."""
    invitation: Any = line.letter and line.letter.paper
    on = formats.day(invitation.issued_at.astimezone(clock.CASABLANCA).date(), language="ar")
    first = (
        f"إلحاقا بدعوتنا عدد {invitation.reference} المؤرخة في {on}، لحضور {numbered(meeting)} من سلسلة "
        f"«{series_said(meeting)}»، يوم {when_said(meeting)}، {attached('ب', place_said(meeting))}، يشرفني أن أحيطكم "
        f"علما بأن هذا الاجتماع {chairs_told(meeting)}"
    )
    told = [first, "ولم يتغير موعد الاجتماع ولا مكانه."]
    return _letter_facts(line, sender, number=number, subject=f"رئاسة {numbered(meeting)}", told=told)


def _letter_facts(
    line: Invitation, sender: Sender, *, number: str, subject: str, told: Sequence[str]
) -> dict[str, Any]:
    """A letter to one of the list, who is called as a man or as a woman when that is known."""
    sex = line.person.sex if line.person else "" if line.guest_name else Sex.MALE
    polite = courtesy(sex, "ar")
    name = f" {line.name_ar}" if line.name_ar else ""
    recipient = joined(
        [f"{polite}{name}" if name else f"{polite} {line.capacity}", line.capacity if name else ""], COMMA
    )
    return notices.notice(
        paper(f"INV-{number}", subject, author=sender.owner.name_ar, made_at=clock.now()),
        sender.letterhead,
        reference(number, sender.town, clock.today()),
        letter(sender.capacity, joined([recipient, line.body.name_ar], COMMA), subject, salutation=polite),
        paragraphs=told,
        signatures=sender.signatures,
    )


def chairs_told(meeting: Meeting) -> str:
    """The sentence of a letter that says who chairs; nothing as long as nobody is named."""
    chairs = chairs_of(meeting)
    return f"{_led(chairs, ('يترأسه', 'تترأسه'))}." if chairs else ""


def holds_an_older_letter(meeting: Meeting, line: Invitation) -> bool:
    """Whether the last letter of one who is invited, as it was printed, does not say who chairs now."""
    return line.last_letter is not None and not any(
        chairs_told(meeting) in one for one in line.last_letter.paper.facts["paragraphs"]
    )


def with_older_letters(meeting: Meeting) -> list[Invitation]:
    """Those invited who are still to be told who chairs; nobody once the meeting was held or its day has come."""
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED) or meeting.day <= clock.today():
        return []
    return [line for line in lines_of(meeting) if holds_an_older_letter(meeting, line)]


def words_around(meeting: Meeting) -> dict[str, Any]:
    """How minutes open and close, in the words of the body that organises: what is recorded, filled in."""
    chairs = chairs_of(meeting)
    return words_of(meeting.series.owner, "minutes").filled({
        "series": series_said(meeting),
        "meeting": numbered(meeting),
        "when": when_said(meeting),
        "place": place_said(meeting),
        "subject": meeting.subject,
        "led": f"، {_led(chairs, ('ترأسه', 'ترأسته'))}" if chairs else "",
    })  # fmt: skip


def chairs_of(meeting: Meeting) -> list[str]:
    """Who chairs, or is to, each with his capacity: nobody yet, one, or two together."""
    told = [
        joined([meeting.chair, meeting.chair_capacity], COMMA),
        joined([meeting.co_chair, meeting.co_chair_capacity], COMMA),
    ]
    return [one for one in told if one]


def _led(chairs: Sequence[str], verbs: tuple[str, str]) -> str:
    """The verb as said of a man or of a woman, told by the courtesy that stands before the name, then who; of two
    together it is that of both."""
    if len(chairs) > 1:
        return f"{verbs[0]} كل من {chairs[0]}، و{chairs[1]}"
    return f"{verbs[chairs[0].startswith(courtesy(Sex.FEMALE, 'ar'))]} {chairs[0]}"


def opening_of(meeting: Meeting) -> str:
    """The first sentence of minutes, from what is recorded."""
    return " ".join(words_around(meeting)["opening"])


def minutes_facts(meeting: Meeting, minutes: Minutes, *, number: str = "", state: State = "final") -> dict[str, Any]:
    """What validated minutes print, or their draft under the reference of its meeting: each marked sentence bears the
    number of its promise."""
    sender = sender_of(meeting)
    promises = list(meeting.obligations.select_related("debtor", "clause__agreement").order_by("pk"))
    title, words, until = "محضر اجتماع", words_around(meeting), _until(meeting, promises)
    signatures = [
        signatory("مقرر الاجتماع", name=minutes.secretary),
        _signing(meeting.chair, meeting.chair_capacity or ("" if meeting.chair else sender.capacity)),
    ]
    if meeting.co_chair:
        signatures.append(_signing(meeting.co_chair, meeting.co_chair_capacity))
    return sheets.minutes(
        paper(
            f"PV-{number or meeting.reference}", title, author=sender.owner.name_ar, made_at=clock.now(), state=state
        ),
        sender.letterhead,
        reference(number or meeting.reference, sender.town, clock.today()),
        title=title,
        series=joined([meeting.series.name_ar, numbered(meeting), meeting.place.name_ar], " – "),
        opening=words["opening"],
        present=[
            (body.name_ar, [sheets.Present(name, said) for name, said in people]) for body, people in came(meeting)
        ],
        excused=excused(meeting),
        agenda=[item.text for item in meeting.agenda.all()],
        paragraphs=_with_numbers(minutes.text, promises),
        promises=[
            sheets.Promise(
                str(n),
                _under(one, one.text if until else _promised(one, meeting)),
                one.debtor.name_ar,
                money(one.amount) if one.amount else "",
                formats.day(one.due_on, language="ar") if one.due_on else "دون أجل محدد",
            )
            for n, one in enumerate(promises, 1)
        ],
        note=until,
        closing=words["closing"],
        version=words["version"],
        signatures=signatures,
    )


def _signing(name: str, said: str) -> Signatory:
    """Who chaired signs in his capacity; one told by his office alone, or by his name alone, is told once."""
    return signatory(said, name=name) if said else signatory(name)


def _left(meeting: Meeting) -> str:
    return f"ما بقي إلى غاية {formats.day(meeting.day, language='ar')}"


def _until(meeting: Meeting, promises: Sequence[Obligation]) -> str:
    """Of which day the amounts are, told once when all of them were read in the state of transfers."""
    amounts = [one for one in promises if one.amount]
    return f"المبالغ المذكورة هي {_left(meeting)}." if amounts and all(one.commitment_id for one in amounts) else ""


def _promised(one: Obligation, meeting: Meeting) -> str:
    """What is promised; an amount that was read in the state of transfers, beside others that were not, says of which
    day it is."""
    return f"{one.text} ({_left(meeting)})" if one.commitment_id and one.amount else one.text


def _under(one: Obligation, said: str) -> str:
    """What is promised, with the article that it carries out."""
    return f"{said}، تنفيذا للمادة {one.clause.key} من {one.clause.agreement.reference}" if one.clause else said


def _with_numbers(text: str, promises: Sequence[Obligation]) -> list[str]:
    """The paragraphs, each sentence that bears promises followed by their numbers."""
    marked: dict[str, list[int]] = {}
    for n, one in enumerate(promises, 1):
        marked.setdefault(" ".join(one.quote.split()), []).append(n)
    told = []
    for sentences in paragraphs(text):
        line = " ".join(" ".join(sentence.split()) for sentence in sentences)
        for quote, numbers in marked.items():
            line = line.replace(quote, f"{quote} ({numbers_told(numbers)})", 1)
        told.append(line)
    return told


def numbers_told(numbers: Sequence[int]) -> str:
    """The promises of one sentence by their numbers in the table, in order; a run of three or more by its ends."""
    if len(numbers) == 1:
        return f"الالتزام {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"الالتزامات من {numbers[0]} إلى {numbers[-1]}"
    listed = " و".join(map(str, numbers))
    return f"الالتزامان {listed}" if len(numbers) == 2 else f"الالتزامات {listed}"


def press_proposal(meeting: Meeting, minutes: Minutes) -> str:
    """What the press could be told, to be shortened or written anew: how it was opened, then what was said, without the
    sentences about what bodies are to pay."""
    owed = {" ".join(one.quote.split()) for one in meeting.obligations.all() if one.amount}
    told = [
        " ".join(one for one in sentences if not is_of_money(one) and " ".join(one.split()) not in owed)
        for sentences in paragraphs(minutes.text)
    ]
    return "\n\n".join(filter(None, [opening_of(meeting), *told]))


def press_facts(meeting: Meeting, minutes: Minutes, *, number: str) -> dict[str, Any]:
    """The note to the press, in the words that were chosen."""
    sender = sender_of(meeting)
    title = meeting.subject
    return sheets.press_note(
        paper(f"CP-{number}", "بلاغ صحفي", author=sender.owner.name_ar, made_at=clock.now()),
        sender.letterhead,
        reference(number, sender.town, clock.today()),
        title=title,
        lead=joined([meeting.series.name_ar, formats.day(meeting.day, weekday=True, language="ar")], " – "),
        paragraphs=[" ".join(sentences) for sentences in paragraphs(minutes.press_text)],
        signatures=sender.signatures,
    )
