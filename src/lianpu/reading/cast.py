"""The firms that a document is about, found before it is read: a name that acts once is known wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lianpu.reading import phrases
from lianpu.reading.active import of_lexicon
from lianpu.reading.heading_units import units_of_heading
from lianpu.reading.scan import Cast
from lianpu.reading.wordlists import shipped_verbs
from lianpu.reading.words import alternatives, firms, names, places, products, words

#: Characters that names are not made of.
_NOT_IN_NAMES = set("的了级占已含再在和与及为由对将是有等年月日把被从到至其子该本各全市县省每个家座条第这那我您他她它以后可")
_HAN = rf"(?:(?![{''.join(sorted(_NOT_IN_NAMES))}])[\u4e00-\u9fff])"
_LONGEST = 10
_HEAD = 300  # characters
#: What only somebody can do or have: 新锋医疗投资15亿元, 山川股份的负责人.
_ACTS = (
    r"[年日][产处加屠]|常务|副总|总裁|为(?:龙头|依托|基础|链主|引领)|投资|总投资|年产|现有|拥有|累计|实现营|营业|营收|负责人|董事长|总经理|公司|集团|股份|全年|去年|今年|明年|本年|上半年|前三季度|目前|已|正|将|拟|计划|"
    r"交付|完成|新建|建成|投产|签|位于|成立|落户|主营|生产|总部|控股|旗下|子公司|缴|也|则|有|自|现|\d|的|年|因|受|[一二三四五首]期|扩建|技改|[一二三四]?(?:工厂|厂|分厂)|拟|就|与"
)
_NEVER = frozenset({"投资", "企业", "工业", "发展", "资源", "国际", "制造", "环境", "信息", "网络", "农业", "循环"})


def cast_of(clean: str) -> Cast:
    """The names of firms that the lexicon does not know, and the units that headings tell."""
    named = {name for raw in _candidates(clean) if _is_a_name(name := _without_lead(raw))}
    return Cast(frozenset(named.union(_legal(clean))), units_of_heading(clean))


def issuer(clean: str, cast: Cast) -> str | None:
    """The firm that a filing calls 公司: the first one that its head names."""
    head = clean[:_HEAD]
    named = [(head.find(name), -len(name), name) for name in (*cast.names, *firms()) if name in head]
    return min(named)[2] if named else None


def _candidates(clean: str) -> Iterator[str]:
    yield from _matches(_called(), _called_ends(), range(2, 5), clean)
    yield from _matches(_acting(), _acting_ends(), range(2, 4), clean)
    yield from _makers(clean)
    if "称" in clean:
        for match in _SHORT.finditer(clean):
            yield match[1]


def _matches(pattern: re.Pattern[str], ends: re.Pattern[str], stems: range, clean: str) -> Iterator[str]:
    """What ``pattern.finditer`` finds, tried only where a name may begin: so many characters before an ending."""
    begins = sorted({at.start() - stem for at in ends.finditer(clean) for stem in stems})
    stop = 0
    for begin in begins:
        if begin >= stop and (match := pattern.match(clean, begin)):
            yield match[1]
            stop = match.end()


@of_lexicon
def _bound() -> str:
    """Where a name may begin: at the start of a line or clause, after a word that brings it in, or in an enumeration."""
    before = "|".join(rf"(?<={re.escape(word)})" for word in (*_BEFORE, *names()["leads"]))
    return rf"(?:(?<=[^\u4e00-\u9fffA-Za-z0-9])|^|{before})"


_BEFORE = tuple("由 以 与 配套的 来的 企业 公司 来自 县里的 市里的 还有 实施 抓好 加快 推进 做强".split())


@of_lexicon
def _called_ends() -> re.Pattern[str]:
    return _found_everywhere(names()["proper_suffixes"])


@of_lexicon
def _called() -> re.Pattern[str]:
    """Names that end as only names end: 江海重工, 秦钛股份, 谯陵酒厂."""
    ends = alternatives(names()["proper_suffixes"])
    more = "(?:集团|股份|科技|公司|有限公司|股份有限公司|集团公司|集团有限公司)*"
    return re.compile(rf"{_bound()}({_HAN}{{2,4}}?(?:{ends}){more})(?!{_HAN}{{0,1}}(?:产品|产业|行业|企业|项目))", re.MULTILINE)


@of_lexicon
def _firm_ends() -> tuple[str, ...]:
    return tuple(end for end in names()["firm_suffixes"] if len(end) > 1 and end not in _NEVER)


@of_lexicon
def _acting_ends() -> re.Pattern[str]:
    return _found_everywhere(_firm_ends())


@of_lexicon
def _acting() -> re.Pattern[str]:
    """Names that end as names may end, where somebody acts: 新锋装备投资15亿元."""
    ends = alternatives(_firm_ends())
    return re.compile(rf"{_bound()}({_HAN}{{2,3}}?(?:{ends})(?:集团|股份|科技|公司)?)(?={_ACTS})", re.MULTILINE)


def _found_everywhere(ends: Iterable[str]) -> re.Pattern[str]:
    """A quick pattern for where an ending begins, also inside another one: the first character, the rest ahead."""
    rest: dict[str, list[str]] = {}
    for end in ends:
        rest.setdefault(end[0], []).append(re.escape(end[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?={'|'.join(more)})" for first, more in rest.items()))


#: 江海重型装备有限公司（以下简称“江海装备”）
_SHORT = re.compile(rf"(?:简称|下称)[：:]?\s*[“\"「]?({_HAN}{{2,8}})(?:[”\"」]|(?=\s))")


#: 恒杯年产8000万只…, 子公司泰国赣联实施: who stands where only a maker stands, be the name ever so short or strange.
_MAKER = re.compile(
    rf"(?<=[、，。；：\n“．])({_HAN}{{2,6}})(?=[年日](?:产(?![能量值])|处理|加工|屠宰)[^，。；]{{0,8}}?\d)"
    rf"|子公司({_HAN}{{2,6}}?)(?=实施|投资|建设|负责|承担|，|、|。|$)"
)
_TIMES = frozenset({"如今", "上半", "下半", "眼下", "而今", "现今"})


def _makers(clean: str) -> Iterator[str]:
    """Names that no ending betrays; only where no word of them is known."""
    for match in _MAKER.finditer(clean):
        name = match[1] or match[2]
        plain = phrases.known_product(name) is None and name not in _TIMES and name not in places()
        if plain and not any(name[n : n + 2] in words() or name[n : n + 2] in shipped_verbs() for n in range(1, len(name) - 1)):
            yield name


#: 浙江三江氟材料有限公司
_LEGAL = re.compile(r"([\u4e00-\u9fff]{3,20}?)((?:股份|集团|控股)*有限(?:责任)?公司)")
_MOST_LEGAL = 50  # names whose short forms are looked for: each costs some passes through the text
_SHORTEST = 3


def _legal(clean: str) -> Iterator[str]:
    """The legal names of firms, without the words before them, and the short forms that the text goes on with."""
    if "有限" not in clean:
        return
    for match in islice(dict.fromkeys(m.groups() for m in _LEGAL.finditer(clean)), _MOST_LEGAL):
        name = re.split(_bound(), match[0])[-1]
        name = re.split("[由以与和及对向为是的]", name)[-1] if len(name) > _LONGEST else name
        if len(name) < _SHORTEST or name in names()["not_firms"]:
            continue
        yield name + match[1]
        place = next((name[:n] for n in (4, 3, 2) if name[:n] in places() and len(name) > n + 1), "")
        yield from _short_forms(name.removeprefix(place), clean)


def _short_forms(name: str, clean: str) -> Iterator[str]:
    """三江氟材 of 三江氟材料: beginnings of the name that are printed without what follows them there."""
    for n in range(len(name), _SHORTEST - 1, -1):
        short, rest = name[:n], name[n : n + 1] or "股份|有限|集团"
        if short not in products() and re.search(f"{short}(?!{rest})", clean):
            yield short


def _without_lead(name: str) -> str:
    return next((name[len(w) :] for w in names()["leads"] if name.startswith(w) and len(name) > len(w) + 3), name)


def _is_a_name(name: str) -> bool:
    stem = _stem(name)
    if stem in names()["trades"]:
        return False  # 化工新材
    if not len(stem) >= 2 or len(name) > _LONGEST or _NOT_IN_NAMES & set(stem) or name in words():
        return False
    if stem[:2] in shipped_verbs():
        return False  # 回收锌金属, 控股子公司
    if name in products() or any(word in stem for word in names()["no_stems"]):
        return False
    known = words().get(stem)
    return known is None or known.tags.keys() <= {"place", "region"}


def _stem(name: str) -> str:
    longest = next((end for end in _all_ends() if name.endswith(end)), "")
    return name.removesuffix(longest)


@of_lexicon
def _all_ends() -> tuple[str, ...]:
    """How firms may end, longest first."""
    ends = {end for end in (*names()["proper_suffixes"], *names()["firm_suffixes"]) if len(end) > 1}
    return tuple(sorted(ends, key=len, reverse=True))
