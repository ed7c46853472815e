"""Tables to records: where the header is, what each column is, which rows are projects and which only totals or headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lianpu.reading.headers import LONGEST, Column, Unit, column_of, said_units
from lianpu.reading.offsets import OffsetMap
from lianpu.reading.source import Grid
from lianpu.reading.table_values import is_empty, is_figure, state_of, state_of_title
from lianpu.reading.words import places

_TOTAL = re.compile(
    r"(?:全[市县区省州])?(?:合计|小计|总计|共计|累计)(?:[（(:：].*)?|(?:sub|grand)?\s*-?\s*total.*|sum", re.IGNORECASE
)
_ENUMERATED = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[■●◆▪•])\s*")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[省市县区州旗镇]|开发区|经开区|高新区|园区|工业园)")


class Text(NamedTuple):
    """A cell's words at ``start:end`` of the clean text."""

    start: int
    end: int
    text: str


Row = tuple[Text | None, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row with the columns that it stands in. ``status``, ``place`` and ``about`` come from the headings above it."""

    cells: tuple[tuple[Column, Text], ...]
    title: str = ""
    units: tuple[Unit, ...] = ()
    status: str | None = None
    place: str | None = None

    def first(self, role: str) -> Text | None:
        return next((text for column, text in self.cells if column.role == role and not is_empty(text.text)), None)


@dataclass(slots=True)
class _State:
    """What holds for the rows to come."""

    columns: list[Column] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    status: str | None = None
    place: str | None = None
    last: Row = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a table, and the spans of the clean text that they are made from."""

    records: tuple[Record, ...]
    used: tuple[tuple[int, int], ...]
    columns: tuple[Column, ...]


def table_of(grid: Grid, clean: str, offsets: OffsetMap, before: Table | None = None) -> Table | None:
    """The records of a grid, None where no header of it is known. A table without one goes on the table ``before``."""
    rows = [tuple(_text(cell, clean, offsets) for cell in row) for row in grid.rows]
    form = _form(rows)
    if form is not None:
        return Table((form,), tuple((text.start, text.end) for row in rows for text in _distinct(row)), ())
    state = _State(title=[grid.name, _line_before(clean, offsets.to_clean(grid.start, grid.start)[0])])
    if before and before.columns and rows and len(before.columns) == len(rows[0]):
        state.columns = list(before.columns)
    records: list[Record] = []
    used: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        height = _header(rows, at)
        if height:
            _enter_header(state, rows[at : at + height])
        elif state.columns:
            records += _record(rows[at], state)
        else:
            state.title += [text.text for text in _distinct(rows[at])]
        step = max(height, 1)
        if state.columns:
            used += [(text.start, text.end) for row in rows[at : at + step] for text in _distinct(row)]
        at += step
    return Table(tuple(records), tuple(used), tuple(state.columns)) if records else None


def _text(cell: tuple[int, int] | None, clean: str, offsets: OffsetMap) -> Text | None:
    if cell is None:
        return None
    start, end = offsets.to_clean(*cell)
    words = clean[start:end]
    start += len(words) - len(words.lstrip())
    return Text(start, start + len(words.strip()), words.strip()) if words.strip() else None


def _line_before(clean: str, at: int) -> str:
    """The line above a table, where it is short enough to be its title."""
    lines = [line.strip() for line in clean[max(0, at - 200) : at].split("\n") if line.strip()]
    return lines[-1] if lines and len(lines[-1]) <= 60 else ""


def _distinct(row: Row) -> list[Text]:
    """The cells of a row that hold text, a merged one once."""
    return list(dict.fromkeys(text for text in row if text is not None))


def _is_head(texts: Sequence[Text]) -> bool:
    """Most cells are known words of headers, two at least, and none is a mere figure."""
    if len(texts) < 2 or any(len(text.text) > LONGEST * 2 for text in texts):
        return False
    columns = [column_of(text.text) for text in texts]
    if any(is_figure(text.text) and column.date is None for text, column in zip(texts, columns, strict=True)):
        return False
    known = sum(column.known for column in columns)
    telling = any(column.role in ("amount", "content", "status", "product", "value", "date") or column.date for column in columns)
    roles = any(column.role for column in columns)
    return known >= 2 and known >= 0.6 * len(texts) and telling and roles


def _header(rows: Sequence[Row], at: int) -> int:
    """The number of rows of the header that begins here, 0 for none."""
    texts = _distinct(rows[at])
    if not _is_head(texts):
        return 0
    height = 1
    while at + height < len(rows) and height < 3 and _goes_on(rows[at + height - 1], rows[at + height]):
        height += 1
    return height


def _goes_on(head: Row, row: Row) -> bool:
    """A further row of a header: below a cell over several columns, or one without text, stand known words, and no data."""
    above = set(_distinct(head))
    wide = len([text for text in head if text is not None]) > len(above) or any(text is None for text in head)
    fresh = [text for text in _distinct(row) if text not in above]
    if not wide or not fresh:
        return False
    pairs = [(column_of(text.text), text.text) for text in fresh]
    return all(c.known and (c.date or ((c.role or c.unit) and not is_figure(text))) for c, text in pairs)


def _enter_header(state: _State, rows: Sequence[Row]) -> None:
    width = len(rows[0])
    heads = []
    for c in range(width):
        texts = list(dict.fromkeys(row[c].text for row in rows if row[c] is not None))  # type: ignore[union-attr]
        if not texts and len(rows) == 1:
            texts = [""]
        heads.append(" ".join(texts))
    if len(rows) > 1:
        heads = _spread(heads, rows)
    state.heads, state.columns, state.last = heads, [column_of(head) for head in heads], ()


def _spread(heads: list[str], rows: Sequence[Row]) -> list[str]:
    """Without merged cells the upper header stands over its first column only: the next ones take it over."""
    top = ""
    out = []
    for c, head in enumerate(heads):
        upper = rows[0][c]
        top = upper.text if upper else top
        lower = [row[c] for row in rows[1:] if row[c] is not None]
        out.append(f"{top} {head}" if upper is None and lower and top else head)
    return out


def _record(row: Row, state: _State) -> Iterator[Record]:
    texts = _distinct(row)
    if not texts or is_total(texts):
        return
    if _is_heading(row, texts, state):
        state.status = state_of(texts[-1].text) or state.status
        state.place = _place_in(texts[-1].text) or state.place
        return
    row = _carried(row, state)
    state.last = row
    cells = tuple((column, text) for column, text in zip(state.columns, row, strict=False) if text is not None)
    title = " ".join(part for part in state.title if part)
    yield Record(cells, title, tuple(said_units(title)), state.status or state_of_title(title), state.place)


def is_total(texts: Sequence[Text]) -> bool:
    """A row that adds up others: its label says so."""
    return any(_TOTAL.fullmatch(re.sub(r"\s", "", text.text)) for text in texts[:3])


def _is_heading(row: Row, texts: Sequence[Text], state: _State) -> bool:
    """One text, alone or after a number, over the columns: 一、在建项目（3个）; 沾益区."""
    if len(texts) > 2 or any(is_figure(text.text) for text in texts[1:]) or len(row) < 3:
        return False
    if len(texts) == 2 and not re.fullmatch(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]?", texts[0].text):
        return False
    words = _ENUMERATED.sub("", texts[-1].text)
    merged = sum(text == texts[-1] for text in row) > 1
    return merged or bool(_PLACE.fullmatch(words)) or words in places() or (state_of(words) is not None and len(words) <= 16)


def _place_in(text: str) -> str | None:
    words = re.sub(r"[（(].*", "", _ENUMERATED.sub("", text)).strip("：: ")
    return words if _PLACE.fullmatch(words) or words in places() else None


def _carried(row: Row, state: _State) -> Row:
    """A row that names neither project nor firm nor product belongs to the one above, as where cells were merged."""
    who = [n for n, column in enumerate(state.columns) if column.role in ("name", "subject", "product", "indicator")]
    if not state.last or not who or any(n < len(row) and row[n] for n in who):
        return row
    return tuple(state.last[n] if n in who and n < len(state.last) else text for n, text in enumerate(row))


def _form(rows: Sequence[Row]) -> Record | None:
    """A form: names of fields and their contents side by side, one project in all."""
    even = [texts for row in rows if len(texts := _distinct(row)) % 2 == 0]
    pairs = [pair for texts in even for pair in zip(texts[::2], texts[1::2], strict=True)]
    columns = [column_of(key.text) for key, _ in pairs]
    known = [column for column in columns if column.known and column.role]
    heads = any(column.role in ("name", "subject") for column in known)
    if len(known) < 3 or len(known) < 0.5 * len(columns) or not heads or (rows and _is_head(_distinct(rows[0]))):
        return None
    keys = {column.role for column in known}
    cells = tuple((column, value) for column, (_, value) in zip(columns, pairs, strict=True) if column.known)
    return Record(cells) if len(keys) >= 3 else None
