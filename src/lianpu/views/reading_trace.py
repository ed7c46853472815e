"""How a sentence was read, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lianpu.reading.claims import Claim
from lianpu.reading.groups import groups_of
from lianpu.reading.scan import Clause, Token
from lianpu.reading.trace import Basis, Outline, SentenceTrace
from lianpu.views.wording import t

_LONGEST = 60  # characters of a sentence in the list


def trace_text(trace: SentenceTrace | Outline, lang: str) -> str:
    """The trace as lines of text; of an outline the numbered sentences."""
    lines = _outline(trace, lang) if isinstance(trace, Outline) else _sentence(trace, lang)
    return "\n".join(lines)


def _outline(outline: Outline, lang: str) -> Iterator[str]:
    yield t("trace.outline", lang, document=outline.document, number=len(outline.sentences))
    for number, text, claims in outline.sentences:
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        yield f"{number:4}  {t('trace.claims_of', lang, number=claims)}  {short}"


def _sentence(trace: SentenceTrace, lang: str) -> Iterator[str]:
    start, end = trace.span
    yield t("trace.title", lang, document=trace.document, number=trace.number, of=trace.of, start=start, end=end)
    yield from _section("original", [trace.original.strip()], lang)
    yield from _section("repairs", [_repair(one, lang) for one in trace.repairs] or [_untouched(trace, lang)], lang)
    yield from _section("clean", [trace.clean.strip()], lang)
    yield from _section("clauses", [line for n, c in enumerate(trace.clauses, 1) for line in _clause(n, c, lang)], lang)
    claims = [line for claim, bases in trace.claims for line in _claim(claim, bases, lang)]
    yield from _section("claims", claims or [t("trace.no_claim", lang)], lang)


def _section(name: str, lines: list[str], lang: str) -> Iterator[str]:
    yield ""
    yield t(f"trace.{name}", lang)
    yield from (f"  {line}" for line in lines)


def _untouched(trace: SentenceTrace, lang: str) -> str:
    return t("trace.untouched" if trace.original.strip() == trace.clean.strip() else "trace.harmless", lang)


def _repair(one: dict[str, Any], lang: str) -> str:
    rivals = t("list.comma", lang).join(one.get("alternatives") or ()) or t("trace.none", lang)
    return t(
        "trace.repair", lang, shown=one["shown"], read=one["read"], kind=t(f"damage.{one['kind']}", lang),
        confidence=f"{one['confidence']:.0%}", rivals=rivals,
    )  # fmt: skip


def _clause(number: int, clause: Clause, lang: str) -> Iterator[str]:
    yield f"{number}. " + " | ".join(_token(token) for token in clause.tokens)
    for group in groups_of(clause):
        names = [name for name in (group.product, *group.more) if name] or [t("trace.none", lang)]
        yield "   " + t("trace.group", lang, quantity=group.token.text, product=t("list.comma", lang).join(names))


def _token(token: Token) -> str:
    """A token with what it may be: 年产⟨make=capacity⟩, 10万吨⟨100000 t⟩."""
    q = token.quantity
    if q is not None:
        value = f"{q.value:g}" if q.value is not None else f"{q.low:g}–{q.high:g}"
        return f"{token.text}⟨{value} {q.unit}, {q.bound}⟩"
    if token.date is not None:
        span = token.date.span
        return f"{token.text}⟨{'–'.join(dict.fromkeys((span.start, span.end))) if span else '?'}⟩"
    tags = ", ".join(tag if value in (token.text, tag) else f"{tag}={value}" for tag, value in token.tags.items())
    return f"{token.text}⟨{tags}⟩" if tags else token.text


def _claim(claim: Claim, bases: tuple[Basis, ...], lang: str) -> Iterator[str]:
    flags = "".join(f" ! {t(f'flag.{flag}', lang)}" for flag in claim.flags)
    yield t("trace.claim", lang, id=claim.id, quote=claim.quote, confidence=f"{claim.confidence:.2f}") + flags
    for basis in bases:
        words = "".join(t("trace.word", lang, word=word) for word in basis.words)
        why = t(f"trace_basis.{basis.basis}", lang) + words
        yield f"   {t(f'trace_field.{basis.field}', lang)}: {_shown(basis, lang)}  ← {why}"


def _shown(basis: Basis, lang: str) -> str:
    if basis.field in ("kind", "status", "modality"):
        return t(f"{basis.field}.{basis.value}", lang)
    return t(f"trace_bound.{basis.value}", lang) if basis.field == "bound" else basis.value
