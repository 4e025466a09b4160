"""Note what a trainer holds, who accredits him, what he handed over, and the days he says he is free or is not."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.catalogue.enums import Competence, Says, TrainerPaperKind
from takwin.catalogue.models import Accreditation, Availability, Mastery, Topic, Trainer, TrainerPaper
from takwin.core import clock
from takwin.core.identifiers import printable
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.documents.actions import discard_file, record_act, store_file
from takwin.documents.enums import ActKind
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
    trainer = _locked(trainer)
    if topic and topic.owner_id != trainer.owner_id:
        raise ValidationError({"topic": _("A trainer holds topics of the catalogue of his own pool.")})
    owner = trainer.owner
    file = store_file(scan.data, name=scan.name, content_type=scan.content_type, owner=owner, by=by) if scan else None
    act = record_act(body=owner, kind=kind, number=printable(number), taken_on=taken_on, file=file, by=by)
    with refused(Accreditation):
        found = checked(
            Accreditation(trainer=trainer, topic=topic, act=act, starts_on=starts_on, ends_on=ends_on)
        )  # fmt: skip
    record("trainer.accredited", trainer, by=by, act=act.pk, topic=topic.pk if topic else None)
    return found


@transaction.atomic
def end_accreditation(accreditation: Accreditation, *, ends_on: dt.date, by: User | None) -> Accreditation:
    """Say the last day of an accreditation: withdrawn, or not renewed. The act that gave it stays."""
    accreditation = Accreditation.objects.select_for_update(of=("self",)).get(pk=accreditation.pk)
    accreditation.ends_on = ends_on
    with refused(Accreditation):
        checked(accreditation)
    record("trainer.accreditation_ended", accreditation.trainer, by=by, act=accreditation.act_id, ends_on=ends_on)
    return accreditation


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
