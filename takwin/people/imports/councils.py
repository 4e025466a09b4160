"""The council a cell names, by its code or its name however spelt, among those the reader may write in."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.identifiers import compact
from takwin.core.text import folded
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.directory.queries import name_terms
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

# Words that say which council of a name is meant; without one it is the commune's.
SAYS_KIND = {
    BodyKind.PROVINCE: "إقليم الإقليم عمالة العمالة province provincial préfecture préfectoral",
    BodyKind.REGION: "جهة الجهة région régional",
    BodyKind.BOROUGH: "مقاطعة المقاطعة arrondissement",
}
KIND_OF_WORD = {word: kind for kind, words in SAYS_KIND.items() for word in folded(words).split()}
COUNCIL_WORDS = set(folded("مجلس المجلس جماعي الجماعي conseil communal communale").split())
FROM_SMALLEST = (BodyKind.COMMUNE, BodyKind.BOROUGH, BodyKind.PROVINCE, BodyKind.REGION)


class Councils:
    """The councils of the map, read once for a whole sheet; ``mine`` are those where ``user`` may write."""

    def __init__(self, user: User) -> None:
        councils = Body.objects.filter(kind__in=COLLECTIVITIES).select_related("place__province")
        self.mine = set(allowed(councils, user, Permission.PERSON_EDIT).values_list("pk", flat=True))
        self.by_code: dict[str, Body] = {}
        self.by_name: dict[str, list[Body]] = defaultdict(list)
        for council in councils.prefetch_related("place__aliases").order_by("pk"):
            self.by_code.setdefault(compact(council.place.code), council)
            for key in {_key(name) for name in _names(council)}:
                self.by_name[key].append(council)

    def named(self, text: str) -> Body:
        """The one council meant; ``ValidationError`` says why there is none, or which ones there are."""
        kind = next((KIND_OF_WORD[word] for word in folded(text).split() if word in KIND_OF_WORD), None)
        code = self.by_code.get(compact(text))
        found = [code] if code else _of_kind(self.by_name.get(_key(text), []), kind)
        if not found:
            raise ValidationError(_("No council bears this name."))
        mine = [council for council in found if council.pk in self.mine]
        if not mine:
            raise ValidationError(_("This council is outside your territory."))
        if len(mine) > 1:
            raise ValidationError(
                _("Several councils bear this name: %(names)s. Write the code of the one you mean."),
                params={"names": " · ".join(f"{c.place.province or c.place} {c.place.code}" for c in mine)},
            )
        return mine[0]


def _names(council: Body) -> Iterable[str]:
    place = council.place
    yield from (place.name_ar, place.name_fr, place.official_ar, place.official_fr, council.name_ar, council.name_fr)
    yield from (alias.name for alias in place.aliases.all())


def _key(name: str) -> str:
    terms = name_terms(name)
    return " ".join([term for term in terms if term not in COUNCIL_WORDS and term not in KIND_OF_WORD] or terms)


def _of_kind(found: list[Body], kind: BodyKind | None) -> list[Body]:
    """Those of the kind that was said; of the smallest kind there is when none was."""
    if kind:
        return [council for council in found if council.kind == kind]
    return next((some for k in FROM_SMALLEST if (some := [c for c in found if c.kind == k])), [])
