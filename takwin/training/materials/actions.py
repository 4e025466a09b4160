"""Give a session, or every session of its action, a file; show it to participants or not; take it off."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import refused, worded
from takwin.core.uploads import Scan
from takwin.documents.actions import discard_file, store_file
from takwin.documents.slides import material_type
from takwin.journal.actions import record
from takwin.training.actions.locks import locked
from takwin.training.models import Material, TrainingSession


@transaction.atomic
def add_material(
    session: TrainingSession,
    file: Scan,
    *,
    title_ar: str = "",
    title_fr: str = "",
    for_participants: bool,
    whole_action: bool = False,
    by: User,
) -> Material:
    """Keep a file for those who teach the session, and for those who follow it when so said; with ``whole_action``,
    for every session of its action, those to come included."""
    session = locked(session)
    if whole_action and session.action is None:
        raise ValidationError({"whole_action": _("This session belongs to no action.")})
    kind = material_type(file.data)
    owner = session.action.programme.owner if whole_action and session.action else session.owner
    stored = store_file(file.data, name=file.name, content_type=kind, owner=owner, by=by)
    hangs = {"action": session.action} if whole_action else {"session": session}
    with refused(Material):
        made = Material(file=stored, for_participants=for_participants, **hangs)
        worded(made, title_ar=title_ar, title_fr=title_fr)
        made.validate_constraints()
        made.save()
    record("session.material_added", session, by=by, material=made.pk, whole_action=whole_action)
    return made


@transaction.atomic
def show_material(material: Material, session: TrainingSession, *, to_participants: bool, by: User) -> Material:
    """Let participants see it, or trainers only."""
    material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if material.for_participants != to_participants:
        material.for_participants = to_participants
        material.save(update_fields=["for_participants"])
        verb = "session.material_shown" if to_participants else "session.material_hidden"
        record(verb, session, by=by, material=material.pk)
    return material


@transaction.atomic
def remove_material(material: Material, session: TrainingSession, *, by: User) -> None:
    """Take it off; its bytes go too, unless something else names them."""
    material = Material.objects.select_for_update(of=("self",)).select_related("file").get(pk=material.pk)
    file, key = material.file, material.pk
    material.delete()
    discard_file(file, by=by)
    record("session.material_removed", session, by=by, material=key)
