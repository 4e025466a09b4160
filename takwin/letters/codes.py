"""The code that goes with a personal link: derived from it with the installation's secret, kept nowhere.

A register that holds no code gives none away, to whoever reads a backup or a query; and yet the letter may be printed
again until it has reached its addressee (ADR 16).
"""

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
    paper = letter.paper
    reply = paper.facts.get("reply") or {}
    if "code" not in reply or letter.delivered_at:
        return paper
    token = paper.facts["qr"]["text"].rstrip("/").rpartition("/")[2]
    link = PersonalLink.objects.filter(still_open(), token=token, person=letter.person).first()
    if link and is_code_of(link, code_of(token)):
        paper.facts = paper.facts | {"reply": reply | {"code": code_of(token)}}
    return paper
