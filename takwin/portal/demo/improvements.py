"""What the office does better after what was said of its last sessions: one done, one to come, one late."""

import datetime as dt

from takwin.portal.demo.world import World
from takwin.training.enums import SessionState
from takwin.training.improvements.actions import finish_improvement, write_improvement
from takwin.training.models import TrainingSession

WRITTEN_AFTER = 16  # days after the last one: the opinions are closed
PROMISED = (
    ("طبع التمارين التطبيقية وتوزيعها في بداية كل ورشة", 20, "طبعت ووزعت ابتداء من الدورة الموالية"),
    ("اختيار قاعة تتسع لأربعين مشاركا بطاولات متحركة", 25, ""),
    ("إرسال وثائق الدورة إلى المشاركين مع الاستدعاء", 75, ""),
)


def promise_better(world: World) -> None:
    closed = TrainingSession.objects.filter(
        state=SessionState.CLOSED,
        ends_on__range=(world.as_of - dt.timedelta(days=80), world.as_of - dt.timedelta(days=45)),
    )
    for session, (what, days, note) in zip(closed.order_by("ends_on", "pk"), PROMISED, strict=False):
        day = session.ends_on + dt.timedelta(days=WRITTEN_AFTER)
        due_on = day + dt.timedelta(days=days)
        with world.on(day, 11):
            made = write_improvement(session, what=what, owner=world.team.region, due_on=due_on, by=world.team.region)
        if note:
            with world.on(due_on - dt.timedelta(days=2), 15):
                finish_improvement(made, note=note, by=world.team.region)
