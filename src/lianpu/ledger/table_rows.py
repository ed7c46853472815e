"""One row of an imported table becomes claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lianpu.errors import LianpuError
from lianpu.ledger import vocabulary as words
from lianpu.ledger.periods import narrowed, read_period
from lianpu.ledger.vocabulary import Quantity
from lianpu.reading.claims import KINDS_WITHOUT_QUANTITY, STATUSES, Claim, DateSpan

#: Kinds of which a row about two stages tells one for each: 20 GW of rods and wafers is 20 GW of each, 160 亿元 is not.
EACH_STAGE = frozenset({"capacity", "production", "project", "milestone"})
#: Kinds that stand at a date; the others flow over a period.
AT_A_DATE = frozenset("capacity power land jobs count investment project presence orders reserves".split())
#: Amounts of money that are rates where the period is whole years or not said.
MONEY_FLOWS = frozenset({"output_value", "value_added", "revenue", "tax"})
_REGION = re.compile(r"(省|市|州|县|区|国)$")
_REMARK = re.compile(r"\s*[(（][^)）]*[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as printed: its number in the sheet (the header is row 1) and its cells by column, stripped."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class RowClaims:
    """The claims of a row; for an event also the sizes that it names, one for each claim or none."""

    row: Row
    claims: tuple[Claim, ...]
    sizes: tuple[Quantity, ...] = ()


def read_row(row: Row) -> RowClaims:
    """The claims of a row, without spans. Raises :class:`LianpuError` whose ``place`` is the column that is wrong."""
    with_column("status", _known, "status", row["status"], words.TABLE_STATUSES)
    with_column("qualifier", _known, "qualifier", row["qualifier"], words.BOUNDS)
    goods = with_column("stage", words.goods_of, row["chain"], row["stage"], row["product"])
    if row["unit"] in words.EVENTS:
        return _event(row, goods)
    quantities = _quantities(row)
    kind = with_column("kind", words.kind_of, row["kind"], quantities[0].unit if quantities else None, row["product"])
    if kind not in EACH_STAGE and len(goods) > 1:
        goods = [None]
    products = _products(row, len(quantities))
    wanted: list[Quantity | None] = [*quantities] or [None]
    claims = [
        _claim(row, kind, good, product, quantity)
        for product, quantity in zip(products, wanted, strict=True)
        for good in goods
    ]
    return RowClaims(row, _numbered(row, claims))


def size_claim(event: Claim, size: Quantity, row: Row) -> Claim:
    """The capacity whose event it is, where no row of its own tells it: "10GW 投产" says that 10 GW operate."""
    planned = event.modality == "planned"
    status = row["status"] if planned and row["status"] in STATUSES else event.status
    date = read_period(row["as_of_date"]) if planned else event.date
    quantity: dict[str, Any] = {"value": size.value, "unit": size.unit, "bound": "exact"}
    return replace(event, id=f"{event.id}.size", kind="capacity", status=status, date=date, **quantity)


def with_column(column: str, function: Any, *arguments: Any) -> Any:
    """The function's result; a complaint of it is told with the column."""
    try:
        return function(*arguments)
    except LianpuError as error:
        raise LianpuError(error.what, place=f"column {column}", hint=error.hint) from None


def _known(what: str, word: str, known: Iterable[str]) -> None:
    if word not in known:
        raise words.unknown(what, word, known)


def _quantities(row: Row) -> list[Quantity]:
    if row["unit"] == words.TEXT:
        return []
    if not row["unit"]:
        raise LianpuError("no unit", place="column unit", hint=f"give one, or '{words.TEXT}' where there is no quantity")
    with_column("unit", words.read_unit, row["unit"])
    found: list[Quantity] = with_column("value", words.read_quantities, row["value"], row["unit"])
    return found


def _products(row: Row, count: int) -> list[str]:
    """The printed product of each quantity: "变电站/线路" with 12/87 names one for each."""
    parts = row["product"].split("/")
    return parts if len(parts) == count > 1 else [row["product"]] * max(count, 1)


def _event(row: Row, goods: list[str | None]) -> RowClaims:
    date = with_column("value", read_period, row["value"])
    if date is None:
        raise LianpuError("no date of the event", place="column value", hint="write 2022-09-30, 2022-09 or 2022")
    planned = row["unit"] == "planned_operation"
    claims = [
        replace(
            _claim(row, "milestone", good, row["product"], None),
            date=replace(date, raw=f"{row['qualifier']} {row['value']}".strip()),
            status=words.EVENTS[row["unit"]],
            modality="planned" if planned else "observed",
        )
        for good in goods
    ]
    sizes = words.read_sizes(row["product"])
    sizes = sizes * len(claims) if len(sizes) == 1 else sizes
    return RowClaims(row, _numbered(row, claims), tuple(sizes) if len(sizes) == len(claims) else ())


def _claim(row: Row, kind: str, good: str | None, product: str, quantity: Quantity | None) -> Claim:
    modality = _modality(row, kind)
    date = with_column("as_of_date", read_period, row["as_of_date"])
    year = with_column("valid_year", read_period, row["valid_year"])
    period = _period(kind, modality, date, year, product)
    inferred = period is not None and "inferred" in (period.raw or "")
    bare = Claim(
        id=row["claim_id"],
        kind=kind,
        subject=_subject(row),
        product=product or None,
        product_id=good,
        modality=modality,
        status=_status(row, kind),
        place=row["place"] or None,
        date=period,
        chain=row["chain"] or None,
        how=(("date", "inferred"),) if inferred else (),
    )
    return bare if quantity is None or kind in KINDS_WITHOUT_QUANTITY else _with_quantity(bare, quantity, row)


def _with_quantity(claim: Claim, quantity: Quantity, row: Row) -> Claim:
    value, unit = quantity.value, quantity.unit
    yearly = claim.kind == "capacity" or (claim.kind in MONEY_FLOWS and _whole_years(claim.date))
    if yearly and "/" not in unit:
        unit = f"{unit}/a"
    if claim.status == "suspended" and value is not None:
        value = abs(value)  # a cut told as a negative change
    bound = "range" if value is None else words.told_by(claim.kind, row["product"], "bound") or words.BOUNDS[row["qualifier"]]
    return replace(claim, value=value, low=quantity.low, high=quantity.high, unit=unit, bound=bound)


def _whole_years(period: DateSpan | None) -> bool:
    return period is None or len(period.start) == len(period.end) == len("2022")


def _modality(row: Row, kind: str) -> str:
    if row["qualifier"] == "potential":
        return "potential"
    stated = {"target": "target", "planned": "planned", "negotiating": "planned", "announced": "planned", "signed": "planned"}
    told = words.told_by(kind, row["product"], "modality")
    return stated.get(row["status"]) or told or "observed"


def _status(row: Row, kind: str) -> str | None:
    """Statuses belong to things that are built; that a number is observed is its modality."""
    if row["qualifier"] == "built+uc":
        return "built_and_building"
    status = words.told_by(kind, row["product"], "status") or row["status"]
    if status in ("target", "") or kind == "milestone":
        return None
    if kind in ("capacity", "project") or status == "suspended":
        return status
    return status if kind in AT_A_DATE and status != "operating" else None


def _period(kind: str, modality: str, date: DateSpan | None, year: DateSpan | None, product: str) -> DateSpan | None:
    """What the row speaks of: the valid year, or the date within it at which a thing stands, as near as words tell."""
    if modality == "target":
        return year
    if year is None:
        return date if modality != "potential" else None
    at_date = kind in AT_A_DATE and date is not None and date.start.startswith(year.start)
    return date if at_date else narrowed(year, product)


def _subject(row: Row) -> str | None:
    """The subject, unless it only repeats the place: a region owns no plants."""
    subject = row["subject"]
    bare, place = _region_name(subject), _region_name(row["place"])
    region = subject.startswith("(") or (bool(place) and any(_same_region(part, place) for part in bare.split("/")))
    return None if region or not subject else subject


def _same_region(name: str, place: str) -> bool:
    shorter, longer = sorted((_REGION.sub("", name), _REGION.sub("", place)), key=len)
    return name == place or (longer.startswith(shorter) and (name == shorter or bool(_REGION.search(name))))


def _region_name(text: str) -> str:
    return _REMARK.sub("", text)


def _numbered(row: Row, claims: list[Claim]) -> tuple[Claim, ...]:
    if len(claims) == 1:
        return tuple(claims)
    return tuple(replace(claim, id=f"{row['claim_id']}.{number}") for number, claim in enumerate(claims, 1))
