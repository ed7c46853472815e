"""Records of tables to claims: each figure with its row's firm, product, place and state; free text by the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lianpu.reading import phrases
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.headers import Column, Unit, column_of
from lianpu.reading.offsets import OffsetMap
from lianpu.reading.scan import tokenize
from lianpu.reading.source import Grid
from lianpu.reading.table_values import Figure, date_of, figure_of, is_empty, is_figure, state_of
from lianpu.reading.tables import Record, Table, Text, table_of

Extract = Callable[..., list[Claim]]

_PLANS = frozenset({"signed", "negotiating", "announced", "planned"})
_NOT_YET = _PLANS | {"under_construction", "advancing", "built", "suspended", "cancelled"}
_RATES = frozenset({"capacity", "throughput", "output_value"})
#: Flows of a period: the year of a table's title is theirs.
_FLOWS = frozenset({"production", "consumption", "output_value", "value_added", "revenue", "tax", "exports", "growth", "energy"})
_OF_A_PROJECT = frozenset({"investment", "land", "jobs", "duration"})
_RETURNS = frozenset({"output_value", "revenue", "tax", "value_added"})
#: What a figure is by its unit, where its column says only how large something is.
_BY_GROUP = {
    "money": "investment", "land": "land", "person": "jobs", "percent": "share", "points": "difference",
    "duration": "duration",
}  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d\d)年")
QUOTE = 300  # code points of a claim's evidence at most


@dataclass(frozen=True, slots=True)
class _Row:
    """What holds for every figure of a record."""

    record: Record
    subject: str | None
    product: str | None
    product_id: str | None
    chain: str | None
    place: str | None
    status: str | None
    published: str | None


def read_tables(
    clean: str, grids: Sequence[Grid], offsets: OffsetMap, extract: Extract, *, place: str | None, published: str | None
) -> tuple[list[Claim], list[tuple[int, int]]]:
    """The claims of all tables whose header is known, and the spans of ``clean`` that they are read from.

    Claims have no ids yet. Everything else of the tables is left to be read as text.
    """
    found: list[Claim] = []
    used: list[tuple[int, int]] = []
    before: Table | None = None
    for grid in grids:
        before = table_of(grid, clean, offsets, before)
        if before is not None:
            used += before.used
            for record in before.records:
                found += _claims(record, extract, place, published)
    return found, used


def blanked(clean: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with line ends in place of what tables have told, so that all other offsets stay."""
    if not spans:
        return clean
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [clean[at:start], "\n" * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, clean[at:]])


def _claims(record: Record, extract: Extract, place: str | None, published: str | None) -> list[Claim]:
    row = _row(record, place, published)
    told = _once(list(_from_texts(row, extract)))
    if row.product is None:
        row = _of_claims(row, told) or _named(row)
    figures = list(_figures(row))
    found = figures + [_completed(claim, row) for claim in told if not _repeats(claim, figures)]
    found += list(_milestones(row))
    if not any(claim.kind in ("capacity", "throughput") for claim in found):
        found += list(_project(row))
    return found


def _of_claims(row: _Row, told: Sequence[Claim]) -> _Row | None:
    """The row with the product that its texts give a size of."""
    for claim in told:
        if claim.product and claim.kind in ("capacity", "production", "throughput"):
            return replace(row, product=claim.product, product_id=claim.product_id, chain=claim.chain)
    return None


def _row(record: Record, place: str | None, published: str | None) -> _Row:
    subject, printed = record.first("subject"), record.first("product")
    where, state = record.first("place"), record.first("status")
    status = (state_of(state.text) if state else None) or record.status or _by_dates(record, published)
    product = _one_line(printed.text) if printed else None
    known = phrases.known_product(product) if product else None
    return _Row(
        record, _one_line(subject.text) if subject else None, product, known.product_id if known else None,
        known.chain if known else None, _one_line(where.text) if where else record.place or place, status, published,
    )  # fmt: skip


def _by_dates(record: Record, published: str | None) -> str | None:
    """Where no state is printed, what the days of beginning and end say on the day of publication."""
    if published is None:
        return None
    reached = None
    for column, text in record.cells:
        when = date_of(text.text, published) if column.role == "date" else None
        if when is not None and when.end < published[: len(when.end)] and reached != "operating":
            reached = column.kind
    return reached


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def _named(row: _Row) -> _Row:
    """The product that the project's name tells, else the indicator's, else the one of the table's title."""
    name, label = row.record.first("name"), row.record.first("indicator")
    product = (_product_in(name.text, row.subject) if name else None) or (column_of(label.text).named if label else None)
    known = phrases.known_product(product) if product else phrases.known_product(row.record.title)
    if known is not None and product is None:
        product = known.term
    return replace(row, product=product, product_id=known.product_id if known else None, chain=known.chain if known else None)


def _product_in(name: str, subject: str | None) -> str | None:
    """年产5万吨磷酸铁锂生产线 → 磷酸铁锂, 海州重工钢结构加工项目 (of 海州重工有限公司) → 钢结构加工."""
    shared = 0
    while subject and shared < min(len(name), len(subject)) and name[shared] == subject[shared]:
        shared += 1
    name = _one_line(name[shared:] if shared > 2 else name)
    tokens = tokenize(name, (0, len(name)), None, None)
    ends = [i for i, token in enumerate(tokens) if token.has("head") or token.has("phase")]
    for i in [*reversed(ends), len(tokens)]:
        phrase, _ = phrases.before(tokens, i)
        if phrases.is_product(phrase) and phrases.firm_in(phrase) is None:
            return phrase
    known = phrases.known_product(name)
    return known.term if known else None


def _from_texts(row: _Row, extract: Extract) -> Iterator[Claim]:
    """What the grammar finds in names, contents, and cells of figures that hold more than one."""
    for column, text in row.record.cells:
        plain = column.role in ("name", "content", "product") or (column.role == "status" and len(text.text) > 8)
        if plain or (column.role == "amount" and not is_empty(text.text) and _figure(column, text, row.record) is None):
            lead = "年产" if column.kind == "capacity" and text.text[:1].isdigit() and "年" not in text.text[:3] else ""
            for claim in extract(lead + text.text, default_place=row.place, published=row.published):
                if claim.has_quantity:
                    start, end = (max(0, at - len(lead)) + text.start for at in claim.clean_span)
                    if claim.status == "operating" and state_of(text.text) is None:
                        claim = replace(claim, status=_unsaid(row))  # the grammar's default for what has no state
                    yield replace(claim, clean_span=(start, end), part_of=None)


def _completed(claim: Claim, row: _Row) -> Claim:
    """The grammar's claim with what its row says of firm, product, place and state."""
    how = dict(claim.how)
    changes: dict[str, object] = {}
    if not claim.subject and row.subject:
        changes["subject"] = row.subject
    if row.place and claim.place in (None, row.place):
        changes["place"] = row.place
    if not claim.product and row.product and claim.kind in ("capacity", "production", "throughput"):
        changes |= {"product": row.product, "product_id": row.product_id, "chain": row.chain}
    if row.status and claim.kind in ("capacity", "throughput") and claim.status in (None, "announced", "planned", "operating"):
        changes |= {"status": row.status, "modality": _modality(claim.kind, "", row)}
    elif claim.kind in ("capacity", "throughput") and claim.status in _PLANS:
        changes["modality"] = "target" if claim.modality == "target" else "planned"
    elif row.status and claim.kind in _OF_A_PROJECT | _RETURNS and claim.modality == "observed":
        changes["modality"] = _modality(claim.kind, "", row)
    how |= dict.fromkeys((key for key in changes if key in ("subject", "place", "product", "status")), "carried")
    return replace(claim, how=tuple(how.items()), **changes)  # type: ignore[arg-type]


def _same(claim: Claim, figure: Claim) -> bool:
    """Both say one thing: the project's name repeats the figure of its column."""
    unit = (claim.unit or "").removesuffix("/a") == (figure.unit or "").removesuffix("/a")
    return unit and claim.kind == figure.kind and (claim.value, claim.low) == (figure.value, figure.low)


def _once(claims: list[Claim]) -> list[Claim]:
    """What the name of a project and its description both say, once: 西药片剂 and 片剂 of one size are one."""
    kept: list[Claim] = []
    for claim in claims:
        if not _repeats(claim, kept):
            kept.append(claim)
    return kept


def _repeats(claim: Claim, others: Sequence[Claim]) -> bool:
    return any(_same(claim, one) and _alike(claim.product, one.product) for one in others)


def _alike(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one in other or other in one


def _figure(column: Column, text: Text, record: Record) -> Figure | None:
    """The figure of a cell: in the unit of its header, of the row's column of units, or of the table."""
    if column.unit is not None:
        return figure_of(text.text, column.unit)
    own = record.first("unit")
    if own is not None and column.kind not in ("investment", "growth", "share", "jobs"):
        return figure_of(text.text, column_of(f"规模（{own.text}）").unit)
    return figure_of(text.text, _fitting(column.kind, record.units))


def _fitting(kind: str, units: Sequence[Unit]) -> Unit | None:
    """Of the units that stand above the table the one that measures such a thing; people need none."""
    groups = {"investment": "money", "land": "land", "jobs": "person", "growth": "percent", "share": "percent"}
    groups |= dict.fromkeys(_RETURNS, "money")
    wanted = groups.get(kind)
    if kind == "jobs":
        return Unit("person", 1.0, "person")
    fit = [unit for unit in units if (unit.group == wanted if wanted else unit.group not in groups.values())]
    return fit[0] if fit else None


def _figures(row: _Row) -> Iterator[Claim]:
    label = row.record.first("indicator")
    said = column_of(label.text) if label else Column()
    for column, text in row.record.cells:
        column = _with_label(column, said, row)
        if column.role != "amount" or is_empty(text.text):
            continue
        figure = _figure(column, text, row.record)
        if figure is not None:
            yield _claim(column, text, figure, row)


def _with_label(column: Column, said: Column, row: _Row) -> Column:
    """A column of values or of a year is of what its row's label, or the table's title, says: 产量, 产值 …"""
    if column.role == "value" or (not column.role and column.date is not None):
        title = column_of(re.sub(_YEAR, "", row.record.title)[-28:])
        kind = said.kind or title.kind or ("production" if row.product or said.named else "")
        return replace(column, role="amount" if kind else "", kind=kind, unit=column.unit or said.unit)
    return column


def _claim(column: Column, text: Text, figure: Figure, row: _Row) -> Claim:
    kind = _kind(column, figure)
    rate = kind in _RATES and "/" not in figure.unit
    unit = figure.unit + "/a" if rate else "person" if kind == "jobs" else figure.unit
    has_state = kind in ("capacity", "throughput")
    product, product_id, chain = _product(column, kind, row)
    carried = [name for name, value in (("subject", row.subject), ("product", product), ("place", row.place)) if value]
    status = (row.status or ("planned" if column.modality == "planned" else _unsaid(row))) if has_state else None
    return Claim(
        "", kind, row.subject, product, product_id, figure.value, figure.low, figure.high, unit, figure.bound,
        _modality(kind, column.modality, row, column.date), status, row.place, _date(column, kind, row),
        clean_span=(text.start, min(text.end, text.start + QUOTE)), chain=chain,
        how=tuple((name, "carried") for name in carried),
    )  # fmt: skip


def _unsaid(row: _Row) -> str:
    """The state of a capacity of which nothing is said: a project is announced, what a firm has is running."""
    return "announced" if row.record.first("name") or row.record.first("content") else "operating"


def _kind(column: Column, figure: Figure) -> str:
    if column.kind == "capacity" and figure.group in _BY_GROUP:
        return _BY_GROUP[figure.group]
    return "growth" if column.kind == "growth" else column.kind


def _product(column: Column, kind: str, row: _Row) -> tuple[str | None, str | None, str | None]:
    """The product of a figure: its header's own (电解铝产能), else the row's; sums of a firm are of its project."""
    if row.record.first("product") is None and column.named and (known := phrases.known_product(column.named)):
        return known.term, known.product_id, known.chain
    return row.product, row.product_id, row.chain


def _modality(kind: str, said: str, row: _Row, date: DateSpan | None = None) -> str:
    if date and row.published and date.start[:4] > row.published[:4] and said in ("", "observed"):
        return "planned"
    if kind in ("capacity", "throughput"):
        if said == "target":
            return said
        return "planned" if row.status in _PLANS or (row.status is None and said == "planned") else "observed"
    if said and not (said == "potential" and kind in _OF_A_PROJECT):
        return said
    if kind in _OF_A_PROJECT:
        return "planned" if row.status in _PLANS else "observed"
    return "potential" if kind in _RETURNS and row.status in _NOT_YET else "observed"


def _date(column: Column, kind: str, row: _Row) -> DateSpan | None:
    if column.date is not None:
        return column.date
    match = _YEAR.search(row.record.title) if kind in _FLOWS else None
    return DateSpan(match[1], match[1], match[0]) if match else None


def _milestones(row: _Row) -> Iterator[Claim]:
    """The days on which the project was begun, finished, or is to be."""
    for column, text in row.record.cells:
        when = date_of(text.text, row.published) if column.role == "date" and not is_empty(text.text) else None
        if when is None:
            continue
        status = column.kind
        later = row.published is not None and when.start > row.published[: len(when.start)]
        ahead = bool(column.modality) or later or _still_ahead(status, row.status)
        yield Claim(
            "", "milestone", row.subject, row.product, row.product_id, status=status, place=row.place, date=when,
            modality="planned" if ahead else "observed", clean_span=(text.start, text.end), chain=row.chain,
            how=(("subject", "carried"),) if row.subject else (),
        )  # fmt: skip


def _still_ahead(event: str, state: str | None) -> bool:
    """A project that is being built has not begun to run."""
    if event in ("operating", "built"):
        return state in _PLANS or state in ("under_construction", "advancing")
    return event == "under_construction" and state in _PLANS


def _project(row: _Row) -> Iterator[Claim]:
    """A project whose size no column says."""
    name = row.record.first("name") or row.record.first("content")
    if name is None or is_figure(name.text):
        return
    modality = "planned" if row.status in _PLANS else "observed"
    yield Claim(
        "", "project", row.subject, row.product or _one_line(name.text), row.product_id, modality=modality, status=row.status,
        place=row.place, clean_span=(name.start, min(name.end, name.start + QUOTE)), chain=row.chain,
    )  # fmt: skip
