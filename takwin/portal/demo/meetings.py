"""Outreach meetings in two provinces with what was promised there, the next ones planned, and the commission.

Each step by its own act. What receipts prove is confirmed for some, waits for the finance officer for others.
"""

import datetime as dt

from takwin.agreements.enums import AgreementKind
from takwin.agreements.models import Agreement, Instalment
from takwin.attendance.actions import mark, seal
from takwin.attendance.enums import Status
from takwin.attendance.models import Expected
from takwin.core import clock
from takwin.directory.models import Body
from takwin.meetings import actions
from takwin.meetings.enums import SeriesKind
from takwin.meetings.models import Meeting, Obligation, Series
from takwin.meetings.queries.meetings import circle
from takwin.meetings.queries.obligations import awaited, covered
from takwin.portal.demo.world import BEGINS, Province, World

HELD = (("03.171", 150), ("03.451", 143))  # El Hajeb and Sefrou, days before
SUBJECT = "تحضير إطلاق برامج التكوين لفائدة أعضاء مجالس الجماعات الترابية وتحويل المساهمات المالية"
PROMISED = "عبر السادة رؤساء الجماعات عن استعدادهم التام لتحويل مساهماتهم المالية في أجل شهرين."
OPENED = "ذكرت رئيسة الجلسة بالأهمية التي يوليها مجلس الجهة للتكوين المستمر وبالاتفاقيات التي صادقت عليها المجالس."
SHOWN = "قدم رئيس قسم الموارد البشرية والتكوين عرضا مفصلا حول استراتيجية الجهة في تنفيذ برامج التكوين."
ROOMS = "تلتزم العمالة بوضع قاعة الاجتماعات الكبرى رهن إشارة الدورات المقبلة."
CALLED = "ودعا السيد الكاتب العام المنتخبين إلى الحضور المكثف في الدورات التكوينية."
SECRETARY = "مصلحة التكوين المستمر"
KEPT_FOR_LATER = 3  # promises that receipts cover and nobody has confirmed yet


def meet(world: World) -> None:
    """The series from its third meeting on, as far as the story allows."""
    codes = {province.place.code: province for province in world.provinces}
    told = [(codes[code], world.as_of - dt.timedelta(days=days)) for code, days in HELD if code in codes]
    told = [(province, day) for province, day in told if day > BEGINS + dt.timedelta(days=30)]
    _open_commission(world)
    if not told:
        return
    with world.on(told[0][1] - dt.timedelta(days=30), 9):
        series = actions.open_series(
            owner=world.council, kind=SeriesKind.OUTREACH, place=world.place, last=2,
            name_ar="اللقاءات التواصلية حول برنامج التكوين المستمر لفائدة المنتخبين",
            name_fr="Rencontres de communication sur la formation continue des élus", by=world.team.region,
        )  # fmt: skip
    for province, day in told:
        _hold(world, series, province, day)
    _confirm_some(world)
    _plan(world, series, world.home, 10)
    _plan(world, series, told[0][0], 24)
    _open_committee(world)


def _hold(world: World, series: Series, province: Province, day: dt.date) -> None:
    """Planned, convened, held, written, marked, validated; the first is published too."""
    day -= dt.timedelta(days=max(0, day.weekday() - 3))  # Thursday at the latest
    by = world.team.region
    with world.on(day - dt.timedelta(days=20), 10):
        meeting = actions.plan_meeting(
            series, subject=SUBJECT, day=day, starts_at=dt.time(10), place=province.place,
            venue=f"مقر {province.state.name_ar}", by=by,
        )  # fmt: skip
        actions.invite(meeting, circle(meeting), by=by)
    with world.on(day - dt.timedelta(days=15), 11):
        actions.send_invitations(meeting, by=by)
    _who_came(world, meeting)
    with world.on(day, 15):
        own = meeting.invitations.filter(body=world.council, person__isnull=False)
        chair = own.select_related("person").order_by("pk").first()
        meeting = actions.hold_meeting(meeting, actions.Chair(line=chair), by=by)
        text = "\n".join([f"{OPENED} {SHOWN}", PROMISED, f"{CALLED} {ROOMS}"])
        actions.write_minutes(meeting, text=text, revision=0, by=by)
        actions.mark_obligation(
            meeting, quote=PROMISED, text="تحويل المساهمة المالية المتبقية", debtors=_payers(world, province, day),
            creditor=world.council, due_on=day + dt.timedelta(days=60), what_is_left=True, by=by,
        )  # fmt: skip
        actions.mark_obligation(
            meeting, quote=ROOMS, text="وضع قاعة الاجتماعات الكبرى رهن إشارة الدورات", debtors=[province.state],
            creditor=world.council, due_on=day + dt.timedelta(days=30), by=by,
        )  # fmt: skip
    with world.on(day + dt.timedelta(days=2), 12):
        actions.validate_minutes(meeting, secretary=SECRETARY, by=by)
    if province.place.code == HELD[0][0]:
        with world.on(day + dt.timedelta(days=3), 10):
            actions.publish_minutes(meeting, press_text=f"{OPENED} {SHOWN}\n{CALLED}", by=by)


def _payers(world: World, province: Province, day: dt.date) -> list[Body]:
    """The communes that owe something that day; the first two when none does."""
    until = day + dt.timedelta(days=60)
    owing = set(
        Instalment.objects.filter(payer__in=province.communes, due_on__lte=until).values_list("payer", flat=True)
    )
    return [one for one in province.communes if one.pk in owing] or province.communes[:2]


def _who_came(world: World, meeting: Meeting) -> None:
    """Most came; the roll is sealed at the end."""
    half = meeting.register.half_days.get()
    with world.on(meeting.day, 13):
        for n, line in enumerate(Expected.objects.filter(register=meeting.register).order_by("pk")):
            status = Status.EXCUSED if n % 11 == 7 else Status.ABSENT if n % 9 == 8 else Status.PRESENT
            mark(half, line.person_id, status, by=world.team.region)
        for invitation in meeting.invitations.filter(person=None):
            actions.say_came(invitation, came="present", by=world.team.region)
        seal(half, by=world.team.region)


def _confirm_some(world: World) -> None:
    """What receipts prove is confirmed but for the last few; the rooms of the first province were lent in time."""
    rows = list(awaited(Obligation.objects.all()).select_related("meeting", "debtor"))
    proved = covered(rows)
    with world.on(world.as_of - dt.timedelta(days=1), 16):
        for row in [row for row in rows if row.pk in proved][KEPT_FOR_LATER:]:
            cover = proved[row.pk]
            proof = f"وصل {'، '.join(cover.lines)}"
            actions.keep_obligation(row, done_on=cover.on, proof=proof, by=world.team.finance)
        for row in [row for row in rows if row.quote == ROOMS][:1]:
            done_on = row.meeting.day + dt.timedelta(days=12)
            actions.keep_obligation(row, done_on=done_on, proof="محضر معاينة القاعة", by=world.team.region)


def _plan(world: World, series: Series, province: Province, days: int) -> None:
    """The next ones: what was promised there is on their agenda already."""
    day = world.as_of + dt.timedelta(days=days)
    day -= dt.timedelta(days=max(0, day.weekday() - 3))
    with world.on(world.as_of - dt.timedelta(days=2), 9):
        meeting = actions.plan_meeting(
            series, subject=SUBJECT, day=day, starts_at=dt.time(10), place=province.place,
            venue=f"مقر {province.state.name_ar}", by=world.team.region,
        )  # fmt: skip
        actions.invite(meeting, circle(meeting), by=world.team.region)


def _open_committee(world: World) -> None:
    """The steering committee of a framework agreement: its parties sit there, and its next meeting is planned."""
    framework = Agreement.objects.filter(kind=AgreementKind.FRAMEWORK, place=world.home.place).order_by("pk").first()
    if framework is None:
        return
    by = world.team.region
    with world.on(world.as_of - dt.timedelta(days=1), 11):
        series = actions.open_series(
            owner=world.council, kind=SeriesKind.STEERING, place=framework.place, agreement=framework, last=2,
            name_ar="لجنة قيادة اتفاقية تطوير التكوين المهني", name_fr="Comité de pilotage", by=by,
        )  # fmt: skip
        day = world.as_of + dt.timedelta(days=17)
        day -= dt.timedelta(days=max(0, day.weekday() - 3))
        meeting = actions.plan_meeting(
            series, subject="تتبع إنجاز المشاريع وتسليم الوعاء العقاري", day=day, starts_at=dt.time(11), by=by
        )
        actions.invite(meeting, circle(meeting), by=by)


def _open_commission(world: World) -> None:
    """The commission of the decree, with its members; last year's report was adopted in December."""
    by = world.team.region
    with world.on(BEGINS + dt.timedelta(days=40), 9):
        series = actions.open_series(
            owner=world.council, kind=SeriesKind.COMMISSION, place=world.place,
            name_ar="اللجنة الجهوية للتكوين المستمر", name_fr="Commission régionale de formation continue", by=by,
        )  # fmt: skip
        for province in world.provinces:
            actions.add_member(series, body=province.council, capacity="رئيس المجلس أو من يمثله", by=by)
            actions.add_member(series, body=province.state, capacity="ممثل السلطة الإقليمية", by=by)
    adopted_on = dt.date(world.as_of.year - 1, 12, 19)
    if adopted_on > clock.today() or adopted_on < BEGINS + dt.timedelta(days=40):
        return
    with world.on(adopted_on, 17):
        actions.record_report(series, year=adopted_on.year, adopted_on=adopted_on, by=by)
