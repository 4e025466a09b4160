"""Whether a PDF only shows pages: one that runs scripts, opens programs or carries other files is refused in words.

Its dictionaries are read where they stand, those packed in object streams included, without trusting its index: a
reader that rebuilds a broken index would find them all.
"""

import re
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_UNPACKED = 64 * 1024 * 1024
PORTION = 64 * 1024
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
END_OF_NAME = rb"(?=[\s/<>\[\](){}%]|$)"
ANYWHERE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)" + END_OF_NAME)
IN_DICTIONARIES = re.compile(rb"/JS" + END_OF_NAME + rb"|/EF\s*(?:<<|\d+\s+\d+\s+R)")  # too short to seek in pictures
STREAM = re.compile(rb"(?<!end)stream\r?\n")
PACKED = re.compile(rb"/ObjStm" + END_OF_NAME)
ENCRYPTED = re.compile(rb"/Encrypt" + END_OF_NAME)
FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|(?=[/>\s]))")
PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)\d")


def check_shows_pages_only(data: bytes) -> None:
    """Refuse a PDF that does anything else, or that cannot be looked into."""
    if ANYWHERE.search(_plain(data)):
        raise ValidationError(_acts())
    for dictionaries in _dictionaries(data):
        plain = _plain(dictionaries)
        if ANYWHERE.search(plain) or IN_DICTIONARIES.search(plain):
            raise ValidationError(_acts())


def _plain(data: bytes) -> bytes:
    """Names as they are read: ``/Java#53cript`` is ``/JavaScript``."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _dictionaries(data: bytes) -> Iterator[bytes]:
    """What stands between the streams, then what object streams hold."""
    at = 0
    while found := STREAM.search(data, at):
        yield data[at : found.start()]
        end = data.find(b"endstream", found.end())
        at = len(data) if end < 0 else end
    yield data[at:]
    is_encrypted = ENCRYPTED.search(_plain(data)) is not None
    for found in STREAM.finditer(data):  # also one that hides inside another
        head = _plain(data[max(data.rfind(b"obj", 0, found.start()), 0) : found.start()])
        if PACKED.search(head):
            yield _unpacked(head, memoryview(data)[found.end() :], is_encrypted=is_encrypted)


def _unpacked(head: bytes, packed: memoryview, *, is_encrypted: bool) -> bytes:
    if is_encrypted or PREDICTED.search(head):
        raise ValidationError(_closed())
    if b"/Filter" not in head:
        return bytes(packed)
    if not FLATE.search(head):
        raise ValidationError(_closed())
    reader, unpacked = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), PORTION):
            unpacked += reader.decompress(packed[at : at + PORTION], MOST_UNPACKED)
            if reader.eof or len(unpacked) >= MOST_UNPACKED:
                break
    except zlib.error:
        raise ValidationError(_closed()) from None
    if not reader.eof:
        raise ValidationError(_closed())
    return bytes(unpacked)


def _acts() -> str:
    return _("This PDF runs scripts, opens programs or holds other files: print it again as a PDF, without them.")


def _closed() -> str:
    return _("This PDF cannot be looked into: save it without protection, or print it again as a PDF.")
