"""A lexicon of the user's own, one TOML file: products, companies, places, units and words (docs/lexicon.md).

It is checked whole before a word of it is used; every fault is told with its line and key.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.claims import STATUSES
from lianpu.reading.wordlists import PrintedUnit, Product, rows

SECTIONS = ("name", "chain", "product", "company", "place", "unit", "status", "cue", "endings")
ENDINGS = ("firm", "goal", "park")
HELP = "see docs/lexicon.md"
_ID = re.compile(r"[a-z][a-z0-9_]*")
_INDUSTRY = re.compile(r"[A-T]?\d{2,4}")


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with its names and the ids of its products in the order in which they are made."""

    id: str
    zh: str
    en: str
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the table of divisions has not: its names, and the place that it lies in."""

    name: str
    short: str | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class UserLexicon:
    """What the file says, checked. ``english`` are English names of products, ``words`` pairs of word and tag value."""

    path: Path | None = None
    digest: str = ""
    chains: tuple[Chain, ...] = ()
    products: tuple[Product, ...] = ()
    english: tuple[Product, ...] = ()
    industries: dict[str, str] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    units: tuple[PrintedUnit, ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    endings: dict[str, tuple[str, ...]] = field(default_factory=dict)


EMPTY = UserLexicon()


def load_lexicon(path: Path) -> UserLexicon:
    """The lexicon in a file. Raises :class:`LianpuError` with file, line and key for the first thing that is wrong."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path given as lexicon") from None
    except UnicodeDecodeError:
        raise LianpuError("is not UTF-8 text", file=path, hint="save the lexicon as UTF-8") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LianpuError(f"is not TOML: {error}", file=path, hint=HELP) from None
    return _Check(path, text, data).lexicon(hashlib.sha256(raw).hexdigest()[:8])


class _Entry:
    """One ``[[section]]`` of the file, whose keys are taken one by one; :meth:`done` finds those that no one took."""

    def __init__(self, check: _Check, section: str, number: int, data: Any) -> None:
        self.check, self.section, self.number = check, section, number
        if not isinstance(data, dict):
            raise check.fault(f"'{section}' must be written as [[{section}]] with keys below it", section, number)
        self.data, self.taken = data, set[str]()

    def fault(self, what: str, key: str | None = None, hint: str = HELP) -> LianpuError:
        return self.check.fault(what, self.section, self.number, key, hint)

    def text(self, key: str, *, needed: bool = False) -> str | None:
        self.taken.add(key)
        value = self.data.get(key)
        if value is None and not needed:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"needs '{key}', a text" if value is None else f"'{key}' must be a text that is not empty", key)
        return value.strip()

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """One text or a list of them."""
        self.taken.add(key)
        value = self.data.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(v, str) and v.strip() for v in listed):
            raise self.fault(f"'{key}' must be a text or a list of texts", key)
        if needed and not listed:
            raise self.fault(f"needs '{key}', a text or a list of texts", key)
        return tuple(v.strip() for v in listed)

    def number_of(self, key: str, default: float) -> float:
        self.taken.add(key)
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise self.fault(f"'{key}' must be a number above 0", key)
        return float(value)

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key, needed=True)
        assert value is not None
        if value not in allowed:
            raise self.fault(f"'{key}' cannot be '{value}'", key, suggestion(value, allowed))
        return value

    def identifier(self) -> str:
        value = self.text("id", needed=True)
        assert value is not None
        if not _ID.fullmatch(value):
            raise self.fault(f"id '{value}' must be lower-case letters, digits and _", "id")
        return value

    def done(self) -> None:
        for key in self.data:
            if key not in self.taken:
                raise self.fault(f"unknown key '{key}'", key, suggestion(key, tuple(sorted(self.taken))))


class _Check:
    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path, self.lines, self.data = path, text.split("\n"), data
        self.industries: dict[str, str] = {}
        self.english: list[Product] = []

    def fault(self, what: str, section: str, number: int | None = None, key: str | None = None, hint: str = HELP) -> LianpuError:
        line = self._line(section, number, key)
        where = f"[[{section}]] {number}" if number else section
        return LianpuError(what, file=self.path, place=f"line {line}, {where}" if line else where, hint=hint)

    def _line(self, section: str, number: int | None, key: str | None) -> int | None:
        """The line of a key in the n-th entry of a section, else of the entry itself; from 1."""
        heads = [n for n, line in enumerate(self.lines, 1) if re.match(rf"\s*(\[+\s*)?{section}\b", line)]
        if not heads or number is None or number > len(heads):
            return heads[0] if heads else None
        head = heads[number - 1]
        for n in range(head, len(self.lines)):
            if self.lines[n].lstrip().startswith("["):
                break
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[n]):
                return n + 1
        return head

    def lexicon(self, digest: str) -> UserLexicon:
        for section in self.data:
            if section not in SECTIONS:
                raise self.fault(f"unknown section '{section}'", section, hint=suggestion(section, SECTIONS))
        chains = tuple(self._each("chain", self._chain))
        known = (*shipped("chain"), *(c.id for c in chains))
        products = tuple(p for found in self._each("product", lambda e: self._product(e, known)) for p in found)
        self._stages(chains, {p.product_id for p in products} | set(shipped("product_id")))
        return UserLexicon(
            path=self.path,
            digest=digest,
            chains=chains,
            products=products,
            english=tuple(self.english),
            industries=self.industries,
            companies={alias: name for found in self._each("company", _company) for alias, name in found},
            places=tuple(self._each("place", _place)),
            units=tuple(unit for found in self._each("unit", _unit) for unit in found),
            words=tuple(w for make in (_status, _cue) for found in self._each(make.__name__[1:], make) for w in found),
            endings=self._endings(),
        )

    def _each(self, section: str, make: Callable[[_Entry], Any]) -> Iterator[Any]:
        listed = self.data.get(section, [])
        if not isinstance(listed, list):
            raise self.fault(f"'{section}' must be written as [[{section}]], once for each", section)
        for number, data in enumerate(listed, 1):
            entry = _Entry(self, section, number, data)
            made = make(entry)
            entry.done()
            yield made

    def _chain(self, entry: _Entry) -> Chain:
        name = entry.identifier()
        return Chain(name, entry.text("zh") or name, entry.text("en") or name, entry.texts("stages"))

    def _stages(self, chains: tuple[Chain, ...], products: set[str | None]) -> None:
        for number, chain in enumerate(chains, 1):
            for stage in chain.stages:
                if stage not in products:
                    hint = suggestion(stage, tuple(sorted(p for p in products if p)))
                    raise self.fault(f"stage '{stage}' is no product", "chain", number, "stages", hint)

    def _product(self, entry: _Entry, chains: tuple[str, ...]) -> list[Product]:
        good, chain = entry.identifier(), entry.text("chain")
        if chain is not None and chain not in chains:
            raise entry.fault(f"unknown chain '{chain}'", "chain", f"{suggestion(chain, chains)}, or add it as [[chain]]")
        code = entry.text("gbt4754")
        if code is not None:
            if not _INDUSTRY.fullmatch(code):
                raise entry.fault(f"'{code}' is no code of GB/T 4754-2017 (2 to 4 digits, e.g. \"1515\")", "gbt4754")
            self.industries[good] = code
        chinese, english = entry.texts("zh"), entry.texts("en")
        if not chinese and not english:
            raise entry.fault("needs 'zh' or 'en', the names under which texts speak of it")
        self.english += [Product(name.lower(), good, chain) for name in english]
        return [Product(name, good, chain) for name in chinese]

    def _endings(self) -> dict[str, tuple[str, ...]]:
        if "endings" not in self.data:
            return {}
        entry = _Entry(self, "endings", 1, self.data["endings"])
        found = {key: entry.texts(key) for key in ENDINGS}
        entry.done()
        return found


def _company(entry: _Entry) -> list[tuple[str, str]]:
    name = entry.text("name", needed=True)
    assert name is not None
    return [(alias, name) for alias in (name, *entry.texts("aliases"))]


def _place(entry: _Entry) -> Place:
    name = entry.text("name", needed=True)
    assert name is not None
    return Place(name, entry.text("short"), entry.text("inside"))


def _unit(entry: _Entry) -> list[PrintedUnit]:
    printed, unit = entry.texts("printed", needed=True), entry.text("unit", needed=True)
    factor, group = entry.number_of("factor", 1.0), entry.one_of("group", shipped_groups())
    return [PrintedUnit(word, unit or "", factor, group) for word in printed]


def _status(entry: _Entry) -> list[tuple[str, str, str]]:
    status = entry.one_of("is", STATUSES)
    return [(word, "status", status) for word in entry.texts("zh", needed=True)]


def _cue(entry: _Entry) -> list[tuple[str, str, str]]:
    kind = entry.one_of("is", tuple(sorted({r["value"] for r in rows("words.csv") if r["tag"] == "cue"})))
    return [(word, "cue", kind) for word in entry.texts("zh", needed=True)]


def shipped(column: str) -> tuple[str, ...]:
    """The values of a column of the shipped products."""
    return tuple(sorted({r[column] for r in rows("products.csv") if r[column]}))


def shipped_groups() -> tuple[str, ...]:
    return tuple(sorted({r["group"] for r in rows("units.csv")}))


def suggestion(word: str, allowed: tuple[str, ...]) -> str:
    """What to do about a word that is not allowed: the nearest one that is, else all of them."""
    near = get_close_matches(word, allowed, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known are {', '.join(allowed)}"
