"""The public code of a certificate: short enough to be typed from paper, too long to be guessed."""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to be misread
LOOKALIKES = str.maketrans("ILOU", "110V")
SIGNS = 12  # sixty bits


def new_code() -> str:
    """A code nobody has seen, in three groups of four: ``7K4M-9QXD-2PTA``."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(SIGNS))
    return "-".join(signs[n : n + 4] for n in range(0, SIGNS, 4))


def tidy_code(typed: str) -> str:
    """The code as it is stored, from what a person typed: case, spaces, dashes and look-alike letters forgiven.

    Only the last twelve signs count, so that the reference of the paper (``TKW-CRT-…``) is understood as well.
    """
    signs = "".join(c for c in typed.upper().translate(LOOKALIKES) if c in LETTERS)[-SIGNS:]
    return "-".join(signs[n : n + 4] for n in range(0, len(signs), 4))
