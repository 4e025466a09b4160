"""The code that goes with a personal link: derived from it with the installation's secret, kept nowhere.

A register that holds no code gives none away, to whoever reads a backup or a query; and yet the letter may be printed
again until it has reached its addressee (ADR 16).
"""

from collections.abc import Sequence

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils.crypto import salted_hmac

from takwin.core.identifiers import western
from takwin.documents.models import Paper
from takwin.letters.models import Letter, PersonalLink
from takwin.letters.queries import still_open

HIDDEN = "•••"
HASHER = PBKDF2PasswordHasher()
ITERATIONS = 20_000  # a code has a million values and five tries: what guards it is the shutting, not the digest


def code_of(token: str) -> str:
    """The six digits that go with the token of a link."""
    digest = salted_hmac("takwin.letters.code", token, algorithm="sha256").digest()
    return f"{int.from_bytes(digest) % 1_000_000:06}"


def is_code_of(link: PersonalLink, code: str) -> bool:
    """Whether this is the code, however its digits are written and spaced."""
    return HASHER.verify("".join(western(code).split()), link.code_digest)


def to_hand_over(letter: Letter) -> Paper:
    """The paper of a letter, unsaved, with the code of its addressee for whoever takes it to him.

    Once the letter is delivered, or its link no longer opens, nobody has the code printed again. Neither is it after
    the installation's secret has changed: another code would be printed, so the digest is asked first.
    """
    (paper,) = all_to_hand_over([letter])
    return paper


def all_to_hand_over(letters: Sequence[Letter]) -> list[Paper]:
    """The same for many letters that came with their paper; their links are read in one query."""
    tokens = {letter.pk: token for letter in letters if (token := token_of(letter))}
    links = {link.token: link for link in PersonalLink.objects.filter(still_open(), token__in=tokens.values())}
    for letter in letters:
        link = links.get(tokens.get(letter.pk, ""))
        if link and link.person_id == letter.person_id and is_code_of(link, code_of(link.token)):
            facts = letter.paper.facts
            letter.paper.facts = facts | {"reply": facts["reply"] | {"code": code_of(link.token)}}
    return [letter.paper for letter in letters]


def token_of(letter: Letter) -> str:
    """The token of the link on a letter that may still be printed with its code; "" when there is none."""
    return "" if letter.delivered_at else token_in(address_on(letter))


def address_on(letter: Letter) -> str:
    """The address of the link on a letter, the only one that its code opens; "" when it has none."""
    facts = letter.paper.facts
    return str(facts["qr"]["text"]).partition("#")[0] if "code" in (facts.get("reply") or {}) else ""


def token_in(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
