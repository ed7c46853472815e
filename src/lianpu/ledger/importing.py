"""Tables of dated claims: a csv becomes one reading for every source that its rows name.

A source is known by the table's file name, address and title, so a corrected table replaces what it said before.
Rows whose address is ``seed:NAME`` are a reading of the document NAME; they bear its name, so that they are never
taken for independent evidence about it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.table_rows import Row, RowClaims, read_row, size_claim
from lianpu.ledger.vocabulary import DATE_LINE, unknown
from lianpu.reading.claims import Claim, Reading

READER = "table-1"
COLUMNS = (
    "claim_id", "kind", "subject", "chain", "stage", "product", "value", "unit", "qualifier", "status", "place",
    "as_of_date", "valid_year", "source_title", "source_url", "source_date",
)  # fmt: skip
_SHOWN = ("subject", "product", "qualifier", "value", "unit", "status", "place", "as_of_date", "valid_year")
_OWN_DOCUMENT = "seed:"
_ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?(?!\d)")
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no claim, and why (a code)."""

    row: int
    claim_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table holds: a reading for each of its sources, and the rows that are no claims."""

    readings: tuple[Reading, ...]
    left_out: tuple[LeftOut, ...]


def import_claims(path: Path) -> Imported:
    """The readings of a csv table with the columns ``COLUMNS`` (UTF-8 or GB 18030).

    Raises :class:`LianpuError` with file, row and column for the first row that cannot be taken; then none is.
    """
    text, encoding = _decoded(path)
    rows = _rows(path, text)
    kept = [row for row in rows if row["unit"] != DATE_LINE]
    sources: dict[tuple[str, str, str], list[RowClaims]] = {}
    for found in _read_rows(path, kept):
        sources.setdefault(_source_of(found.row), []).append(found)
    left_out = [LeftOut(row.number, row["claim_id"], "date_of_document") for row in rows if row["unit"] == DATE_LINE]
    return Imported(tuple(_reading(path, encoding, group) for group in sources.values()), tuple(left_out))


def _decoded(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise LianpuError("is not text in UTF-8 or GB 18030", file=path, hint="save the sheet as CSV UTF-8")


def _rows(path: Path, text: str) -> list[Row]:
    table = list(csv.reader(io.StringIO(text, newline="")))
    if len(table) < 2:
        raise LianpuError("has no rows", file=path, hint="the first row names the columns, each further row is a claim")
    header = [name.strip() for name in table[0]]
    _check_header(path, header)
    rows = [_row(path, number, header, cells) for number, cells in enumerate(table[1:], 2) if any(cells)]
    for claim_id, count in Counter(row["claim_id"] for row in rows).items():
        if count > 1 or not claim_id:
            number = [row.number for row in rows if row["claim_id"] == claim_id][-1]
            what = f"'{claim_id}' stands {count} times" if claim_id else "a row without an id"
            raise LianpuError(what, file=path, place=f"row {number}, column claim_id", hint="give every row its own id")
    return rows


def _check_header(path: Path, header: Sequence[str]) -> None:
    for column in COLUMNS:
        if column not in header:
            hint = unknown("column", column, [name for name in header if name not in COLUMNS] or [""]).hint
            raise LianpuError(f"no column '{column}'", file=path, place="row 1", hint=hint)


def _row(path: Path, number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        what = f"{len(cells)} cells under {len(header)} columns"
        raise LianpuError(what, file=path, place=f"row {number}", hint="put text with commas between double quotes")
    return Row(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})


def _read_rows(path: Path, rows: Iterable[Row]) -> list[RowClaims]:
    read: list[RowClaims] = []
    wrong: list[LianpuError] = []
    for row in rows:
        try:
            read.append(read_row(row))
        except LianpuError as error:
            wrong.append(LianpuError(error.what, file=path, place=f"row {row.number}, {error.place}", hint=error.hint))
    if wrong:
        more = f" ({len(wrong) - 1} more rows are wrong)" if len(wrong) > 1 else ""
        raise LianpuError(wrong[0].what + more, file=path, place=wrong[0].place, hint=wrong[0].hint)
    return read


def _source_of(row: Row) -> tuple[str, str, str]:
    return row["source_url"], row["source_title"], row["source_date"]


def _reading(path: Path, encoding: str, group: Sequence[RowClaims]) -> Reading:
    address, title, dated = _source_of(group[0].row)
    own = address.startswith(_OWN_DOCUMENT)
    published = _ISO.match(dated)
    heading = " · ".join(filter(None, (title, address, dated)))
    text, claims = _rendered(path, heading, group)
    return Reading(
        name=address.removeprefix(_OWN_DOCUMENT) if own else title or address,
        sha256=hashlib.sha256("\n".join((path.name, address, title, dated)).encode()).hexdigest(),
        kind=IMPORTED,
        encoding=encoding,
        text=text,
        clean_text=text,
        published=published[0] if published else None,
        source=None if own else address or None,
        default_place=None,
        lang="zh" if _HAN.search(title) else "en",
        repairs=(),
        claims=claims,
        reader=READER,
    )


def _rendered(path: Path, heading: str, group: Sequence[RowClaims]) -> tuple[str, tuple[Claim, ...]]:
    """A line for each row, and the claims with the line as their evidence."""
    text, claims = heading, []
    for found in group:
        start = len(text) + 1
        line = " ".join(filter(None, (found.row[column] for column in _SHOWN)))
        text = f"{text}\n{line}"
        where = f"{path.name} row {found.row.number}"
        span = (start, len(text))
        claims += [replace(c, span=span, clean_span=span, quote=line, where=where) for c in found.claims]
    return text, tuple(_with_sizes(claims, group))


def _with_sizes(claims: Sequence[Claim], group: Sequence[RowClaims]) -> list[Claim]:
    """Ties an event that names a size to the row that tells this capacity, or adds the capacity that it tells itself."""
    capacities = {(c.subject, c.product_id, c.value, c.unit): c.id for c in claims if c.kind == "capacity"}
    sizes = {c.id: (size, found.row) for found in group for c, size in zip(found.claims, found.sizes, strict=False)}
    out: list[Claim] = []
    for claim in claims:
        if claim.id not in sizes:
            out.append(claim)
            continue
        size, row = sizes[claim.id]
        whole = capacities.get((claim.subject, claim.product_id, size.value, size.unit))
        if whole is None:
            out.append(added := size_claim(claim, size, row))
            whole = added.id
        out.append(replace(claim, part_of=whole))
    return out
