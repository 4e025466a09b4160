"""What the participants of the next sessions read beforehand: one page of the course, as PDF."""

from takwin.core.uploads import Scan
from takwin.documents.papers import notices
from takwin.documents.papers.engine import render
from takwin.documents.papers.parts import letter
from takwin.portal.demo.world import World
from takwin.training.enums import SessionState
from takwin.training.materials.actions import add_material
from takwin.training.models import TrainingSession
from takwin.training.papers import paper_of, reference_of, sender_of

TITLE, TITLE_FR = "محاور الدورة", "Les axes de la session"
AXES = [
    "يرجى من المشاركات والمشاركين الاطلاع على هذه المحاور قبل الدورة، وإحضار مثال واحد من جماعتهم عن كل محور.",
    "أولا: اختصاصات المجلس ورئيسه. ثانيا: الميزانية من الإعداد إلى التنفيذ. ثالثا: تتبع المشاريع وتقييمها.",
]


def give_material(world: World) -> None:
    """Once they are confirmed, so that whoever opens the page of his convocation finds it."""
    with world.on(world.as_of, 9):
        coming = TrainingSession.objects.filter(state=SessionState.CONFIRMED, ends_on__gte=world.as_of)
        for session in coming.order_by("starts_on", "pk")[:1]:
            sender = sender_of(session)
            facts = notices.notice(
                paper_of(f"DOC-{session.reference}", TITLE, sender), sender.letterhead,
                reference_of(session.reference, sender), letter(sender.capacity, "المشاركات والمشاركين", TITLE),
                paragraphs=AXES, signatures=sender.signatures,
            )  # fmt: skip
            page = Scan(render("notice", facts), "mahawir.pdf", "application/pdf")
            add_material(
                session, page, title_ar=TITLE, title_fr=TITLE_FR, for_participants=True, by=world.team.region
            )  # fmt: skip
