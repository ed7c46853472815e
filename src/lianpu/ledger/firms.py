"""Which printed subjects are one firm, and which phase of its project a subject names.

A subject such as 隆基曲靖二期 holds a firm (隆基), the place of its subsidiary (曲靖) and a phase (二期). Two names are
one firm where they are equal without legal form, place and the words that many firms bear (能源, 科技 …: data in
``data/firm_words.csv``). A word that tells firms apart is no such word: 阳光 is 阳光能源 but never 阳光电源.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lianpu.divisions import divisions
from lianpu.ledger.places import COUNTRY

_REMARK = re.compile(r"[(（]([^)）]*)[)）]")
_PARTIES = re.compile(r"\s*[+;；、/&]\s*|与")
#: 和 stands in firms' own names (和邦), so it parts two only after a word that ends a name.
_AND_AFTER_A_NAME = re.compile(r"(?<=集团|公司|股份|科技|能源|化工|材料)[和及](?=\w\w)|\s+and\s+")
_PHASE = re.compile(r"(?:第?([一二三四五六七八九十]+|\d+|[IVX]+)|(首))期|\b(?:phase|stage|train)\s*(\d+|[IVX]+)\b", re.IGNORECASE)
_SEVERAL_PHASES = re.compile(r"[一二三四五六七八九\d](?:期?[、,和及与至到~-]?第?[一二三四五六七八九\d])+期")
_IN_PHASES = re.compile(r"[分共为]\s*(?:[一二三四五六七八九十两\d]+)期")
_WHOLE = re.compile(
    r"(?:\S期|技改|改造|扩建|扩能)(?:达产|建成|投产)?后(?:合计|总计|共计|总规模)?|全部|合计|总计|共计|累计|总规模"
    r"|\b(?:total|overall|all phases)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:[kMG]Wh?|[百千万亿]*(?:吨|千瓦时|千瓦|平方米|辆|片|台|套))\S*", re.IGNORECASE)
_AND_OTHERS = re.compile(
    r"(?:等\s*(?:(\d+|[一二三四五六七八九十两]+)\s*[家个户])?(?:骨干|龙头|重点)?(?:企业|公司|厂)?|全集团|全省|全市)$"
)
_REGION = re.compile(
    r"(?:园区?|[产工]业[园区]|产业|行业|集群|企业|开发区|经开区|高新区|片区|新区|新城|港区|保税区|示范区|试验区|工业城|科技城"
    r"|集中区|集聚区|基地|[省市县州])$"
)
_JOINTLY = re.compile(r"合资|合作|共同|联合|合营|\bjoint|\bJV\b", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z][A-Za-z .\-]*")
_LEGAL_LATIN = re.compile(
    r",?\s*\b(?:Co|Ltd|Limited|Inc|Corp|Corporation|Company|Group|Holdings?|GmbH|PLC|Pty|LLC|Pte|Bhd|JSC|S\.?A|AG|NV|BV)\b[.,]*",
    re.IGNORECASE,
)
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_SHORTEST = 2  # characters of a Chinese short name
ANY_NUMBER = 99
#: Powers of ten between a printed figure and the same in the unit of its claim (万, 亿, k, M, G).
_PRINTED_IN = tuple(10.0**power for power in range(-6, 10))


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart: ``parties`` are firms (a joint venture named by its parents has several), each the set
    of the keys of its names. ``phase`` is 1, 2 …; ``whole`` where all phases are meant.

    ``listed``: plants of several firms in one figure (甲、乙; 甲等3家), which are no venture of theirs; ``others`` is how
    many more firms there are that it does not name (3家 less 甲; ``ANY_NUMBER`` where 等 says no number).
    """

    parties: frozenset[frozenset[str]]
    phase: int | None
    whole: bool
    listed: bool = False
    others: int = 0

    @property
    def named(self) -> bool:
        return bool(self.parties)


def read_subject(subject: str | None, place: str | None = None) -> Subject:
    """The firm, phase and scope that ``subject`` names; ``place`` is where it is, whose name a subsidiary bears."""
    text = unicodedata.normalize("NFKC", subject or "").strip()
    remarks = " ".join(_REMARK.findall(text))
    bare = _LEGAL_LATIN.sub(" ", _REMARK.sub(" ", text))
    several = _SEVERAL_PHASES.search(bare)
    bare = _SEVERAL_PHASES.sub(" ", bare)
    phase = _PHASE.search(bare) or _PHASE.search(remarks)
    whole = bool(_WHOLE.search(text) or (several and not re.fullmatch(r"\d+期", several[0])))
    names = _PHASE.sub(" ", _WHOLE.sub(" ", _SIZE.sub(" ", bare)))
    names = _AND_AFTER_A_NAME.sub("+", names.strip())
    parties = frozenset(keys for part in _PARTIES.split(names) if (keys := _party(part, place or "")))
    others = _others(names, len(parties)) if parties else 0
    listed = bool(others) or (len(parties) > 1 and "、" in names and not _JOINTLY.search(text))
    return Subject(parties, None if whole or not phase else _number(phase), whole, listed, others)


def phase_before(quote: str, value: float) -> int | None:
    """The phase whose words stand before a printed figure (二期20GWh和三期25GWh, 25 → 3), none but them and no other
    figure between."""
    for found in re.finditer(r"\d+(?:\.\d+)?", quote):
        if any(math.isclose(float(found[0]) * factor, value, rel_tol=1e-9) for factor in _PRINTED_IN):
            words = re.split(r"[\d.]+\s*[^\d\s期]|[，。；、]", quote[: found.start()])[-1]
            phases = list(_PHASE.finditer(_IN_PHASES.sub(" ", words)))
            return _number(phases[-1]) if phases and not _SEVERAL_PHASES.search(words) else None
    return None


def _others(names: str, named: int) -> int:
    """How many firms 等 adds to those that are named."""
    found = _AND_OTHERS.search(names)
    if found is None or not found[0].startswith("等"):
        return 0
    printed = found[1]
    if not printed:
        return ANY_NUMBER
    return max(0, (int(printed) if printed.isdigit() else _han_number(printed)) - named)


def same_firm(one: Subject, other: Subject) -> bool:
    """True where the two name the same firm, or the same firms together."""
    if not one.named or len(one.parties) != len(other.parties):
        return False
    return all(any(a & b for b in other.parties) for a in one.parties)


def joint_venture(one: Subject, other: Subject) -> bool:
    """True where one is several parents (甲方 + 乙能) and the other, none of them, bears a part of the name of one
    (新乙) or a character of each (甲乙)."""
    parents, firm = sorted((one, other), key=lambda subject: -len(subject.parties))
    if len(parents.parties) < 2 or len(firm.parties) != 1 or takes_part(firm, parents):
        return False
    (names,) = firm.parties
    shorts = {key[:_SHORTEST] for keys in parents.parties for key in keys if len(key) >= _SHORTEST}
    of_one = any(short in name for short in shorts for name in names)
    return of_one or any(_of_each(name, parents) for name in names)


def takes_part(firm: Subject, several: Subject) -> bool:
    """True where ``firm`` is one of ``several``, of a consortium or of a list."""
    return len(firm.parties) == 1 and any(names & keys for names in firm.parties for keys in several.parties)


def without_legal_form(name: str) -> str:
    return _without_ends(name, _words()["legal"])


def _of_each(name: str, parents: Subject) -> bool:
    """True where a Chinese name takes a character of each parent's."""
    return not name.isascii() and all(any(set(key[:_SHORTEST]) & set(name) for key in keys) for keys in parents.parties)


def _party(part: str, place: str) -> frozenset[str]:
    latin = [found[0] for found in _LATIN.finditer(part)]
    han = [word for word in re.split(r"[\s·]+", _LATIN.sub(" ", part)) if word]
    return frozenset(key for name in (*latin, "".join(han)) for key in _keys(name.strip(), place))


def _keys(name: str, place: str) -> set[str]:
    """The names by which firms are compared: with and without the place in front (宁德时代, 时代), the line of
    business left out; none where the name is that of a region or park."""
    name = _without_own_place(_AND_OTHERS.sub("", name), place)
    if not name or name in _places() or _REGION.search(name):
        return set()
    front = next((p for n in range(min(len(name), _longest()), 1, -1) if (p := name[:n]) in _places()), "")
    left = name[len(front) :].lstrip("省市州县区")
    return {_core(name)} | ({_core(left)} if front and _tells(left) else set())


def _core(name: str) -> str:
    core = _without_ends(without_legal_form(name), _words()["line"])
    return re.sub(r"[\s.\-]+", "", core).casefold()


def _without_ends(name: str, ends: Iterable[str]) -> str:
    """Takes such ends off for as long as two characters are left that are no place's name (not 云南 of 云南铝业)."""
    while True:
        left = next((name[: -len(e)].strip() for e in ends if name.casefold().endswith(e.casefold())), "")
        if len(left) < _SHORTEST or left in _places():
            return name
        name = left


def _without_own_place(name: str, place: str) -> str:
    """Takes the place of the statement off the end of a firm's name (隆基 曲靖)."""
    ends = (name[-length:] for length in range(min(len(name), len(place)), _SHORTEST - 1, -1))
    return name.removesuffix(next((end for end in ends if end in place and end in _places()), ""))


def _tells(name: str) -> bool:
    """True where something of one firm alone is left beside legal form and common words."""
    left = name
    for word in (*_words()["legal"], *_words()["line"]):
        left = left.replace(word, "") if len(word) > 1 else left
    return len(left.strip()) >= _SHORTEST


def _number(found: re.Match[str]) -> int:
    printed = found[1] or found[3] or "1"
    if found[2] or printed.isdigit():
        return int(printed) if printed.isdigit() else 1
    if printed.upper() in _ROMAN:
        return _ROMAN[printed.upper()]
    return _han_number(printed)


def _han_number(printed: str) -> int:
    tens, _, ones = printed.replace("两", "二").rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if "十" in printed else 0) + _NUMERALS.get(ones, 0)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    with (files("lianpu.ledger") / "data" / "firm_words.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return {
        kind: tuple(sorted((r["word"] for r in rows if r["kind"] == kind), key=len, reverse=True)) for kind in ("legal", "line")
    }


@cache
def _places() -> frozenset[str]:
    return COUNTRY | {name for d in divisions() for name in (d.name, d.short) if len(name) >= _SHORTEST}


@cache
def _longest() -> int:
    return max(map(len, _places()))
