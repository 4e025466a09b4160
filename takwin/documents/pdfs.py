"""Whether a PDF only shows pages: one that runs scripts, opens programs or carries other files is refused in words.

Its dictionaries are read where they stand, those packed in object streams included, without trusting its index: a
reader that rebuilds a broken index would find them all.
"""

import re
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_STREAMS = 50_000
MOST_LOOKED_INTO = 32 * 1024 * 1024  # of the dictionaries before streams and of what object streams hold, together
PORTION = 64 * 1024


def _named(*names: str) -> bytes:
    """A pattern of names however they are spelled: ``/Java#53cript`` is ``/JavaScript``.

    The spellings stand in the pattern, because a file made of nothing else would take long to rewrite.
    """
    spelled = ["".join(f"(?:{sign}|#(?i:{ord(sign):02x}))" for sign in name) for name in names]
    return rb"/(?:" + "|".join(spelled).encode() + rb")(?=[\s/<>\[\](){}%]|$)"


ANYWHERE = re.compile(
    _named(
        "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData",
        "GoToE", "GoToR",
    )
)  # fmt: skip
IN_DICTIONARIES = re.compile(  # too short to seek in pictures
    _named("JS") + rb"|" + _named("EF") + rb"\s*(?:<<|\d+\s+\d+\s+R)"
)
STREAM = re.compile(rb"(?<!end)stream\r?\n")
PACKED = re.compile(_named("ObjStm"))
ENCRYPTED = re.compile(_named("Encrypt"))
FILTER = re.compile(_named("Filter"))
FLATE = re.compile(  # alone: what it packs is not packed again
    _named("Filter") + rb"\s*(?:" + _named("FlateDecode") + rb"|\[\s*" + _named("FlateDecode") + rb"\s*\])"
)
PREDICTED = re.compile(_named("Predictor") + rb"\s+(?!1\b)\d")


def check_shows_pages_only(data: bytes) -> None:
    """Refuse a PDF that does anything else, or that cannot be looked into."""
    if ANYWHERE.search(data):
        raise ValidationError(_acts())
    for dictionaries in _dictionaries(data):
        if ANYWHERE.search(dictionaries) or IN_DICTIONARIES.search(dictionaries):
            raise ValidationError(_acts())


def _dictionaries(data: bytes) -> Iterator[bytes]:
    """What stands between the streams, then what object streams hold.

    Every stream is looked at, also one that hides inside another; what that may cost is counted for the whole file. An
    object stream told where no dictionary was seen to begin hides something: ``/Type/ObjStm/X(obj)``.
    """
    if data.count(b"stream") > 2 * MOST_STREAMS:  # each is named where it begins and where it ends
        raise ValidationError(_closed())
    at = 0
    while found := STREAM.search(data, at):
        yield data[at : found.start()]
        end = data.find(b"endstream", found.end())
        at = len(data) if end < 0 else end
    yield data[at:]
    is_encrypted = ENCRYPTED.search(data) is not None
    left, seen = MOST_LOOKED_INTO, set[int]()
    for found in STREAM.finditer(data):
        begins = max(data.rfind(b"obj", 0, found.start()), 0)
        head = data[begins : found.start()]
        left -= len(head)
        if left < 0:
            raise ValidationError(_closed())
        if name := PACKED.search(head):
            seen.add(begins + name.start())
            unpacked = _unpacked(head, memoryview(data)[found.end() :], left, is_encrypted=is_encrypted)
            left -= len(unpacked)
            yield unpacked
    if any(name.start() not in seen for name in PACKED.finditer(data)):
        raise ValidationError(_closed())


def _unpacked(head: bytes, packed: memoryview, most: int, *, is_encrypted: bool) -> bytes:
    if is_encrypted or PREDICTED.search(head):
        raise ValidationError(_closed())
    if not FILTER.search(head):
        return bytes(packed)
    if not FLATE.search(head):
        raise ValidationError(_closed())
    reader, unpacked = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), PORTION):
            unpacked += reader.decompress(packed[at : at + PORTION], most + 1 - len(unpacked))
            if reader.eof or len(unpacked) > most:
                break
    except zlib.error:
        raise ValidationError(_closed()) from None
    if not reader.eof or len(unpacked) > most:
        raise ValidationError(_closed())
    return bytes(unpacked)


def _acts() -> str:
    return _("This PDF runs scripts, opens programs or holds other files: print it again as a PDF, without them.")


def _closed() -> str:
    return _("This PDF cannot be looked into: save it without protection, or print it again as a PDF.")
