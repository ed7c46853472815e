"""One row of an imported table becomes claims.

Tables are long and their cells repeat, so what a cell means is worked out once for each wording of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, ParamSpec, TypeVar

from lianpu.errors import LianpuError
from lianpu.ledger import vocabulary as words
from lianpu.ledger.periods import narrowed, published_on, read_period, within_years
from lianpu.ledger.vocabulary import Quantity
from lianpu.reading.claims import KINDS_WITHOUT_QUANTITY, STATUSES, DateSpan

#: Kinds of which a row about two stages tells one for each: 20 GW of rods and wafers is 20 GW of each, 160 亿元 is not.
EACH_STAGE = frozenset({"capacity", "production", "project", "milestone"})
#: Kinds that stand at a date; the others flow over a period.
AT_A_DATE = frozenset("capacity power land jobs count investment project presence orders reserves".split())
#: Amounts of money that are rates where the period is whole years or not said.
MONEY_FLOWS = frozenset({"output_value", "value_added", "revenue", "tax"})
#: Kinds that may be told as a fall.
SIGNED = frozenset({"growth", "difference", "other", "price"})
_REGION = re.compile(r"(省|市|州|县|区|国)$")
_REMARK = re.compile(r"\s*[(（][^)）]*[)）]")

P = ParamSpec("P")
T = TypeVar("T")


class Row(NamedTuple):
    """A row's number in its sheet and its cells, stripped; the names are those of the columns."""

    number: int
    claim_id: str
    kind: str
    subject: str
    chain: str
    stage: str
    product: str
    value: str
    unit: str
    qualifier: str
    status: str
    place: str
    as_of_date: str
    valid_year: str
    source_title: str
    source_url: str
    source_date: str


COLUMNS = Row._fields[1:]

#: The fields of a claim yet to be made: what the row tells, without evidence.
Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowClaims:
    """The drafts of a row's claims; for an event also the sizes that it names, one for each claim or none."""

    row: Row
    drafts: tuple[Draft, ...]
    sizes: tuple[Quantity, ...] = ()


def read_row(row: Row) -> RowClaims:
    """The claims of a row, without spans. Raises :class:`LianpuError` whose ``place`` is the column that is wrong."""
    status = _in("status", words.read_status, row.status)
    row = row if status == row.status else row._replace(status=status)
    _in("source_date", published_on, row.source_date)
    _known("qualifier", row.qualifier, words.BOUNDS)
    goods = _in("stage", words.goods_of, row.chain, row.stage, row.product)
    if row.unit in words.EVENTS:
        return _event(row, goods)
    quantities = _quantities(row)
    kind = _in("kind", words.kind_of, row.kind, quantities[0].unit if quantities else None, row.product)
    if kind not in EACH_STAGE and len(goods) > 1:
        goods = (None,)
    products = _products(row, len(quantities))
    wanted: list[Quantity | None] = [*quantities] or [None]
    drafts = [
        _draft(row, kind, good, product, quantity) for product, quantity in zip(products, wanted, strict=True) for good in goods
    ]
    return RowClaims(row, _numbered(row, drafts))


def size_draft(event: Draft, size: Quantity, row: Row) -> Draft:
    """The capacity whose event it is, where no row of its own tells it: "10GW 投产" says that 10 GW operate."""
    planned = event["modality"] == "planned"
    status = row.status if planned and row.status in STATUSES else event["status"]
    date = read_period(row.as_of_date) if planned else event["date"]
    quantity = {"value": size.value, "unit": size.unit, "bound": "exact"}
    return event | {"id": f"{event['id']}.size", "kind": "capacity", "status": status, "date": date} | quantity


def _in(column: str, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The function's result; a complaint of it is told with the column."""
    try:
        return function(*arguments, **named)
    except LianpuError as error:
        raise LianpuError(error.what, place=column, hint=error.hint) from None


def _known(column: str, word: str, known: Iterable[str]) -> None:
    if word not in known:
        error = words.unknown(column, word, known)
        raise LianpuError(error.what, place=column, hint=error.hint)


def _quantities(row: Row) -> list[Quantity]:
    if row.unit == words.TEXT:
        return []
    if not row.unit:
        raise LianpuError("no unit", place="unit", hint=f"give one, or '{words.TEXT}' where there is no quantity")
    _in("unit", words.read_unit, row.unit)
    return _in("value", words.read_quantities, row.value, row.unit)


def _products(row: Row, count: int) -> list[str]:
    """The printed product of each quantity: "变电站/线路" with 12/87 names one for each."""
    parts = row.product.split("/") if count > 1 else []
    return parts if len(parts) == count > 1 else [row.product] * max(count, 1)


def _event(row: Row, goods: tuple[str | None, ...]) -> RowClaims:
    date = _date("value", row.value)
    if date is None:
        raise LianpuError("no date of the event", place="value", hint="write 2022-09-30, 2022-09 or 2022")
    told = DateSpan(date.start, date.end, f"{row.qualifier} {row.value}".strip())
    planned = row.unit == "planned_operation"
    state = {"date": told, "status": words.EVENTS[row.unit], "modality": "planned" if planned else "observed"}
    drafts = [_draft(row, "milestone", good, row.product, None) | state for good in goods]
    sizes = words.read_sizes(row.product)
    sizes = sizes * len(drafts) if len(sizes) == 1 else sizes
    return RowClaims(row, _numbered(row, drafts), tuple(sizes) if len(sizes) == len(drafts) else ())


def _draft(row: Row, kind: str, good: str | None, product: str, quantity: Quantity | None) -> Draft:
    modality = _modality(row.qualifier, row.status, kind, row.product)
    period = _period_of(row, kind, modality, product)
    inferred = period is not None and "inferred" in (period.raw or "")
    draft: Draft = {
        "id": row.claim_id, "kind": kind, "subject": _subject(row.subject, row.place), "product": product or None,
        "product_id": good, "modality": modality, "status": _status(row.qualifier, row.status, kind, row.product),
        "place": row.place or None, "date": period, "chain": row.chain or None,
        "how": (("date", "inferred"),) if inferred else (),
    }  # fmt: skip
    if quantity is not None and kind not in KINDS_WITHOUT_QUANTITY:
        _add_quantity(draft, quantity, row)
    return draft


def _add_quantity(draft: Draft, quantity: Quantity, row: Row) -> None:
    kind, value, unit = draft["kind"], quantity.value, quantity.unit
    yearly = kind == "capacity" or (kind in MONEY_FLOWS and _whole_years(draft["date"]))
    if yearly and "/" not in unit:
        unit = f"{unit}/a"
    if draft["status"] == "suspended" and value is not None:
        value = abs(value)  # a cut told as a negative change
    lowest = quantity.low if value is None else value
    if lowest is not None and lowest < 0 and kind not in SIGNED:
        raise LianpuError(f"a negative {kind}", place="value", hint="leave out the sign, or tell a fall as growth")
    _in("unit", words.check_measure, kind, unit)
    bound = "range" if value is None else words.told_by(kind, row.product, "bound") or words.BOUNDS[row.qualifier]
    draft |= {"value": value, "low": quantity.low, "high": quantity.high, "unit": unit, "bound": bound}


def _whole_years(period: DateSpan | None) -> bool:
    return period is None or len(period.start) == len(period.end) == len("2022")


@lru_cache(maxsize=65536)
def _modality(qualifier: str, status: str, kind: str, product: str) -> str:
    if qualifier == "potential":
        return "potential"
    stated = {"target": "target", "planned": "planned", "negotiating": "planned", "announced": "planned", "signed": "planned"}
    return stated.get(status) or words.told_by(kind, product, "modality") or "observed"


@lru_cache(maxsize=65536)
def _status(qualifier: str, printed: str, kind: str, product: str) -> str | None:
    """Statuses belong to things that are built; that a number is observed is its modality."""
    if qualifier == "built+uc":
        return "built_and_building"
    status = words.told_by(kind, product, "status") or printed
    if status in ("target", "") or kind == "milestone":
        return None
    if kind in ("capacity", "project") or status == "suspended":
        return status
    return status if kind in AT_A_DATE and status != "operating" else None


def _period_of(row: Row, kind: str, modality: str, product: str) -> DateSpan | None:
    date = _date("as_of_date", row.as_of_date)
    year = _date("valid_year", row.valid_year)
    if date is not None and int(date.start[:4]) > _this_year() + 1:
        hint = "put the year of a plan in valid_year"
        raise LianpuError(f"the state of {row.as_of_date} has not come", place="as_of_date", hint=hint)
    return _period(kind, modality, date, year, product)


def _date(column: str, text: str) -> DateSpan | None:
    return _in(column, within_years, text) if text else None


@lru_cache(maxsize=1)
def _this_year() -> int:
    return datetime.now(UTC).year


@lru_cache(maxsize=65536)
def _period(kind: str, modality: str, date: DateSpan | None, year: DateSpan | None, product: str) -> DateSpan | None:
    """What the row speaks of: the valid year, or the date within it at which a thing stands, as near as words tell."""
    if modality == "target":
        return year
    if year is None:
        return date if modality != "potential" else None
    at_date = kind in AT_A_DATE and date is not None and date.start.startswith(year.start)
    return date if at_date else narrowed(year, product)


@lru_cache(maxsize=65536)
def _subject(subject: str, place: str) -> str | None:
    """The subject, unless it only repeats the place: a region owns no plants."""
    bare, place = _region_name(subject), _region_name(place)
    region = subject.startswith("(") or (bool(place) and any(_same_region(part, place) for part in bare.split("/")))
    return None if region or not subject else subject


def _same_region(name: str, place: str) -> bool:
    shorter, longer = sorted((_REGION.sub("", name), _REGION.sub("", place)), key=len)
    return name == place or (longer.startswith(shorter) and (name == shorter or bool(_REGION.search(name))))


def _region_name(text: str) -> str:
    return _REMARK.sub("", text)


def _numbered(row: Row, drafts: list[Draft]) -> tuple[Draft, ...]:
    if len(drafts) > 1:
        for number, draft in enumerate(drafts, 1):
            draft["id"] = f"{row.claim_id}.{number}"
    return tuple(drafts)
