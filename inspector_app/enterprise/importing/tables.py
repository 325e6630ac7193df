"""Opens the files of a register: CSV in the encodings offices use, and XLSX; rows come one by one."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from inspector_app.enterprise.importing.cells import Raw
from inspector_app.errors import BadInput

_CHUNK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1_000_000

Row = tuple[int, tuple[Raw, ...]]
"""The number a person sees beside the row, and its cells."""


@dataclass(frozen=True)
class Table:
    """One table of a file. ``rows()`` reads it from the beginning; ``length`` is a guess for a progress bar."""

    file: Path
    title: str
    rows: Callable[[], Iterator[Row]]
    length: int | None


def open_tables(file: Path) -> list[Table]:
    """The tables of a file, by content and not by name.

    Raises ``BadInput``: not there, an old or locked workbook, damaged, or text in no known encoding.
    """
    try:
        begin = file.open("rb").read(4) if file.is_file() else None
    except OSError as error:
        raise BadInput("import.unreadable", file=file.name, detail=error.strerror or "") from error
    if begin is None:
        raise BadInput("import.missing", file=str(file))
    if begin == _OLE:
        raise BadInput("import.old_workbook", file=file.name)
    return _workbook(file) if begin == _ZIP else [_csv(file)]


def encoding_of(file: Path) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030. Raises ``BadInput('import.encoding')``."""
    with file.open("rb") as stream:
        begin = stream.read(4)
    for mark, name in _BOMS:
        if begin.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _decodes(file, name):
            return name
    raise BadInput("import.encoding", file=file.name)


def _decodes(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv(file: Path) -> Table:
    encoding = encoding_of(file)
    with file.open(encoding=encoding, newline="") as stream:
        delimiter = _delimiter(stream.read(20_000))
    csv.field_size_limit(_LONGEST_CELL)

    def rows() -> Iterator[Row]:
        with file.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for cells in reader:
                    yield reader.line_num, tuple(cells)
            except csv.Error as error:
                raise BadInput("import.unreadable", file=file.name, detail=f"{reader.line_num}: {error}") from error

    return Table(file, file.stem, rows, _lines(file))


def _delimiter(text: str) -> str:
    """The separator that the first lines use most."""
    first = "\n".join(text.splitlines()[:15])
    return max(_DELIMITERS, key=lambda one: (first.count(one), -_DELIMITERS.index(one)))


def _lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(_CHUNK), b""))


def _workbook(file: Path) -> list[Table]:
    book = _open(file)
    try:
        return [_sheet(file, sheet.title, sheet.max_row) for sheet in book.worksheets]
    finally:
        book.close()


def _sheet(file: Path, title: str, length: int | None) -> Table:
    def rows() -> Iterator[Row]:
        book = _open(file)
        try:
            sheet = book[title]
            sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, tuple(cells)
        except (ParseError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise BadInput("import.unreadable", file=file.name, detail=str(error)) from error
        finally:
            book.close()

    return Table(file, title, rows, length)


def _open(file: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, ParseError, zipfile.BadZipFile) as error:
        raise BadInput("import.unreadable", file=file.name, detail=str(error)) from error
