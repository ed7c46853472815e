"""Tables of dated claims: a csv or a workbook becomes one reading for every source that its rows name.

A source is known by the table's file name, address and title, so a corrected table replaces what it said before.
Rows whose address is ``seed:NAME`` are a reading of the document NAME; they bear its name, so that they are never
taken for independent evidence about it.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.periods import published_on
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_files import Sheet, TableRow, open_sheets
from lianpu.ledger.table_rows import COLUMNS, Draft, Row, RowClaims, read_row, size_draft
from lianpu.ledger.vocabulary import DATE_LINE
from lianpu.reading.claims import Claim, Reading

READER = "table-1"
_SHOWN = ("subject", "product", "qualifier", "value", "unit", "status", "place", "as_of_date", "valid_year")
_ID = COLUMNS.index("claim_id")
_OWN_DOCUMENT = "seed:"
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no claim, and why (a code)."""

    row: int
    claim_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken: its place in the file, what is wrong there, and what to do."""

    row: int
    place: str
    claim_id: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table holds: a reading for each of its sources, the rows that are no claims, and those that are refused."""

    readings: tuple[Reading, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought: claims ``added`` and those ``known`` before; rows ``refused`` and ``left_out``.

    ``withdrawn`` are claims that an earlier version of the table made and this one does not. Nothing was added where a
    row is refused and the import is not partial.
    """

    file: str
    added: int
    known: int
    withdrawn: int
    documents: int
    refused: tuple[Refused, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def taken(self) -> bool:
        return bool(self.added or self.known)


def import_into(ledger: Ledger, path: Path, *, partial: bool = False, mapping: Mapping[str, str] | None = None) -> ImportReport:
    """Adds the claims of a table to the ledger: all of them or, where a row is wrong, none; ``partial`` takes the good
    rows. ``mapping`` names the table's headings (heading → column).

    Raises :class:`LianpuError` for a file that cannot be used.
    """
    table = Table(path, mapping)
    found = table.readings()
    added = ledger.add_many(found) if partial else ledger.add_all(found, unless=lambda: bool(table.refused))
    return ImportReport(
        str(path), added.claims, added.known, added.withdrawn, added.documents, tuple(table.refused), tuple(table.left_out)
    )


def import_claims(path: Path) -> Imported:
    """The readings of a table. Raises :class:`LianpuError` with file, row and column for the first row that cannot be
    taken; then none is."""
    table = Table(path)
    readings = tuple(table.readings())
    if table.refused:
        first = table.refused[0]
        more = f" ({len(table.refused) - 1} more rows are wrong)" if len(table.refused) > 1 else ""
        raise LianpuError(first.what + more, file=path, place=first.place, hint=first.hint)
    return Imported(readings, tuple(table.left_out))


class Table:
    """A csv table (UTF-8 or GB 18030) or a workbook with the columns ``COLUMNS``, read as it is asked for.

    ``refused`` and ``left_out`` fill as the readings are made: the rows that cannot be taken, and those that are no
    claim. ``mapping`` are further names of columns.
    """

    def __init__(self, path: Path, mapping: Mapping[str, str] | None = None) -> None:
        self.refused: list[Refused] = []
        self.left_out: list[LeftOut] = []
        self._path, self._mapping = path, mapping or {}

    def readings(self) -> Iterator[Reading]:
        """A reading for every source, once its last row is read. Raises :class:`LianpuError` for a file without such a
        table."""
        last, repeated = self._last_rows()
        open_groups: dict[_Source, list[_Found]] = {}
        ids: dict[str, tuple[Sheet, int]] = {}
        for number, sheet in enumerate(self._sheets()):
            for row in _rows(sheet, repeated, ids, self.refused):
                source = (row.source_url, row.source_title, row.source_date)
                group = open_groups.setdefault(source, [])
                self._take(sheet, row, group)
                if last[hash(source)] == (number, row.number):
                    del open_groups[source]
                    if group:
                        yield reading_of(self._path, sheet.encoding, source, group)
            for source, group in open_groups.items():  # their last row was refused before it was read
                if group and last[hash(source)][0] == number:
                    yield reading_of(self._path, sheet.encoding, source, group)
                    group.clear()

    def _sheets(self) -> list[Sheet]:
        return open_sheets(self._path, COLUMNS, self._mapping, COLUMNS)

    def _last_rows(self) -> tuple[dict[int, tuple[int, int]], frozenset[int]]:
        """Sheet and number of the last row of every source, by the hash of its name, and the hashes of ids that stand in
        more than one row: what is held of a long table."""
        last: dict[int, tuple[int, int]] = {}
        ids = array("q")
        url, title, date = (COLUMNS.index(name) for name in ("source_url", "source_title", "source_date"))
        for number, sheet in enumerate(self._sheets()):
            for row in sheet.rows:
                last[hash((row.cells[url], row.cells[title], row.cells[date]))] = (number, row.number)
                ids.append(hash(row.cells[_ID]))
        if not last:
            hint = "the first row names the columns, each further row is a claim"
            raise LianpuError("has no rows", file=self._path, hint=hint)
        return last, _repeated(ids)

    def _take(self, sheet: Sheet, row: Row, group: list[_Found]) -> None:
        if row.unit == DATE_LINE:
            self.left_out.append(LeftOut(row.number, row.claim_id, "date_of_document"))
            return
        try:
            group.append((sheet, read_row(row)))
        except LianpuError as error:
            self.refused.append(_refused(sheet, row, error))


_Source = tuple[str, str, str]
_Found = tuple[Sheet, RowClaims]


def _repeated(hashes: array[int]) -> frozenset[int]:
    """The hashes that stand there more than once: eight bytes a row, where a set of the ids would hold ninety."""
    import numpy as np

    found = np.sort(np.frombuffer(hashes, dtype=np.int64))
    return frozenset(found[1:][found[1:] == found[:-1]].tolist())


def _rows(sheet: Sheet, repeated: frozenset[int], ids: dict[str, tuple[Sheet, int]], refused: list[Refused]) -> Iterator[Row]:
    """The rows that can be read further; ``ids`` are the ``repeated`` ones met so far, with their places."""
    for table_row in sheet.rows:
        row = Row(table_row.number, *table_row.cells)
        faults = [*_faults(sheet, table_row), *_id_fault(sheet, row, repeated, ids)]
        if faults:
            refused.append(Refused(row.number, faults[0][0], row.claim_id, faults[0][1], faults[0][2]))
        else:
            yield row


def _faults(sheet: Sheet, row: TableRow) -> Iterable[tuple[str, str, str]]:
    return [(sheet.address(row.number, fault.column or None), fault.what, fault.hint) for fault in row.faults]


def _id_fault(
    sheet: Sheet, row: Row, repeated: frozenset[int], ids: dict[str, tuple[Sheet, int]]
) -> Iterable[tuple[str, str, str]]:
    if not row.claim_id:
        return [(sheet.address(row.number, "claim_id"), "a row without an id", "give every row its own id")]
    if hash(row.claim_id) not in repeated:
        return ()
    here = (sheet, row.number)
    first = ids.setdefault(row.claim_id, here)
    if first is here:
        return ()
    what = f"'{row.claim_id}' stands in {first[0].address(first[1], 'claim_id')} too"
    return [(sheet.address(row.number, "claim_id"), what, "give every row its own id")]


def _refused(sheet: Sheet, row: Row, error: LianpuError) -> Refused:
    return Refused(row.number, sheet.address(row.number, error.place), row.claim_id, error.what, error.hint or "")


def reading_of(path: Path, encoding: str, source: tuple[str, str, str], group: Sequence[_Found]) -> Reading:
    """The reading of the rows of one source: its address, title and date."""
    address, title, dated = source
    own = address.startswith(_OWN_DOCUMENT)
    heading = " · ".join(filter(None, (title, address, dated)))
    text, claims = _rendered(path, heading, group)
    return Reading(
        name=address.removeprefix(_OWN_DOCUMENT) if own else title or address or path.name,
        sha256=hashlib.sha256("\n".join((path.name, address, title, dated)).encode()).hexdigest(),
        kind=IMPORTED,
        encoding=encoding,
        text=text,
        clean_text=text,
        published=published_on(dated),
        source=None if own else address or None,
        default_place=None,
        lang="zh" if _HAN.search(title) else "en",
        repairs=(),
        claims=claims,
        reader=READER,
    )


def _rendered(path: Path, heading: str, group: Sequence[_Found]) -> tuple[str, tuple[Claim, ...]]:
    """A line for each row, and the claims with the line as their evidence."""
    lines, drafts, at = [heading], list[Draft](), len(heading)
    for sheet, found in group:
        row = found.row
        line = " ".join([cell for name in _SHOWN if (cell := getattr(row, name))])
        where = f"{path.name} row {row.number}" if sheet.name is None else f"{path.name} {sheet.name}!{row.number}"
        span = (at + 1, at + 1 + len(line))
        at = span[1]
        lines.append(line)
        for draft in found.drafts:
            draft |= {"span": span, "clean_span": span, "quote": line, "where": where}
        drafts += found.drafts
    return "\n".join(lines), tuple(Claim(**draft) for draft in _with_sizes(drafts, [found for _, found in group]))


def _with_sizes(drafts: Sequence[Draft], group: Sequence[RowClaims]) -> Sequence[Draft]:
    """Ties an event that names a size to the row that tells this capacity, or adds the capacity that it tells itself."""
    sizes = {d["id"]: (size, found.row) for found in group for d, size in zip(found.drafts, found.sizes, strict=False)}
    if not sizes:
        return drafts
    capacities = {
        (d["subject"], d["product_id"], d.get("value"), d.get("unit")): d["id"] for d in drafts if d["kind"] == "capacity"
    }
    out: list[Draft] = []
    for draft in drafts:
        if draft["id"] in sizes:
            size, row = sizes[draft["id"]]
            whole = capacities.get((draft["subject"], draft["product_id"], size.value, size.unit))
            if whole is None:
                out.append(added := size_draft(draft, size, row))
                whole = added["id"]
            draft = draft | {"part_of": whole}
        out.append(draft)
    return out
