"""Change the words of an office's papers, version by version; restore the original ones."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.models import Wording
from takwin.documents.wording.filling import faults
from takwin.documents.wording.parts import Letter
from takwin.documents.wording.queries import Words, versions, words_in
from takwin.documents.wording.trial import drawn
from takwin.journal.actions import record


@transaction.atomic
def write_wording(owner: Body, letter: Letter, language: str, *, texts: Mapping[str, str], by: User) -> Wording:
    """Put words of the body's own in a paper: the next version, for the papers made from now on.

    A field that the paper does not have is refused at its text, and so is a sign that its fonts lack. Words that are
    already those in force make no version.
    """
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)  # of two who write at once, one after the other
    wrong = {name: list(faults(text, letter.fields)) for name, text in texts.items()}
    if errors := {name: found for name, found in wrong.items() if found}:
        raise ValidationError(errors)
    last = versions(owner, letter, language).first()
    told = {part.name: texts[part.name].replace("\r\n", "\n").strip() for part in letter.parts}
    if told == dict(words_in(letter, language, last).texts):
        raise ValidationError(_("These are the words already in force: nothing is changed."))
    drawn(owner, Words(letter, language, 0, told))
    own = {part.name: told[part.name] for part in letter.parts if told[part.name] != part.original(language)}
    wording = _next(owner, letter, language, last, own, by)
    record("wording.written", owner, by=by, paper=letter.key, language=language, version=wording.number)
    return wording


@transaction.atomic
def restore_wording(owner: Body, letter: Letter, language: str, *, by: User) -> Wording:
    """Go back to the original words, in a version of their own: those before stay in the story."""
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    last = versions(owner, letter, language).first()
    if last is None or not last.texts:
        raise ValidationError(_("The original wording is in force already."))
    wording = _next(owner, letter, language, last, {}, by)
    record("wording.restored", owner, by=by, paper=letter.key, language=language, version=wording.number)
    return wording


def _next(
    owner: Body, letter: Letter, language: str, last: Wording | None, texts: Mapping[str, str], by: User
) -> Wording:
    with refused(Wording):
        return checked(
            Wording(
                owner=owner, paper=letter.key, language=language, number=last.number + 1 if last else 1,
                texts=dict(texts), made_at=clock.now(), made_by=by,
            )
        )  # fmt: skip
