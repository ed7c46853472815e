"""Reading the library's csv tables: every cell is checked where it is read, every error names file, row and id."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import isfinite
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.units import Range, Unit, parse_unit

#: What stands behind a number. Only the last two may come without an address.
QUALITIES = ("statistics", "industry", "company", "quote", "press", "source", "derived", "estimate")


@dataclass(frozen=True, slots=True)
class Row:
    """One number of the library with its source: what `why` shows."""

    id: str
    table: str
    number: int
    item: str
    value: Range
    unit: str
    year: str
    source_title: str
    source_url: str
    quality: str
    note: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a csv file as text, with its place."""

    file: Path
    number: int
    cells: dict[str, str]

    @property
    def id(self) -> str:
        return self.cells.get("id", "")

    def error(self, what: str, hint: str | None = None) -> LianpuError:
        """An error that names this row; the caller raises it."""
        place = f"row {self.number}" + (f" ({self.id})" if self.id else "")
        return LianpuError(what, file=self.file, place=place, hint=hint)

    def optional(self, column: str) -> str:
        return self.cells[column]

    def text(self, column: str) -> str:
        value = self.cells[column]
        if not value:
            raise self.error(f"'{column}' is empty")
        return value

    def number_of(self, column: str) -> float:
        text = self.text(column)
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            raise self.error(f"'{column}' must be a number, not '{text}'")
        return value

    def range(self) -> Range:
        """The columns low, typical and high."""
        low, typical, high = (self.number_of(column) for column in ("low", "typical", "high"))
        if not low <= typical <= high:
            raise self.error(f"low {low:g}, typical {typical:g}, high {high:g} do not rise", "write low <= typical <= high")
        return Range(low, typical, high)

    def choice(self, column: str, allowed: Collection[str], what: str) -> str:
        """The cell, which must be one of ``allowed``; else an error that suggests the nearest."""
        value = self.text(column)
        if value not in allowed:
            raise self.error(f"unknown {what} '{value}'", suggestion(value, allowed))
        return value

    def flag(self, column: str) -> bool:
        return self.choice(column, ("yes", "no"), f"value of '{column}'") == "yes"

    def year(self, column: str) -> int:
        text = self.text(column)
        if not (text.isdigit() and 1900 <= int(text) <= 2100):
            raise self.error(f"'{column}' must be a year, not '{text}'")
        return int(text)

    def day(self, column: str) -> date:
        text = self.text(column)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error(f"'{column}' must be a date such as 2021-06-30, not '{text}'") from None

    def unit(self, column: str) -> Unit:
        return self.parse_unit(self.text(column))

    def parse_unit(self, symbol: str) -> Unit:
        try:
            return parse_unit(symbol)
        except LianpuError as error:
            raise self.error(error.what, error.hint) from None

    def source(self, item: str, value: Range, unit: str, year: str) -> Row:
        """The row for `why`. Refuses a number without a source."""
        quality = self.choice("quality", QUALITIES, "quality")
        if not self.cells["source_url"] and quality not in ("derived", "estimate"):
            raise self.error("no source", f"give source_url, or call it an estimate (quality is '{quality}')")
        title = self.text("source_title")
        cells = self.cells
        return Row(
            self.id, self.file.stem, self.number, item, value, unit, year, title, cells["source_url"], quality, cells["note"]
        )


def suggestion(value: str, allowed: Collection[str]) -> str:
    near = get_close_matches(value, allowed, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if len(allowed) <= 12:
        return f"one of {', '.join(allowed)}"
    return "see docs/library.md"


def read_table(folder: Path, name: str, columns: str) -> list[Record]:
    """The rows of ``folder/name.csv``, which must have these columns (space-separated). Ids must be unique."""
    records = read_records(folder / f"{name}.csv", columns)
    seen: dict[str, int] = {}
    for record in records:
        first = seen.setdefault(record.text("id"), record.number)
        if first != record.number:
            raise record.error(f"this id stands in row {first} already", "give every row its own id")
    return records


def read_records(file: Path, columns: str) -> list[Record]:
    """The rows of a csv file, which must have these columns (space-separated)."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except FileNotFoundError:
        raise LianpuError("this table is missing", file=file, hint="copy it from the shipped library") from None
    except UnicodeDecodeError:
        raise LianpuError("this table is not UTF-8 text", file=file, hint="save it as UTF-8 csv") from None
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=file, hint="name a csv table") from None
    return list(_records(file, lines, columns.split()))


def _records(file: Path, lines: list[str], columns: list[str]) -> Iterator[Record]:
    reader = csv.reader(lines)
    header = next(reader, [])
    for column in columns:
        if column not in header:
            raise LianpuError(f"column '{column}' is missing", file=file, place="row 1")
    for cells in reader:
        if not any(cells):
            continue
        record = Record(file, reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        if len(cells) != len(header):
            raise record.error(f"{len(cells)} cells under {len(header)} columns", "quote a cell that holds a comma")
        yield record
