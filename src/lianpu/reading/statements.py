"""Claims without a quantity: who is there, what is meant to be developed, aims, projects without a size, dated events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lianpu.reading import phrases
from lianpu.reading.actors import actor, place_of
from lianpu.reading.claims import Claim
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import Scope
from lianpu.reading.states import meant
from lianpu.reading.words import names

_FOCUS_HEADS = ("thing", "cluster", "works")


def read_statements(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """Presence, focus, goal, project and milestone claims of a clause, without ids."""
    yield from _presence(clause, scope)
    yield from _focus(clause, scope)
    yield from _goal(clause, scope)
    if not scope.capacity_here:
        yield from _project(clause, scope)
    yield from _milestone(clause, scope)


def _base(clause: Clause, scope: Scope, kind: str, **fields: object) -> Claim:
    claim = Claim("", kind, place=place_of(clause, scope), clean_span=(clause.start, min(clause.end, clause.start + 300)))
    return replace(claim, chain=scope.chain, **fields)  # type: ignore[arg-type]


_BASED = re.compile(r"以([^，、以为]{2,14})为(?:基础|龙头|依托|引领|支撑|主体|骨干|核心|代表|链主)")


def _presence(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """引进A、B等企业; 已有A、B、C3个企业落户; 以A为基础."""
    tokens = clause.tokens
    text = "".join(t.text for t in tokens)
    if based := _BASED.search(text):
        firm = phrases.firm_in(based[1]) or _named_base(based[1])
        if firm:
            at = clause.start + based.start(1)
            scope.subject = firm
            yield _base(clause, scope, "presence", subject=firm, clean_span=(at, at + len(based[1])))
    for i, token in enumerate(tokens):
        if not token.has("attract") or (clause.quantities and scope.capacity_here):
            continue
        for name, first, last in _firms_from(tokens, i + 1):
            yield _base(clause, scope, "presence", subject=name, clean_span=(first.start, last.end))
            scope.subject = name
        return


def _named_base(name: str) -> str | None:
    """The unknown name of 以…为基础, where nothing in it is a common noun or a product."""
    common = any(word in name for word in names()["abstract"]) or phrases.known_product_is(name)
    return name if 2 < len(name) <= 10 and not common and name not in names()["not_firms"] else None


def _firms_from(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    """The firms of an enumeration: known or firm-like names, and unknown ones beside them or before 等…企业."""
    found = _names(tokens, i)
    if not found:
        return []
    rest = tokens[tokens.index(found[-1][2]) + 1 :]
    called_firms = any(t.tags.get("head") == "firm" for t in rest[:6])
    sure = [phrases.firm_in(name) is not None or first.has("firm") for name, first, _ in found]
    acts = bool(rest) and (rest[0].has("status") or rest[0].text in ("建设", "为", "发展") or rest[0].text.startswith("为"))
    if called_firms or (any(sure) and (len(found) > 1 or acts)) or acts:
        return [(name, a, b) for name, a, b in found if len(name) > 1 and not phrases.known_product_is(name)]
    return [item for item, ok in zip(found, sure, strict=True) if ok]


def _names(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    out: list[tuple[str, Token, Token]] = []
    while i < len(tokens):
        j = i
        while j < len(tokens) and (
            tokens[j].kind == "text"
            or tokens[j].has("firm", "product", "place")
            or (j > i and tokens[j].tags.get("head") == "cluster")
        ):
            j += 1
        if j > i:
            name = "".join(t.text for t in tokens[i:j])
            name = name.removeprefix("了")
            if name and name not in names()["not_firms"]:
                out.append((name, tokens[i], tokens[j - 1]))
        if j < len(tokens) and (tokens[j].text == "、" or tokens[j].has("connector")) and j > i:
            i = j + 1
        else:
            return out
    return out


def _focus(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """重点发展A及B项目, 延伸产业链至A、B等环节, 着力发展壮大A、B、C三大产业, 重点生产A、B."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        makes = "make" in (token.tags.get("make"), token.tags.get("focus"))
        if any(t.has("attract") for t in tokens[:i]):
            return
        if not (token.has("focus") or makes) or token.has("cue"):
            continue
        start = _reached_by(tokens, i) or i + 1
        while start < len(tokens) and (
            tokens[start].text in ("产业链", "产业链条", "至", "到", "以") or tokens[start].has("focus", "verb", "aspect")
        ):
            start += 1
        found = [f for f in _list(tokens, start) if phrases.is_product(f[0]) and phrases.firm_in(f[0]) is None]
        if not found or any(t.quantity for t in tokens[start : tokens.index(found[0][1]) + 1]):
            continue
        if len(found) == 1 and not phrases.known_product(found[0][0]):
            continue
        subject = (actor(tokens[:i], tokens[i:]) or (scope.subject if makes else None)) if makes else scope.park
        for name, first, last in found:
            if name in scope.aims:
                continue
            scope.aims.add(name)
            known = phrases.known_product(name, scope.chain)
            yield _base(
                clause, scope, "focus", product=name, product_id=known.product_id if known else None, subject=subject,
                modality="observed" if makes else "planned", clean_span=(first.start, last.end),
            )  # fmt: skip
        return


def _reached_by(tokens: tuple[Token, ...], i: int) -> int | None:
    """向A、B环节延伸: the products stand between 向 and the verb."""
    if tokens[i].tags.get("focus") != "extend":
        return None
    return next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].text.endswith("向")), None)


def _list(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    found, _ = phrases.listed(tokens, i)
    return found


def _goal(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """打造…基地, 以打造“…中心”为目标, 建设…示范区."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if token.text.endswith("了") or any(t.text in ("了", "初步", "已") for t in tokens[max(0, i - 2) : i + 2]):
            continue
        if not token.has("goal") or any(t.quantity for t in tokens[i + 1 : i + 5]):
            continue
        phrase = "".join(t.text for t in tokens[i + 1 :]).strip('“”"了')
        for mark in ("为目标", "为引领", "。"):
            phrase = phrase.split(mark)[0].strip('“”"')
        if "、" in phrase and not phrase.startswith("“"):
            phrase = phrase.split("、")[-1]
        end = next((e for e in names()["goal_ends"] if phrase.endswith(e)), None)
        if end is None or len(phrase) > 30:
            continue
        if scope.amount_here:
            return
        yield _base(clause, scope, "goal", product=phrase, modality="target")
        return


def _project(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """引进A建设B项目; A的B项目开工: a project without its size."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if token.tags.get("head") != "project" or not i:
            continue
        parts: list[Token] = []
        j = i - 1
        while j >= 0 and (
            tokens[j].kind == "text"
            or tokens[j].has("product", "phase")
            or tokens[j].tags.get("head") == "works"
            or (tokens[j].has("make") and parts)
        ):
            parts.insert(0, tokens[j])
            j -= 1
        name = phrases.tidy("".join(t.text for t in parts if not t.has("phase")))
        known = phrases.known_product(name, scope.chain)
        if not phrases.is_product(name) or known is None:
            continue
        firm = actor(tokens[: j + 1], tokens[j + 1 :])
        state = next((meant(tokens, k) for k in range(len(tokens)) if tokens[k].has("status")), None)
        if firm is None and state is None and not any(t.has("attract") for t in tokens):
            continue
        state = state or ("announced" if any(t.has("attract") for t in tokens) else None)
        yield _base(
            clause, scope, "project", product=name, product_id=known.product_id, subject=firm, status=state,
            modality="planned" if state in ("announced", "planned", "signed", "negotiating") else "observed",
        )  # fmt: skip
        return


def _milestone(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """计划于2022年9月底投产: a dated event of the project that was named last."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if token.date is None or token.date.span is None:
            continue
        for j in range(i + 1, min(i + 6, len(tokens))):
            if tokens[j].quantity or (tokens[j].kind == "mark" and tokens[j].text not in "、"):
                break
            status = tokens[j].tags.get("status")
            if status and status not in ("building", "planned", "advancing"):
                before = tokens[max(0, i - 3) : j]
                ahead = token.date.ahead or any(t.tags.get("aspect") == "future" or t.has("target") for t in before)
                known = scope.product
                yield _base(
                    clause, scope, "milestone", subject=actor(tokens[:i], tokens[i:]) or scope.subject, product=known,
                    product_id=scope.product_id, status=status, modality="planned" if ahead else "observed",
                    date=token.date.span,
                )  # fmt: skip
                return
