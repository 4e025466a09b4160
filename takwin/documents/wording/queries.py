"""The words in force of a paper: those of the body whose paper it is, else the original ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from takwin.directory.models import Body
from takwin.documents.models import Wording
from takwin.documents.wording.filling import filled
from takwin.documents.wording.letters import LETTERS
from takwin.documents.wording.parts import Letter


@dataclass(frozen=True)
class Words:
    """The words of a paper in one language; ``number`` is 0 for the original ones."""

    letter: Letter
    language: str
    number: int
    texts: Mapping[str, str]

    def filled(self, values: Mapping[str, str]) -> dict[str, object]:
        """As they stand among the facts of a paper: the version, and the paragraphs of each part."""
        return {"version": self.number} | {name: filled(text, values) for name, text in self.texts.items()}


def versions(owner: Body, letter: Letter, language: str) -> QuerySet[Wording]:
    """The versions of a body's wording, the one in force first."""
    return Wording.objects.filter(owner=owner, paper=letter.key, language=language).order_by("-number")


def words_of(owner: Body, key: str, language: str = "ar") -> Words:
    """The words in force for a body's paper: one query."""
    letter = LETTERS[key]
    return words_in(letter, language, versions(owner, letter, language).first())


def words_in(letter: Letter, language: str, wording: Wording | None) -> Words:
    """The words of one version; a part that it does not hold keeps the original ones."""
    texts = {part.name: part.original(language) for part in letter.parts}
    if wording:
        texts |= {name: text for name, text in wording.texts.items() if name in texts}
    return Words(letter, language, wording.number if wording else 0, texts)


def sample_values(letter: Letter, language: str) -> dict[str, str]:
    """What each field says in a trial."""
    return {name: field.sample(language) for name, field in letter.fields.items()}
