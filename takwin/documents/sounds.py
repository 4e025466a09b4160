"""What a recording is, by its bytes and never by its name: MP3, M4A, Ogg or WAV, sound only."""

import struct

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MOST = 1024 * 1024
LEAST = 256  # below, nothing can be heard
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # MPEG 1, 2 and 2.5
FRAMES = 3  # so many in a row are no chance
PCM = 1
CONTAINERS = (b"moov", b"trak", b"mdia")  # each within the one before


def sound_type(data: bytes) -> str:
    """The media type of a recording; what is none, or is more than a recording, is refused in words."""
    if len(data) > MOST:
        raise ValidationError(
            _("This recording is %(size)s; the largest accepted is %(limit)s. Record again, shorter."),
            params={"size": filesizeformat(len(data)), "limit": filesizeformat(MOST)},
        )
    judges = (
        ("audio/mpeg", _is_mp3), ("audio/mp4", _is_m4a), ("audio/ogg", _is_ogg), ("audio/wav", _is_wav),
    )  # fmt: skip
    found = next((kind for kind, judge in judges if len(data) >= LEAST and judge(data)), "")
    if not found:
        raise ValidationError(_("This file is not a recording: send it as MP3, M4A, Ogg or WAV."))
    return found


def _is_mp3(data: bytes) -> bool:
    """Frames of MPEG layer III, one after the other, after the tags if there are any."""
    at = 0
    if data[:3] == b"ID3":
        size = data[6:10]
        at = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    for _frame in range(FRAMES):
        length = _frame_length(data[at : at + 4])
        if not length:
            return False
        at += length
    return at <= len(data)


def _frame_length(head: bytes) -> int:
    """How many bytes a frame takes, by its head; 0 when it is no head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in RATES or rate == 3 or bitrate in (0, 15):
        return 0
    table, samples = (BITRATES, 144) if version == 3 else (BITRATES_2, 72)
    return samples * 1000 * table[bitrate] // RATES[version][rate] + (head[2] >> 1 & 1)


def _is_m4a(data: bytes) -> bool:
    """Boxes to the very end, whose tracks are sounds and no picture."""
    boxes = _boxes(data)
    if not boxes or boxes[0][0] != b"ftyp":
        return False
    handlers = _handlers(data)
    return bool(handlers) and set(handlers) == {b"soun"}


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    """The boxes that follow each other; none when they do not fill the file."""
    found, at = [], 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            return []
        found.append((kind, data[at + 8 : at + size]))
        at += size
    return found if at == len(data) else []


def _handlers(data: bytes) -> list[bytes]:
    """What each track of the file is, said by the handler of its media."""
    level = [data]
    for container in CONTAINERS:
        level = [inside for outer in level for kind, inside in _boxes(outer) if kind == container]
    return [inside[8:12] for media in level for kind, inside in _boxes(media) if kind == b"hdlr"]


def _is_ogg(data: bytes) -> bool:
    """Two pages in a row, the first of which begins a stream of Opus or Vorbis."""
    first = _page(data, 0)
    if not first:
        return False
    begins, ends = first
    return data[begins:ends].startswith((b"OpusHead", b"\x01vorbis")) and _page(data, ends) is not None


def _page(data: bytes, at: int) -> tuple[int, int] | None:
    if data[at : at + 5] != b"OggS\x00" or at + 27 > len(data):
        return None
    begins = at + 27 + data[at + 26]
    ends = begins + sum(data[at + 27 : begins])
    return (begins, ends) if ends <= len(data) else None


def _is_wav(data: bytes) -> bool:
    """Plain samples, and a block that holds them."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return False
    at, kinds = 12, []
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        kinds.append(kind)
        if kind == b"fmt " and struct.unpack_from("<H", data, at + 8)[0] != PCM:
            return False
        at += 8 + size + size % 2
    return b"fmt " in kinds and kinds[-1:] != [b"fmt "] and b"data" in kinds and at - 1 <= len(data)
