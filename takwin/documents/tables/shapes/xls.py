"""The shape of the sheets of an xls (Excel 97 to 2003), from the records of its one stream.

Each byte is looked at once, in the order of the file ([MS-CFB] for the stream, [MS-XLS] for its records); what a
damaged file says wrongly is left unknown, since another parser judges whether it can be read. Merged ranges come from
that parser, and a name struck through in part only is not looked for.
"""

import struct
from collections.abc import Iterator, Sequence

from takwin.documents.tables.shapes.shape import Shape

STREAM = "Workbook\0".encode("utf-16-le")
SECTOR, SMALL_SECTOR = (9, 12), 6  # as powers of two
SMALL = 4096  # bytes below which a stream lies in the small sectors
BOF, EOF, FONT, FORMAT, SHEET, ROW, COLUMNS = 0x809, 0x0A, 0x31, 0xE0, 0x85, 0x208, 0x7D
CELLS = {0xFD, 0x204, 0xD6, 0x06}  # where a text may be: shared, the cell's own, in several fonts, of a formula
STRUCK, HIDDEN_ROW, HIDDEN_COLUMNS = 0x08, 0x20, 0x01
NO_FONT = 4  # fonts are numbered 0, 1, 2, 3, 5, 6 …


def shapes_of(data: bytes) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    try:
        _follow(_stream(data), shapes)
    except (struct.error, IndexError, ValueError):
        return shapes
    return shapes


def _follow(stream: bytes, shapes: dict[str, Shape]) -> None:
    """The records that all sheets share say where each begins; a chart has its own beginning and end within one."""
    common = _Common(stream, shapes)
    within: list[Shape | None] = []
    for kind, at in _records(stream):
        if kind == BOF:
            within.append(common.begins.get(at))
        elif kind == EOF:
            del within[-1:]
        elif within and (shape := within[-1]):
            common.tell(shape, kind, at)
        else:
            common.learn(kind, at)


class _Common:
    """What the sheets share: fonts, the formats of cells, which name a font, and where each sheet begins."""

    def __init__(self, stream: bytes, shapes: dict[str, Shape]) -> None:
        self.stream, self.shapes = stream, shapes
        self.fonts: list[bool] = []
        self.formats: list[bool] = []
        self.begins: dict[int, Shape] = {}

    def learn(self, kind: int, at: int) -> None:
        if kind == FONT:
            self.fonts.append(bool(self.stream[at + 2] & STRUCK))
        elif kind == FORMAT:
            font = struct.unpack_from("<H", self.stream, at)[0]
            self.formats.append(self.fonts[font - (font > NO_FONT)])
        elif kind == SHEET:
            start, _kind, length, wide = struct.unpack_from("<IHBB", self.stream, at)
            name = self.stream[at + 8 : at + 8 + (length << (wide & 1))]
            title = name.decode("utf-16-le" if wide & 1 else "latin-1")
            self.begins[start + 4] = self.shapes.setdefault(title, Shape())

    def tell(self, shape: Shape, kind: int, at: int) -> None:
        """What a record of a sheet says of its shape."""
        if kind in CELLS:
            row, column, style = struct.unpack_from("<HHH", self.stream, at)
            if self.formats[style]:
                shape.strike(row + 1, column + 1)
        elif kind == ROW and self.stream[at + 12] & HIDDEN_ROW:
            row = struct.unpack_from("<H", self.stream, at)[0] + 1
            shape.hide_rows(row, row)
        elif kind == COLUMNS and self.stream[at + 8] & HIDDEN_COLUMNS:
            first, last = struct.unpack_from("<HH", self.stream, at)
            shape.hide_columns(first + 1, last + 1)


def _records(stream: bytes) -> Iterator[tuple[int, int]]:
    """The kind of each record, and where what it says begins."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4
        at += 4 + length


def _stream(data: bytes) -> bytes:
    """The stream of the workbook: sectors chained by a table of their successors, itself in sectors listed first."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    directory_at, small_table_at, more_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 60, 68))
    if shift not in SECTOR or small_shift != SMALL_SECTOR:
        raise ValueError(shift)
    body = data[1 << shift :]
    listed = list(struct.unpack_from("<109I", data, 76))
    for _more in range(len(body) >> shift):
        if len(listed) >= len(body) >> shift or not (more := _sector(body, more_at, shift)):
            break  # a list that comes back on itself ends when it names as many as there are
        *others, more_at = _numbers(more)
        listed += others
    table = _numbers(b"".join(_sector(body, number, shift) for number in listed[: len(body) >> shift]))
    directory = _chained(body, directory_at, table, shift)
    start, size = _entry(directory)
    if size >= SMALL:
        return _chained(body, start, table, shift)[:size]
    small = _chained(body, struct.unpack_from("<I", directory, 116)[0], table, shift)
    small_table = _numbers(_chained(body, small_table_at, table, shift))
    return _chained(small, start, small_table, SMALL_SECTOR)[:size]


def _entry(directory: bytes) -> tuple[int, int]:
    """The first sector of the workbook, and its bytes."""
    for at in range(0, len(directory), 128):
        if directory.startswith(STREAM, at):
            return struct.unpack_from("<II", directory, at + 116)
    raise ValueError(STREAM)


def _chained(body: bytes, number: int, table: Sequence[int], shift: int) -> bytes:
    """The sectors from this one on; a chain that comes back on itself ends when it is as long as the file."""
    found = []
    for _sector_of_file in range(len(body) >> shift):
        if number >= len(table):
            break
        found.append(_sector(body, number, shift))
        number = table[number]
    return b"".join(found)


def _sector(body: bytes, number: int, shift: int) -> bytes:
    return body[number << shift : (number + 1) << shift]


def _numbers(sectors: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4])
