"""What one who named a body may still put right of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.directory.actions import correct_names
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.territory.queries import named_by


@transaction.atomic
def correct_what_one_named(body: Body, *, name_ar: str, name_fr: str, by: User) -> Body:
    """Correct both names of a national body that one wrote down oneself, while nobody else uses it.

    Its row is locked. Once it is in somebody else's agreement, meeting or expense, only who administers the whole
    register corrects it.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if not named_by(body, by):
        raise ValidationError(_("Somebody else wrote this body down: an administrator corrects its names."))
    if _used_by_others(body, by):
        raise ValidationError(_("Others use this body by now: an administrator corrects its names."))
    return correct_names(body, name_ar=name_ar, name_fr=name_fr, by=by)


def _used_by_others(body: Body, user: User) -> bool:
    """Whether something that points at the body lies where the user has no say about bodies.

    Most keys to a body have no way back (``related_name="+"``): those are asked too.
    """
    for relation in Body._meta.get_fields(include_hidden=True):
        if relation.concrete:
            continue
        model: Any = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: body})  # type: ignore[union-attr]
        own = allowed(rows, user, Permission.BODY_EDIT) if hasattr(model, "SCOPES") else rows.none()
        if rows.exclude(pk__in=own.values("pk")).exists():
            return True
    return False
