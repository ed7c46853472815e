"""What a title, a heading, a question or the words before a colon tell of the figures under them."""

from __future__ import annotations

import re

from lianpu.reading import phrases
from lianpu.reading.claims import DateSpan
from lianpu.reading.dates import find_dates
from lianpu.reading.kinds import HANDED_ON
from lianpu.reading.scan import Clause
from lianpu.reading.scope import Scope

#: 一是, 二、, （二）, 3.: what follows is about one thing until the next.
_NUMERAL = "[一二三四五六七八九十]"
_NUMBERED = re.compile(rf"[“\s]*(?:{_NUMERAL}[是要]|{_NUMERAL}+、|（{_NUMERAL}+）|第{_NUMERAL}[，、]|\d+[.、．])")

#: A notice or application: what it tells of the project is proposed until it says otherwise.
_PROPOSED = re.compile(
    r"建设性质|建设规模及内容|建设规模：|建设内容：|拟建内容|项目名称：|(?:拟建|环评|环境影响|受理|拟批准|审批|备案).{0,24}(?:项目|公示|公告)"
)
#: 分货类：…, 其中…: the figures go on with the kind of the sentence before.
_IN_PARTS = re.compile(r"\s*(?:分.{1,4}[：，看]|其中|具体)")
_ITEM = re.compile(r"\s*(?:[●◆▶■·【]|\d+[、.．]|（\d+）)")
_STANDS = re.compile(r"\s*(?:现有|已有|原有|在役)")

_OF_AIMS = re.compile(r"目标|打算|下一步|下阶段|工作计划|任务|安排|规划|怎么干|举措|重点工作|明年工作")
#: 一、 stands over （一）, that over 1., that over 一是: what a heading says holds for those below it.
_LEVELS = (
    re.compile(rf"[“\s]*(?:{_NUMERAL}+、|第{_NUMERAL}[，、])"),
    re.compile(rf"[“\s]*（{_NUMERAL}+）"),
    re.compile(r"[“\s]*\d+[.、．]"),
    re.compile(rf"[“\s]*{_NUMERAL}[是要]"),
)
_MUST = re.compile(rf"[“\s]*{_NUMERAL}要")  # 一要抓…
_KINDS = (
    ("consumption", re.compile("消耗|耗用|原辅材?料")),
    ("emissions", re.compile("排放")),
    ("production", re.compile("产量|生产情况")),
)
#: How lists of projects are parted; the heading tells the state where the item itself tells none.
_STATES = (
    ("cancelled", re.compile("(?:调出|取消|终止|退出)(?:类|项目)?$")),
    ("under_construction", re.compile("(?:续建|在建)(?:类|项目)?$")),
    ("planned", re.compile("(?:新建|拟建|新开工|拟开工|储备|谋划|前期)(?:类|项目)?$")),
    ("signed", re.compile("(?:已?签约)(?:类|项目)?$")),
    ("operating", re.compile("(?:已?建成|竣工|投产)(?:类|项目)?$")),
)
_COUNTED = re.compile(r"[（(：:].*$")  # 续建项目（3个）
_ANNOUNCED = frozenset({"production", "revenue", "consumption", "exports", "duration"})
_OF_A_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?!.*(?:计划|目标|规划|工作要点)).*(?:情况|公报|总结|年报|报告|汇报|统计|运行|简况|盘点)"
)
#: 2025年重点项目表: months without a year are of that one; the figures are not.
_LIST_OF_A_YEAR = re.compile(r"((?:19|20)\d\d)年.*(?:项目(?:表|清单|名单|名录|计划|一览表)|(?:建设|投资)计划)")
_OF_AN_ISSUER = re.compile(r"公司|股份|投资者|公告|年报|半年报|招股|募集")
_LONGEST_TITLE = 60
_LONGEST_HEADING = 24


def title_of(clean: str) -> str:
    return clean.lstrip().partition("\n")[0][:_LONGEST_TITLE].strip()


def enter_document(clean: str, scope: Scope) -> None:
    """2024年…情况的汇报: figures without a time are of that year; 环境影响评价公示: the project is only proposed."""
    title = title_of(clean)
    if year := _OF_A_YEAR.search(title):
        scope.about_year, scope.about = int(year[1]), _part_of(title, year[1]) or DateSpan(year[1], year[1], f"{year[1]}年")
    elif listed := _LIST_OF_A_YEAR.search(title):
        scope.about_year = int(listed[1])
    scope.of_an_issuer = bool(_OF_AN_ISSUER.search(title))
    scope.all_proposed = bool(_PROPOSED.search(title))


def _part_of(title: str, year: str) -> DateSpan | None:
    """2024年上半年, 2023年前三季度: the part of the year that a title names, of more than a month."""
    spans = (found.span for found in find_dates(title, None, None))
    return next((s for s in spans if s and s.start != s.end and s.start[:4] == s.end[:4] == year), None)


def enter_sentence(sentence: str, found: list[Clause], scope: Scope) -> None:
    """Heads of sections and of paragraphs; then the sentence begins."""
    numbered, item = bool(_NUMBERED.match(sentence)), bool(_ITEM.match(sentence))
    _enter_section(sentence, found, numbered, scope)
    kind = next((c.kind for c in reversed(scope.said) if c.kind in HANDED_ON), None) if _IN_PARTS.match(sentence) else None
    scope.is_item = scope.is_item or item
    scope.begin_sentence()
    scope.kind = kind or scope.kind
    if numbered:
        scope.chain, scope.product, scope.product_id = _chain_of(found[0]), None, None
    elif item:
        scope.product, scope.product_id = None, None
    opening = found[0].tokens if found else ()
    if opening and opening[0].date and len(opening) <= 2:
        scope.heading_date = opening[0].date.span
    if _STANDS.match(sentence):
        scope.proposed = False
    scope.proposed = scope.proposed or bool(_PROPOSED.search(sentence))


def _enter_section(sentence: str, found: list[Clause], numbered: bool, scope: Scope) -> None:
    """A heading or a question: 今年目标, 下一步打算, 主要原辅料消耗."""
    said = sentence.strip()
    opens = said.endswith(("？", "?")) or sentence.endswith("\n")
    if not numbered and not (opens and len(said) <= _LONGEST_HEADING):
        return
    heading = len(said) <= _LONGEST_HEADING and not any(clause.quantities for clause in found)
    if not numbered and not heading:
        return
    scope.section_kind = next((kind for kind, printed in _KINDS if heading and printed.search(sentence)), None)
    state = next((state for state, printed in _STATES if opens and printed.search(_COUNTED.sub("", said))), None)
    if state or (heading and not _ITEM.match(sentence)):
        scope.section_state = state
    _enter_aims(sentence, said, heading, scope)
    dates = [t.date.span for clause in found for t in clause.dates if t.date]
    scope.section_date = dates[0] if heading and dates else None


def _enter_aims(sentence: str, said: str, heading: bool, scope: Scope) -> None:
    """Whether the section is one of aims: its heading says so, or that of the section which holds it."""
    level = next((n for n, printed in enumerate(_LEVELS) if printed.match(sentence)), 0)
    if (heading and _OF_AIMS.search(sentence)) or _MUST.match(sentence):
        if not scope.aims_here:
            scope.aims_level = level
        scope.aims_here = True
    elif level <= scope.aims_level and not said.endswith(("：", ":")):
        scope.aims_here = False


def leave_clause(clause: Clause, scope: Scope) -> None:
    """主要产品产量：… and 下榨季安排：… tell the kind, or that it is aimed at, of what stands after the colon."""
    scope.after_a_date = len(clause.tokens) == 1 and clause.tokens[0].date is not None
    if clause.closes not in ("：", ":") or clause.quantities:
        return
    _enter_item(clause, scope)
    scope.kind = next((t.tags["cue"] for t in clause.of("cue") if t.tags["cue"] in _ANNOUNCED), scope.kind)
    scope.aims_in_paragraph |= bool(_OF_AIMS.search("".join(t.text for t in clause.tokens)))
    scope.ahead = scope.ahead or ("target" if scope.aims_in_paragraph else None)


def _enter_item(clause: Clause, scope: Scope) -> None:
    """大柴旦锂电池电芯（青鼎新能源）：…: an item is about the good and the firm that its name tells."""
    name = "".join(t.text for t in clause.tokens)
    known = phrases.known_product(name.partition("（")[0], scope.chain)
    if known and len(name) <= _LONGEST_HEADING:
        scope.product, scope.product_id, scope.named_here, scope.product_group = known.term, known.product_id, True, None
    if "（" in name:
        inside = name.partition("（")[2].rstrip("）")
        scope.firm = inside if inside in scope.cast else phrases.firm_in(inside) or scope.firm


def _chain_of(heading: Clause) -> str | None:
    """The chain that a heading names."""
    found = phrases.known_product("".join(token.text for token in heading.tokens))
    return found.chain if found else None
