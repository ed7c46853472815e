"""Exports of an office's own register of firms: a row a firm and product, a column for each measure.

A row is keyed by the 统一社会信用代码, whose check character is verified (GB 32100-2015). Which column is what is guessed
from its heading (``data/export_headings.csv``), with the unit that stands in it (产值(万元)); a person confirms it once, and
the ledger keeps it for the next table with the same headings.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.importing import LeftOut, Refused, reading_of
from lianpu.ledger.periods import last_day, within_years
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_files import Sheet, TableRow, headings_of, open_sheets
from lianpu.ledger.table_rows import AT_A_DATE, COLUMNS, Row, RowClaims, read_row
from lianpu.ledger.vocabulary import check_measure, read_status, read_unit, unknown
from lianpu.reading.claims import DateSpan, Reading

#: The decision in the ledger that says what the columns of such a table are.
KEPT = "columns_of_export"
KEY = "code"
NEEDED = (KEY, "subject", "product")
TEXTS = ("code", "subject", "place", "product", "status", "as_of_date", "ignored")
_BRACKETS = re.compile(r"[(（【\[]([^)）】\]]+)[)）】\]]")
_MARKS = re.compile(r"[,，、;；:：]")
_AFTER_MARK = re.compile(r"[,，、;；:：/／]\s*(\S+)$")
_SUM = re.compile(r"[合总小]\s*计")
#: What stands in a cell where there is no figure.
_NOTHING = frozenset({"-", "--", "—", "——", "–", "/", "无", "…", "..."})
#: Headings of a month's figure; any other flow runs from the beginning of the year.
_OF_THE_MONTH = ("本月", "当月")
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: 31 characters without I, O, S, V, Z
_RATES = frozenset({"capacity"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column is: one of ``TEXTS``, or a kind of claim with its unit."""

    role: str
    unit: str = ""


def is_export(path: Path) -> bool:
    """True for a table in which a column is headed by the code that firms are keyed by."""
    return bool(export_headings(path))


def export_headings(path: Path) -> list[str]:
    """The headings of an export; empty where no column is headed by the code that firms are keyed by."""
    return headings_of(path, lambda heading: guess(heading).role == KEY)


def guess(heading: str) -> Measure:
    """What a column is by its heading; role empty where no cue says it, or where its unit is not one of such a kind."""
    bare = _BRACKETS.sub("", heading).strip()
    for role, given, cue in _cues():
        if cue in bare:
            if role in TEXTS:
                return Measure(role)
            printed = _unit_in(heading) or given
            fits = not printed or _fits(role, printed)
            return (
                Measure(role, f"{printed}/年" if role in _RATES and printed and "/" not in printed else printed)
                if fits
                else Measure("")
            )
    return Measure("")


def _unit_in(heading: str) -> str:
    """The unit in a heading: 产值(万元), 产值（现价，万元）, 产量/万吨; empty where there is none."""
    parts = [part.strip() for told in _BRACKETS.findall(heading) for part in _MARKS.split(told)]
    parts += [part.strip() for part in _AFTER_MARK.findall(_BRACKETS.sub("", heading))]
    return next((part for part in parts if _is_unit(part)), "")


def _is_unit(text: str) -> bool:
    try:
        read_unit(text)
    except LianpuError:
        return False
    return True


def _fits(kind: str, unit: str) -> bool:
    try:
        check_measure(kind, read_unit(unit)[0])
    except LianpuError:
        return False
    return True


def guessed(headings: Sequence[str]) -> dict[str, Measure]:
    """What each column is; the first of two for a text, every one for a measure."""
    out: dict[str, Measure] = {}
    for heading in headings:
        found = guess(heading)
        taken = found.role in TEXTS and found.role != "ignored" and found in out.values()
        out[heading] = Measure("ignored") if taken else found
    return out


def unsure(columns: Mapping[str, Measure]) -> list[str]:
    """Headings that no cue tells, and measures whose unit is not said."""
    return [h for h, m in columns.items() if not m.role or (m.role not in TEXTS and not m.unit)]


def kept_columns(ledger: Ledger, headings: Sequence[str]) -> dict[str, Measure] | None:
    """What a person confirmed of a table with these headings, in whatever order."""
    for decision in reversed(ledger.decisions(KEPT)):
        if sorted(decision.subjects) == sorted(headings):
            return {heading: Measure(*decision.content[heading]) for heading in headings}
    return None


def keep_columns(ledger: Ledger, columns: Mapping[str, Measure], who: str) -> None:
    """Keeps what the columns are for the next table with these headings."""
    content = {heading: [measure.role, measure.unit] for heading, measure in columns.items()}
    ledger.decide(KEPT, list(columns), who, content)


def columns_from(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, Measure]:
    """Columns by a mapping of the user's (heading → ``role`` or ``kind unit``), the others by their headings."""
    out = guessed(headings)
    for heading, told in mapping.items():
        if heading not in out:
            raise unknown("column", heading, headings)
        role, _, unit = told.partition(" ")
        if role not in TEXTS and role not in {kind for kind, _, _ in _cues()}:
            raise unknown("role", role, [*TEXTS, *dict.fromkeys(kind for kind, _, _ in _cues())])
        out[heading] = Measure(role, unit.strip())
    return out


class Export:
    """An export as readings: one for the file. ``refused`` fills as it is read, and ``left_out`` with sums and remarks."""

    def __init__(self, path: Path, columns: Mapping[str, Measure]) -> None:
        for role in NEEDED:
            if all(measure.role != role for measure in columns.values()):
                raise LianpuError(f"no column is the {role}", file=path, hint=f'say which in a mapping: "HEADING" = "{role}"')
        self.refused: list[Refused] = []
        self.left_out: list[LeftOut] = []
        self._path, self._columns = path, columns
        self._texts = {m.role: heading for heading, m in columns.items() if m.role in TEXTS and m.role != "ignored"}
        self._measures = {heading: m for heading, m in columns.items() if m.role not in TEXTS}
        self._met: dict[tuple[str, ...], str] = {}

    def readings(self) -> Iterator[Reading]:
        found: list[tuple[Sheet, RowClaims]] = []
        encoding = ""
        for sheet in open_sheets(self._path, tuple(self._columns), {}, (), figures=self._measures):
            encoding = sheet.encoding
            for table_row in sheet.rows:
                found += [(sheet, claims) for claims in self._row(sheet, table_row)]
        if not (found or self.refused):
            hint = "each row under the headings is a firm and a product, with its figures"
            raise LianpuError("has no figures", file=self._path, hint=hint)
        if found:
            ends = [draft["date"].end for _, claims in found for draft in claims.drafts if draft["date"]]
            latest = max(ends, key=last_day, default="")  # next month's table of this name is another document
            yield reading_of(self._path, encoding, (f"export:{self._path.name}", self._path.stem, latest), found)

    def _row(self, sheet: Sheet, table_row: TableRow) -> Iterator[RowClaims]:
        cells = dict(zip(self._columns, table_row.cells, strict=True))
        told = {role: cells[heading] for role, heading in self._texts.items()}
        if reason := _no_firm(told[KEY], cells):
            self.left_out.append(LeftOut(table_row.number, "", reason))
            return
        row = _Firm(table_row.number, told)
        for fault in table_row.faults:
            self._refuse(sheet, row, fault.column, LianpuError(fault.what, hint=fault.hint))
        torn = any(not fault.column for fault in table_row.faults)  # its cells are not those of the columns
        date = _WRONG if torn else self._checked(sheet, row)
        if date is _WRONG or table_row.faults:
            return
        for heading, measure in self._measures.items():
            value = cells[heading]
            if not value or value in _NOTHING:
                continue
            try:
                yield read_row(row.figure(heading, measure, value, date))
            except LianpuError as error:
                dated = error.place in ("as_of_date", "valid_year")
                self._refuse(sheet, row, self._texts["as_of_date"] if dated else heading, error)

    def _checked(self, sheet: Sheet, row: _Firm) -> DateSpan | None:
        """The period of a row; ``_WRONG`` where it, the code, the firm's name, its product or its state is."""
        date: DateSpan | None = None
        good = True
        for role, check in (("code", check_code), ("subject", _named), ("product", _named), ("status", read_status)):
            try:
                check(row.told.get(role, ""))
            except LianpuError as error:
                good = self._refuse(sheet, row, self._texts[role], error)
        try:
            date = within_years(row.told.get("as_of_date", ""))
        except LianpuError as error:
            good = self._refuse(sheet, row, self._texts["as_of_date"], error)
        return date if good and self._only_once(sheet, row, date) else _WRONG

    def _only_once(self, sheet: Sheet, row: _Firm, date: DateSpan | None) -> bool:
        key = (*(row.told.get(role, "") for role in ("code", "product", "place")), date.end if date else "")
        here = sheet.address(row.number, self._texts[KEY])
        first = self._met.setdefault(key, here)
        if first != here:
            what, hint = f"this firm, product, place and date stand at {first} too", "tell them apart by product or place"
            return self._refuse(sheet, row, self._texts[KEY], LianpuError(what, hint=hint))
        return True

    def _refuse(self, sheet: Sheet, row: _Firm, heading: str, error: LianpuError) -> bool:
        place = sheet.address(row.number, heading or None)
        self.refused.append(Refused(row.number, place, row.told[KEY], error.what, error.hint or ""))
        return False


@dataclass(frozen=True, slots=True)
class _Firm:
    """A row of an export: its number, and what it tells of the firm, by role."""

    number: int
    told: Mapping[str, str]

    def figure(self, heading: str, measure: Measure, value: str, date: DateSpan | None) -> Row:
        """One figure of the row as a row of a table of claims."""
        code, product, place = self.told[KEY], self.told["product"], self.told.get("place", "")
        period = _period(heading, measure.role, date)
        key = hashlib.sha256("\n".join((product, place, heading, period)).encode()).hexdigest()[:8]
        state = read_status(self.told.get("status", "")) or "operating"
        cells = dict.fromkeys(COLUMNS, "") | {
            "claim_id": f"{code}-{measure.role}-{key}", "kind": measure.role, "subject": self.told["subject"],
            "product": product, "value": value, "unit": measure.unit, "place": place, "as_of_date": period,
            "status": state if measure.role == "capacity" else "operating",
        }  # fmt: skip
        return Row(self.number, *(cells[column] for column in COLUMNS))


_WRONG = DateSpan("", "", "")


def _no_firm(code: str, cells: Mapping[str, str]) -> str:
    """Why a row is none of a firm (a code): a sum, or a remark in a single cell; empty of one that should have a code."""
    filled = [cell for cell in cells.values() if cell]
    if not code and any(_SUM.fullmatch(cell) for cell in filled):
        return "sum"
    return "remark" if not code and len(filled) == 1 else ""


def _named(text: str) -> None:
    if not text:
        raise LianpuError("is empty", hint="every row tells the firm and its product")


def _period(heading: str, kind: str, date: DateSpan | None) -> str:
    """What a figure of a row dated ``date`` speaks of: its end, the month, or the year so far."""
    if date is None:
        return ""
    if kind in AT_A_DATE:
        return date.end
    if any(word in heading for word in _OF_THE_MONTH):
        return date.end[:7]
    start = date.start if date.start != date.end else f"{date.end[:4]}-01"
    whole = start == f"{date.end[:4]}-01" and date.end[4:] in ("", "-12", "-12-31")
    return date.end[:4] if whole else f"{start}..{date.end}"


def check_code(code: str) -> None:
    """Verifies the check character of a 统一社会信用代码 (GB 32100-2015, modulus 31 with weights 3^i)."""
    text = code.strip().upper()
    if len(text) != 18 or any(character not in _CODE for character in text):
        raise LianpuError(f"'{code}' is no 统一社会信用代码", hint="it has 18 digits and letters without I, O, S, V, Z")
    total = sum(_CODE.index(character) * pow(3, at, 31) for at, character in enumerate(text[:17]))
    if _CODE[(31 - total % 31) % 31] != text[17]:
        raise LianpuError(f"'{code}' does not check", hint="a character is mistyped: compare it with the licence")


@cache
def _cues() -> tuple[tuple[str, str, str], ...]:
    with (files("lianpu.ledger") / "data" / "export_headings.csv").open(encoding="utf-8") as table:
        rows = [(row["role"], row["unit"], row["cue"]) for row in csv.DictReader(table)]
    return tuple(sorted(rows, key=lambda row: -len(row[2])))
