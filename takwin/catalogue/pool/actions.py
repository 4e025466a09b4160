"""Note what a trainer holds, who accredits him, what he handed over, and the days he says he is free or is not."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.catalogue.enums import AccreditationState, Competence, Says, TrainerPaperKind
from takwin.catalogue.models import Accreditation, Availability, Mastery, Topic, Trainer, TrainerPaper
from takwin.catalogue.pool.papers import TEMPLATE, accreditation_facts
from takwin.core import clock
from takwin.core.identifiers import printable, western
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper, discard_file, issue_paper, record_act, store_file, take_number
from takwin.documents.enums import ActKind, PaperKind
from takwin.documents.models import Act, Paper
from takwin.journal.actions import record


class Held(NamedTuple):
    """How far a trainer goes in a topic, and since which year he teaches it."""

    competence: str = Competence.ALONE
    since: int | None = None


def _locked(trainer: Trainer) -> Trainer:
    return Trainer.objects.select_for_update(of=("self",)).select_related("owner").get(pk=trainer.pk)


@transaction.atomic
def set_masteries(trainer: Trainer, held: Mapping[Topic, Held], *, by: User | None) -> Trainer:
    """Say what a trainer holds, in place of what was said before; a topic of another catalogue is refused."""
    trainer = _locked(trainer)
    if any(topic.owner_id != trainer.owner_id for topic in held):
        raise ValidationError(_("A trainer holds topics of the catalogue of his own pool."))
    if any(said.since and said.since > clock.today().year for said in held.values()):
        raise ValidationError(_("This year is still to come."))
    trainer.masteries.all().delete()
    for topic, said in held.items():
        checked(Mastery(trainer=trainer, topic=topic, competence=said.competence, since=said.since))
    record("trainer.topics_set", trainer, by=by, topics=len(held))
    return trainer


@transaction.atomic
def accredit(
    trainer: Trainer,
    *,
    topic: Topic | None = None,
    kind: ActKind,
    number: str,
    taken_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    scan: Scan | None = None,
    by: User | None,
) -> Accreditation:
    """Note the act of the institution that allows a trainer to teach a topic, or any, between two days."""
    act = accrediting_act(trainer.owner, kind=kind, number=number, taken_on=taken_on, scan=scan, by=by)
    return grant(trainer, [topic], act, starts_on=starts_on, ends_on=ends_on, by=by)[0]


@transaction.atomic
def accrediting_act(
    owner: Body, *, kind: ActKind, number: str, taken_on: dt.date, scan: Scan | None = None, by: User | None
) -> Act:
    """The decision that accredits, with its scan when it is handed over: one act may accredit many."""
    file = store_file(scan.data, name=scan.name, content_type=scan.content_type, owner=owner, by=by) if scan else None
    return record_act(body=owner, kind=kind, number=printable(western(number)), taken_on=taken_on, file=file, by=by)


@transaction.atomic
def grant(
    trainer: Trainer, topics: Iterable[Topic | None], act: Act, *, starts_on: dt.date, ends_on: dt.date | None,
    by: User | None,
) -> list[Accreditation]:  # fmt: skip
    """Accredit a trainer by an act in topics of his catalogue (``None``: in every topic he holds), one row each."""
    trainer = _locked(trainer)
    given = []
    for topic in topics:
        if topic and topic.owner_id != trainer.owner_id:
            raise ValidationError({"topic": _("A trainer holds topics of the catalogue of his own pool.")})
        with refused(Accreditation):
            given.append(
                checked(Accreditation(trainer=trainer, topic=topic, act=act, starts_on=starts_on, ends_on=ends_on))
            )
        record("trainer.accredited", trainer, by=by, act=act.pk, topic=topic.pk if topic else None)
    return given


def _held(accreditation: Accreditation) -> Accreditation:
    """The trainer's row first, as whoever accredits him, then that of the accreditation."""
    _locked(accreditation.trainer)
    rows = Accreditation.objects.select_for_update(of=("self",)).select_related("trainer__owner", "topic", "paper")
    return rows.get(pk=accreditation.pk)


@transaction.atomic
def renew_accreditation(
    accreditation: Accreditation,
    *,
    kind: ActKind,
    number: str,
    taken_on: dt.date,
    ends_on: dt.date,
    scan: Scan | None = None,
    by: User | None,
) -> Accreditation:
    """Accredit for another time by a new act: from the day after the last one, or from that of the act once it is past.

    The former keeps its own days and says which renews it: two officers at once renew it once.
    """
    former = _held(accreditation)
    if former.ends_on is None:
        raise ValidationError(_("This accreditation has no end: there is nothing to renew."))
    move(former, "renew")
    former.save(update_fields=["state"])
    act = accrediting_act(former.trainer.owner, kind=kind, number=number, taken_on=taken_on, scan=scan, by=by)
    starts_on = max(former.ends_on + dt.timedelta(days=1), taken_on)
    with refused(Accreditation):
        new = checked(
            Accreditation(
                trainer=former.trainer, topic=former.topic, act=act, starts_on=starts_on, ends_on=ends_on, renews=former
            )
        )
    record("trainer.accreditation_renewed", former.trainer, by=by, act=act.pk, ends_on=ends_on)
    return new


@transaction.atomic
def end_accreditation(
    accreditation: Accreditation, *, ends_on: dt.date, reason: str, by: User | None
) -> Accreditation:  # fmt: skip
    """Take an accreditation back before its end (withdrawn), or say that it will not be renewed once it has come.

    The act that gave it stays. When it is withdrawn its certificate is void, and another may be issued for the topics
    that remain; what renews it, and has not begun by then, is withdrawn with it.
    """
    found = _held(accreditation)
    at_its_end = found.ends_on is not None and ends_on >= found.ends_on
    if ends_on < found.starts_on <= clock.today():
        raise ValidationError(_("An accreditation ends after it starts."))
    was_renewed = found.state == AccreditationState.RENEWED
    move(found, "let_end" if at_its_end else "withdraw")
    found.ends_on = found.ends_on if at_its_end else ends_on
    found.reason = reason.strip()
    with refused(Accreditation):
        checked(found)
    if found.paper and not at_its_end:
        Accreditation.objects.filter(paper=found.paper).exclude(pk=found.pk).update(paper=None)
        cancel_paper(found.paper, by=by)
    follows = Accreditation.objects.filter(renews=found, starts_on__gt=ends_on).first() if was_renewed else None
    if follows and follows.may_end:
        end_accreditation(follows, ends_on=ends_on, reason=reason, by=by)
    record("trainer.accreditation_ended", found.trainer, by=by, act=found.act_id, ends_on=found.ends_on)
    return found


@transaction.atomic
def issue_accreditation(trainer: Trainer, act: Act, *, by: User | None) -> Paper:
    """Issue the certificate of what an act accredits a trainer in and no certificate says yet: a topic that the same
    act adds later has a certificate of its own, and the first stays good."""
    trainer = _locked(trainer)
    standing = trainer.accreditations.filter(act=act, state=AccreditationState.IN_FORCE, paper=None)
    rows = list(standing.select_related("topic", "act").order_by("topic__code", "pk"))
    if not rows:
        raise ValidationError(_("This certificate is already issued, or nothing of this act is in force."))
    year = clock.today().year
    number = f"{take_number(trainer.owner, 'accreditations', year)}/{year % 100:02d}"
    paper = issue_paper(
        owner=trainer.owner, kind=PaperKind.ACCREDITATION, template=TEMPLATE, subject=trainer, reference=number, by=by,
        facts=accreditation_facts(trainer, rows, number=number),
    )  # fmt: skip
    Accreditation.objects.filter(pk__in=[row.pk for row in rows]).update(paper=paper)
    return paper


@transaction.atomic
def keep_paper(trainer: Trainer, scan: Scan, *, kind: TrainerPaperKind, by: User | None) -> TrainerPaper:
    """Keep a paper the trainer handed over."""
    trainer = _locked(trainer)
    file = store_file(scan.data, name=scan.name, content_type=scan.content_type, owner=trainer.owner, by=by)
    with refused(TrainerPaper):
        paper = checked(TrainerPaper(trainer=trainer, kind=kind, file=file))
    record("trainer.paper_kept", trainer, by=by, file=file.pk, kind=kind)
    return paper


@transaction.atomic
def remove_paper(paper: TrainerPaper, *, by: User | None) -> None:
    """Let go of a paper that another replaces, file and all unless something else names it."""
    paper = TrainerPaper.objects.select_for_update(of=("self",)).select_related("file", "trainer").get(pk=paper.pk)
    record("trainer.paper_removed", paper.trainer, by=by, file=paper.file_id, kind=paper.kind)
    paper.delete()
    discard_file(paper.file, by=by)


@transaction.atomic
def say_availability(
    trainer: Trainer,
    *,
    says: Says,
    first_day: dt.date,
    last_day: dt.date | None = None,
    part: str = "",
    reason: str = "",
    by: User | None,
) -> Availability:
    """Note days on which a trainer says that he is free, or is not; what he has already accepted stays his."""
    trainer = _locked(trainer)
    last_day = last_day or first_day
    if last_day < clock.today():
        raise ValidationError({"first_day": _("These days are already past.")})
    with refused(Availability):
        said = checked(
            Availability(
                trainer=trainer, says=says, first_day=first_day, last_day=last_day, part=part, reason=reason
            )
        )  # fmt: skip
    record("trainer.days_said", trainer, by=by, says=says, first_day=first_day, last_day=last_day)
    return said


@transaction.atomic
def forget_availability(said: Availability, *, by: User | None) -> None:
    """Take back what a trainer said of days."""
    said = Availability.objects.select_for_update(of=("self",)).select_related("trainer").get(pk=said.pk)
    record("trainer.days_taken_back", said.trainer, by=by, first_day=said.first_day, last_day=said.last_day)
    said.delete()
