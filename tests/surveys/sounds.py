"""Recordings for tests: silence, in each of the forms that phones write."""

import struct

SAMPLES = 400


def wav() -> bytes:
    body = b"\0" * SAMPLES
    head = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    data = b"WAVE" + head + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(data)) + data


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413  # 128 kbit/s at 44.1 kHz: 417 bytes
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + frame * 4


def box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def m4a(handler: bytes = b"soun") -> bytes:
    media = box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", box(b"trak", media)) + box(b"mdat", b"\0" * SAMPLES)


def page(inside: bytes, number: int) -> bytes:
    sizes = bytes([255] * (len(inside) // 255) + [len(inside) % 255])
    return b"OggS\0" + bytes(13) + struct.pack("<II", number, 0) + bytes([len(sizes)]) + sizes + inside


def ogg() -> bytes:
    return page(b"OpusHead" + bytes(11), 0) + page(bytes(SAMPLES), 1)
