"""What one who named a body may still put right of it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from takwin.accounts.models import User
from takwin.directory.actions import correct_names
from takwin.directory.models import Body
from takwin.territory.queries import names_refused


@transaction.atomic
def correct_what_one_named(body: Body, *, name_ar: str, name_fr: str, by: User) -> Body:
    """Correct both names of a national body that one wrote down oneself, while nobody else uses it.

    Its row is locked. Once it is in somebody else's agreement, meeting or expense, only who administers the whole
    register corrects it.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if told := names_refused(body, by):
        raise ValidationError(told)
    return correct_names(body, name_ar=name_ar, name_fr=name_fr, by=by)
