"""What happened to smelters when a province was short of power, and the rules by which a shortfall is shared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Range

COLUMNS = "id kind region item start end cause low typical high unit year source_title source_url quality note"
KINDS = ("wanted", "cut", "rule")
#: ``water``: the rivers were low; ``policy``: an order for another reason (energy intensity), or the return from one.
CAUSES = ("water", "policy")
_UNITS = {"wanted": ("Mt/a",), "cut": ("%",), "rule": ("1", "%", "kt/a")}

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Smelting (Mt/a) that a region would run in ``month`` if power were enough."""

    row_id: str
    region: str
    month: Month
    value: Range


@dataclass(frozen=True, slots=True)
class Cut:
    """Share (a fraction) of the wanted smelter load that was off from ``start`` to ``end``, in one ``episode``."""

    row_id: str
    region: str
    episode: str
    start: Month
    end: Month
    cause: str
    share: Range

    def holds(self, month: Month) -> bool:
        return self.start <= month <= self.end


@dataclass(frozen=True, slots=True)
class Curtailment:
    """``rules`` by item (shares as fractions, a block in kt/a) with the id of the row."""

    wanted: tuple[Wanted, ...]
    cuts: tuple[Cut, ...]
    rules: dict[str, tuple[Range, str]]

    def wanted_of(self, region: str) -> tuple[Wanted, ...]:
        return tuple(sorted((w for w in self.wanted if w.region == region), key=lambda w: w.month))

    def cuts_of(self, region: str) -> tuple[Cut, ...]:
        return tuple(sorted((c for c in self.cuts if c.region == region), key=lambda c: c.start))


def read_curtailment(folder: Path) -> tuple[Curtailment, list[Row]]:
    """``curtailment.csv``. Raises :class:`LianpuError` naming the row."""
    records = read_table(folder, "curtailment", COLUMNS)
    rows = [r.source(_item(r), r.range(), r.text("unit"), r.text("year")) for r in records]
    of_kind = {kind: [r for r in records if r.choice("kind", KINDS, "kind") == kind] for kind in KINDS}
    for record in records:
        record.choice("unit", _UNITS[record.text("kind")], "unit")
    wanted = tuple(Wanted(r.id, r.text("region"), month_of(r, "start"), r.range()) for r in of_kind["wanted"])
    rules = {r.text("item"): (_share(r), r.id) for r in of_kind["rule"]}
    return Curtailment(wanted, tuple(map(_cut, of_kind["cut"])), rules), rows


def month_of(record: Record, column: str) -> Month:
    """A cell such as 2023-04 as (2023, 4)."""
    text = record.text(column)
    year, _, month = text.partition("-")
    if not (len(year) == 4 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        raise record.error(f"column '{column}' must be a month such as 2023-04, not '{text}'")
    return int(year), int(month)


def _cut(record: Record) -> Cut:
    start, end = month_of(record, "start"), month_of(record, "end")
    if end < start:
        raise record.error(f"ends ({record.text('end')}) before it starts ({record.text('start')})")
    cause = record.choice("cause", CAUSES, "cause")
    return Cut(record.id, record.text("region"), record.text("item"), start, end, cause, _share(record))


def _share(record: Record) -> Range:
    return record.range() * record.unit("unit").factor if record.text("unit") == "%" else record.range()


def _item(record: Record) -> str:
    return " ".join(filter(None, (record.text("kind"), record.optional("item"), record.optional("start"))))
