"""Repaired text to claims: sentences, clauses, scopes, then the readers of amounts and of statements."""

from __future__ import annotations

import re
from dataclasses import replace

from lianpu.reading import phrases
from lianpu.reading.amounts import read_amounts
from lianpu.reading.cast import cast_of, issuer
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.english import english_spans
from lianpu.reading.scan import Clause, clauses, sentences
from lianpu.reading.scope import Scope
from lianpu.reading.statements import read_statements

#: 一是, （二）, 3.: what follows is about one thing until the next.
_NUMERAL = "[一二三四五六七八九十]"
_HEADING = re.compile(rf"[“\s]*(?:{_NUMERAL}是|{_NUMERAL}+、|（{_NUMERAL}+）|第{_NUMERAL}[，、]|\d+[.、．])")

#: A notice or application: what it tells of the project is proposed until it says otherwise.
_PROPOSED = re.compile(
    r"建设性质|建设规模及内容|项目名称：|(?:拟建|环评|环境影响|受理|拟批准|审批|备案).{0,24}(?:项目|公示|公告)"
)


_HAN = re.compile(r"[\u3400-\u9fff]")


def _chain_of(heading: Clause) -> str | None:
    """The chain that a heading names."""
    found = phrases.known_product("".join(token.text for token in heading.tokens))
    return found.chain if found else None


_OF_AIMS = re.compile(r"目标|打算|下一步|下阶段|工作计划|展望|任务|安排|规划")
_KINDS = (
    ("consumption", re.compile("消耗|耗用|原辅材?料")),
    ("emissions", re.compile("排放")),
    ("production", re.compile("产量|生产情况")),
)
_OF_A_YEAR = re.compile(r"((?:19|20)\d\d)年(?!.*(?:计划|目标|规划|工作要点)).*(?:情况|公报|总结|年报|报告|汇报|统计|运行|简况|盘点)")
_STANDS = re.compile(r"\s*(?:现有|已有|原有|在役)")
_LONGEST_TITLE = 60
_LONGEST_HEADING = 24


def _enter_section(sentence: str, found: list[Clause], scope: Scope) -> None:
    """A heading or a question tells what the figures under it are: aims (今年目标), and of what year."""
    heading = len(sentence.strip()) <= _LONGEST_HEADING and not any(clause.quantities for clause in found)
    opens = bool(_HEADING.match(sentence)) or sentence.strip().endswith(("？", "?")) or sentence.endswith("\n")
    if not (heading and opens) and not _HEADING.match(sentence):
        return
    scope.section_kind = next((kind for kind, said in _KINDS if heading and said.search(sentence)), None)
    scope.aims_here = heading and bool(_OF_AIMS.search(sentence))
    dates = [t.date.span for clause in found for t in clause.dates if t.date]
    scope.section_date = dates[0] if heading and dates else None


def _announced(clause: Clause) -> str | None:
    """主要产品产量：…: the kind of the figures after the colon."""
    kinds = ("production", "revenue", "consumption", "exports", "duration")
    return next((t.tags["cue"] for t in clause.of("cue") if t.tags["cue"] in kinds), None)


def extract(clean: str, *, default_place: str | None, published: str | None) -> list[Claim]:
    english = english_spans(clean)
    if english:
        return _with_english(clean, english, default_place, published)
    return _chinese(clean, default_place, published)


def _with_english(clean: str, english: list[tuple[int, int]], default_place: str | None, published: str | None) -> list[Claim]:
    """Each paragraph in its language; ids in the order of the text."""
    from lianpu.reading.english.read import read_english

    chinese = list(clean)
    for start, end in english:
        chinese[start:end] = " " * (end - start)
    found = _chinese("".join(chinese), default_place, published) if _HAN.search("".join(chinese)) else []
    found += read_english(clean, english, default_place=default_place, published=published)
    found.sort(key=lambda claim: claim.clean_span)
    ids = {claim.id: f"c{n:03d}" for n, claim in enumerate(found, 1) if claim.id}
    return [replace(claim, id=f"c{n:03d}", part_of=ids.get(claim.part_of or "")) for n, claim in enumerate(found, 1)]


def _chinese(clean: str, default_place: str | None, published: str | None) -> list[Claim]:
    cast = cast_of(clean)
    scope = Scope(default_place, published, cast=cast, main=issuer(clean, cast))
    title = clean.lstrip().partition("\n")[0][:_LONGEST_TITLE]
    if of_a_year := _OF_A_YEAR.search(title):
        scope.about_year, scope.about = int(of_a_year[1]), DateSpan(of_a_year[1], of_a_year[1], of_a_year[1] + "年")
    scope.all_proposed = bool(_PROPOSED.search(title))
    counter = [0]
    out: list[Claim] = []
    for span in sentences(clean):
        found = clauses(clean, span, published, scope.year, scope.cast)
        if clean[span[0] - 1 : span[0]] in ("", "\n"):
            scope.begin_paragraph()
        _enter_section(clean[slice(*span)], found, scope)
        scope.begin_sentence()
        if _HEADING.match(clean, span[0]):
            scope.chain, scope.product, scope.product_id = _chain_of(found[0]), None, None
        if found and found[0].tokens and found[0].tokens[0].date and len(found[0].tokens) <= 2:
            scope.heading_date = found[0].tokens[0].date.span
        if _STANDS.match(clean, span[0]):
            scope.proposed = False
        is_title = not out and clean[span[0] : span[1]].strip() == title.strip() and clean[span[1] - 1] == "\n"
        scope.proposed = scope.proposed or bool(_PROPOSED.search(clean[slice(*span)]))
        here = len(out)
        for n, clause in enumerate(found):
            if n and found[n - 1].closes in "；;":
                scope.ahead, scope.potential, scope.forecast = None, False, False
            amounts = read_amounts(clause, found[n + 1 :], scope, counter)
            scope.amount_here = bool(amounts)
            scope.amount_in_sentence |= bool(amounts)
            scope.capacity_here = any(c.kind in ("capacity", "throughput") for c in amounts)
            for claim in () if is_title else read_statements(clause, scope, list(amounts)):
                counter[0] += 1
                amounts.append(replace(claim, id=f"c{counter[0]:03d}"))
            out += amounts
            if clause.closes in ("：", ":") and not clause.quantities:
                scope.kind = _announced(clause) or scope.kind
                scope.aims_in_paragraph |= bool(_OF_AIMS.search(clean[clause.start : clause.end]))
                scope.ahead = scope.ahead or ("target" if scope.aims_in_paragraph else None)
        out[here:] = _without_sized_projects(out[here:])
    return out


def _without_sized_projects(said: list[Claim]) -> list[Claim]:
    """A's project whose size the same sentence tells is that size's claim, not one more."""
    sized = {claim.subject for claim in said if claim.kind in ("capacity", "throughput") and claim.subject}
    return [claim for claim in said if claim.kind != "project" or claim.subject not in sized]
