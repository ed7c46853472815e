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
from lianpu.ledger.importing import Refused, reading_of
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_files import Sheet, headings_of, open_sheets
from lianpu.ledger.table_rows import COLUMNS, Row, RowClaims, read_row
from lianpu.ledger.vocabulary import TABLE_STATUSES, unknown
from lianpu.reading.claims import Reading

#: The decision in the ledger that says what the columns of such a table are.
KEPT = "columns_of_export"
KEY = "code"
NEEDED = (KEY, "subject", "product")
TEXTS = ("code", "subject", "place", "product", "status", "as_of_date", "ignored")
_UNIT = re.compile(r"[(（【\[]\s*([^)）】\]]+?)\s*[)）】\]]")
_DATE = re.compile(r"(\d{4})[年./-]?(?:(\d{1,2})[月./-]?(?:(\d{1,2})日?)?)?")
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: 31 characters without I, O, S, V, Z
_RATES = frozenset({"capacity"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column is: one of ``TEXTS``, or a kind of claim with its unit."""

    role: str
    unit: str = ""


def is_export(path: Path) -> bool:
    """True for a table in which a column is headed by the code that firms are keyed by."""
    return any(guess(heading).role == KEY for heading in headings_of(path))


def guess(heading: str) -> Measure:
    """What a column is by its heading; role empty where no cue says it."""
    bare = _UNIT.sub("", heading).strip()
    unit = (_UNIT.search(heading) or [None, ""])[1] or ""
    for role, given, cue in _cues():
        if cue in bare:
            if role in TEXTS:
                return Measure(role)
            printed = unit or given
            return Measure(role, f"{printed}/年" if role in _RATES and printed and "/" not in printed else printed)
    return Measure("")


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
    """An export as readings: one for the file. ``refused`` fills as it is read."""

    def __init__(self, path: Path, columns: Mapping[str, Measure]) -> None:
        for role in NEEDED:
            if all(measure.role != role for measure in columns.values()):
                raise LianpuError(f"no column is the {role}", file=path, hint=f'say which in a mapping: "HEADING" = "{role}"')
        self.refused: list[Refused] = []
        self._path, self._columns = path, columns

    def readings(self) -> Iterator[Reading]:
        found: list[tuple[Sheet, RowClaims]] = []
        encoding = ""
        for sheet in open_sheets(self._path, tuple(self._columns), {}, ()):
            encoding = sheet.encoding
            for table_row in sheet.rows:
                cells = dict(zip(self._columns, table_row.cells, strict=True))
                found += [(sheet, claims) for claims in self._row(sheet, table_row.number, cells)]
        if found:
            yield reading_of(self._path, encoding, (f"export:{self._path.name}", self._path.stem, ""), found)

    def _row(self, sheet: Sheet, number: int, cells: Mapping[str, str]) -> Iterator[RowClaims]:
        texts = {m.role: (h, cells[h]) for h, m in self._columns.items() if m.role in TEXTS and m.role != "ignored"}
        heading, code = texts[KEY]
        try:
            check_code(code)
            heading, status = texts.get("status", ("", "operating"))
            state = _status(status)
            heading, printed = texts.get("as_of_date", ("", ""))
            date = _iso(printed)
            for heading, measure in self._columns.items():
                if measure.role in TEXTS or not cells[heading]:
                    continue
                yield read_row(self._claim(number, code, texts, measure, cells[heading], state, date))
        except LianpuError as error:
            if error.place in ("as_of_date", "valid_year"):
                heading = texts["as_of_date"][0]
            place = sheet.address(number, heading if heading in self._columns else None)
            self.refused.append(Refused(number, place, code, error.what, error.hint or ""))

    def _claim(
        self, number: int, code: str, texts: Mapping[str, tuple[str, str]], measure: Measure, value: str, state: str, date: str
    ) -> Row:  # fmt: skip
        product, place = texts["product"][1], texts.get("place", ("", ""))[1]
        key = hashlib.sha256(f"{product}{place}".encode()).hexdigest()[:8]
        status = state if measure.role == "capacity" else "operating"
        year = date[:4]
        cells = dict.fromkeys(COLUMNS, "") | {
            "claim_id": f"{code}-{measure.role}-{key}", "kind": measure.role, "subject": texts["subject"][1],
            "product": product, "value": value, "unit": measure.unit, "status": status, "place": place,
            "as_of_date": date, "valid_year": year,
        }  # fmt: skip
        return Row(number, *(cells[column] for column in COLUMNS))


def check_code(code: str) -> None:
    """Verifies the check character of a 统一社会信用代码 (GB 32100-2015, modulus 31 with weights 3^i)."""
    text = code.strip().upper()
    if len(text) != 18 or any(character not in _CODE for character in text):
        raise LianpuError(f"'{code}' is no 统一社会信用代码", hint="it has 18 digits and letters without I, O, S, V, Z")
    total = sum(_CODE.index(character) * pow(3, at, 31) for at, character in enumerate(text[:17]))
    if _CODE[(31 - total % 31) % 31] != text[17]:
        raise LianpuError(f"'{code}' does not check", hint="a character is mistyped: compare it with the licence")


def _status(printed: str) -> str:
    if printed in TABLE_STATUSES:
        return printed or "operating"
    found = _states().get(printed)
    if found is None:
        raise unknown("status", printed, _states())
    return found


def _iso(printed: str) -> str:
    """2023年9月, 2023.9.30, 20230930 → 2023-09 …; empty stays empty."""
    text = printed.strip()
    if re.fullmatch(r"\d{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if re.fullmatch(r"\d{6}", text):
        return f"{text[:4]}-{text[4:]}"
    found = _DATE.match(text)
    if not text or not found or not found[2]:
        return text
    return f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else "")


@cache
def _cues() -> tuple[tuple[str, str, str], ...]:
    with (files("lianpu.ledger") / "data" / "export_headings.csv").open(encoding="utf-8") as table:
        rows = [(row["role"], row["unit"], row["cue"]) for row in csv.DictReader(table)]
    return tuple(sorted(rows, key=lambda row: -len(row[2])))


@cache
def _states() -> dict[str, str]:
    with (files("lianpu.ledger") / "data" / "export_words.csv").open(encoding="utf-8") as table:
        return {row["word"]: row["status"] for row in csv.DictReader(table)}
