"""What is refused before a sheet is parsed, each with its own sentence.

The name, the first bytes and the parts of the file must agree; nothing encrypted, no program, no value taken
from another file, nothing that grows out of measure when inflated, no formula whose result was not saved.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Literal
from xml.parsers import expat

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

Kind = Literal["xlsx", "xls", "ods", "csv"]

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST = ("xl/styles.xml", "xl/sharedStrings.xml", "styles.xml")
MAX_ROWS, MAX_COLUMNS = 50_000, 100  # the 34,500 elected members of the Kingdom fit one sheet
MAX_INFLATED = 150 * 1024 * 1024
MAX_RATIO = 200  # sheets of plain text shrink about tenfold, long repetitive ones up to a hundredfold
SMALL = 1024 * 1024  # a part below this is harmless whatever its ratio
CHUNK = 64 * 1024
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def kind_of(data: bytes, name: str) -> Kind:
    """What the file is by its bytes; its name must say the same."""
    if not data:
        raise ValidationError(_("This file is empty."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("This file is %(size)s; the largest accepted is %(limit)s."),
            params={"size": filesizeformat(len(data)), "limit": filesizeformat(settings.UPLOAD_LIMIT)},
        )
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    if suffix in {"xlsm", "xltm", "xlam", "xlsb"}:
        raise ValidationError(_macros())
    kind = _kind_by_content(data)
    if kind is None or suffix not in {"xlsx", "xls", "ods", "csv", "txt"}:
        raise ValidationError(_("This is not an Excel file. Expected: an xlsx, xls, ods or csv file."))
    if suffix != kind and (suffix, kind) != ("txt", "csv"):
        raise ValidationError(
            _("This file is named as %(suffix)s but its content is %(kind)s. Save it again as xlsx."),
            params={"suffix": suffix, "kind": kind},
        )
    return kind


def check(data: bytes, watch: "Callable[[], CellWatch] | None" = None) -> "dict[str, CellWatch]":
    """Refuse a dangerous workbook before the parser sees it.

    What ``watch`` saw of each part is returned by its name: nothing for a file that is no archive of parts. Styles and
    shared texts are seen first, since cells speak of them.
    """
    if data.startswith(COMPOUND):
        _check_compound(data)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            _check_directory(archive)
            parts = sorted(archive.infolist(), key=lambda part: part.filename not in FIRST)
            return {part.filename: _check_part(archive, part, (watch or CellWatch)()) for part in parts}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ValidationError(unreadable()) from error


def check_extent(rows: int, columns: int) -> None:
    """The table must be one a person could have written."""
    if rows > MAX_ROWS:
        raise ValidationError(
            _("This sheet has more than %(limit)s rows. Split it into several files."), params={"limit": MAX_ROWS}
        )
    if columns > MAX_COLUMNS:
        raise ValidationError(
            _("This sheet has more than %(limit)s columns. Keep only those to import."), params={"limit": MAX_COLUMNS}
        )


def text_of(data: bytes) -> str:
    """The text of a csv file, as Excel saves it: UTF-8, UTF-16 with its mark, or Arabic Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace")


def unreadable() -> str:
    return _(
        "This workbook is damaged or too spread out to be read. Copy its table into a new workbook, saved as xlsx."
    )


def _macros() -> str:
    return _("This workbook may hold macros (programs), which are not accepted. Save it as xlsx, without macros.")


def protected() -> str:
    return _("This workbook is protected by a password. Remove the password and send it again.")


def _kind_by_content(data: bytes) -> Kind | None:
    if data.startswith(COMPOUND):
        return "xlsx" if _has_stream(data, "EncryptedPackage") else "xls"
    if data.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile:
            return None
        if "xl/workbook.xml" in names:
            return "xlsx"
        return "ods" if "content.xml" in names else None
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    starts_as_text = not data.lstrip().startswith((b"%PDF", b"<", b"{", b"Rar!"))
    return "csv" if is_utf16 or (starts_as_text and b"\0" not in data) else None


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file lists this stream: its directory is made of entries of 128 bytes, name first."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % 128:
        at = data.find(wanted, at + 1)
    return at >= 0


def _check_compound(data: bytes) -> None:
    if _has_stream(data, "_VBA_PROJECT") or _has_stream(data, "_VBA_PROJECT_CUR"):
        raise ValidationError(_macros())
    if _has_stream(data, "EncryptedPackage"):
        raise ValidationError(protected())


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise ValidationError(protected())
    if any(
        n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or n.startswith(("Basic/", "Scripts/")) for n in names
    ):
        raise ValidationError(_macros())
    if any(n.startswith("xl/externalLinks/") for n in names):
        raise ValidationError(_linked())


def _linked() -> str:
    return _("This workbook takes values from other files. Copy its table and paste it as values into a new workbook.")


def _check_directory(archive: zipfile.ZipFile) -> None:
    """No part, and not all together, may grow out of measure.

    The directory is believed: ``zipfile`` inflates no more than it declares, and a lie then fails the checksum.
    """
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_INFLATED or any(
        part.file_size > max(SMALL, MAX_RATIO * part.compress_size) for part in parts
    ):
        raise ValidationError(_("This file grows out of measure when it is opened (a “zip bomb”). It was not opened."))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, cells: "CellWatch") -> "CellWatch":
    """Inflate one part piece by piece, never keeping it, and look at its cells."""
    parser = cells.parser()
    is_xml = True
    with archive.open(part) as inflated:
        while piece := inflated.read(CHUNK):
            try:
                if is_xml:
                    parser.Parse(piece, False)
            except expat.ExpatError:
                is_xml = False  # a picture, or a damaged part that the reader will judge
    return cells


@lru_cache(maxsize=1000)
def tag_of(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(" ")[2]


@lru_cache(maxsize=1000)
def column_of(letters: str) -> int:
    """The column Excel shows under these letters: A is 1, AB is 28."""
    column = 0
    for letter in letters[:4]:
        column = column * 26 + ord(letter.upper()) - 64
    return column


COLUMNS = {letters: column_of(letters) for letters in (*LETTERS, *(one + two for one in "ABC" for two in LETTERS))}


class CellWatch:
    """Follows the cells of a part of a workbook as they go by.

    Refuses one that stands beyond the largest table (the parser would fill the whole rectangle up to it) and
    a formula saved without its result, which would be read as blank.
    """

    def __init__(self) -> None:
        self.row = self.column = 0
        self.line, self.line_row = "", 0  # the number of the row as it is written
        self.cell: dict[str, str] = {}
        self.address = ""
        self.inside = self.result = False
        self.parse: Any = None
        # A list of the whole Kingdom has a million elements: each is looked up once, and most are of no concern.
        self.seen: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row, "c": self._cell, "v": self._value, "is": self._value, "f": self._formula,
            "encryption-data": self._protected, "table-source": self._linked, "cell-range-source": self._linked,
        }  # fmt: skip
        self.seeing = lru_cache(maxsize=1000)(lambda name: self.seen.get(tag_of(name)))

    def parser(self) -> Any:
        """A parser of one part that tells what it meets; texts and ends are asked of it within a formula only."""
        self.parse = expat.ParserCreate(namespace_separator=" ")
        self.parse.StartElementHandler, self.parse.StartDoctypeDeclHandler = self.start, self.doctype
        self.parse.buffer_text = True
        return self.parse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if see := self.seeing(name):
            see(attributes)

    def _row(self, said: dict[str, str]) -> None:
        self.line = said.get("r", "")
        self.row = self.line_row = self.place(self.line)[0] or self.row + 1
        self.column = 0

    def _cell(self, said: dict[str, str]) -> None:
        self.cell, self.address = said, said.get("r", "")
        if self.line and (column := COLUMNS.get(self.address.removesuffix(self.line))):
            self.row, self.column = self.line_row, column  # as nearly all cells
        else:
            self.row, self.column = self.place(self.address) if self.address else (self.row, self.column + 1)
        self.inside, self.result = False, said.get("t") == "str"  # a text may be empty

    def _value(self, _said: dict[str, str]) -> None:
        if self.column:
            self.inside = True
            if self.row > MAX_ROWS or self.column > MAX_COLUMNS:
                check_extent(self.row, self.column)

    def _formula(self, _said: dict[str, str]) -> None:
        self.parse.EndElementHandler, self.parse.CharacterDataHandler = self.end, self.text

    def _protected(self, _said: dict[str, str]) -> None:
        raise ValidationError(protected())

    def _linked(self, _said: dict[str, str]) -> None:
        raise ValidationError(_linked())

    def text(self, _written: str) -> None:
        self.result = self.result or self.inside

    def end(self, name: str) -> None:
        tag = tag_of(name)
        if tag == "c":
            self.parse.EndElementHandler = self.parse.CharacterDataHandler = None
            if not self.result:
                self.unresolved()
        elif tag in ("v", "is"):
            self.inside = False

    def unresolved(self) -> None:
        """A formula whose result was not saved with it: refused, for it would be read as blank."""
        raise ValidationError(
            _("Cell %(address)s holds a formula without its result. Copy the table and paste it as values."),
            params={"address": self.address},
        )

    def doctype(self, *_declared: object) -> None:
        raise ValidationError(unreadable())

    @staticmethod
    def place(address: str) -> tuple[int, int]:
        """Row and column of an address: ``AB12`` is (12, 28), ``12`` is (12, 0)."""
        letters = address.rstrip("0123456789")
        return int(address[len(letters) :][:9] or 0), column_of(letters)
