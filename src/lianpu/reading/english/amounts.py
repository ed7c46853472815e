"""Claims with a quantity: kind, product, owner, state, date and evidence put together."""

from __future__ import annotations

from dataclasses import replace

from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.english import products as goods
from lianpu.reading.english.actors import place_of, subject_of
from lianpu.reading.english.kinds import kind_of
from lianpu.reading.english.scope import Clause, Scope
from lianpu.reading.english.states import modality_of, status_of
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.topics import topic_of
from lianpu.reading.english.words import word_set
from lianpu.reading.quantities import Quantity

LONGEST = 300
_RATED = frozenset({"capacity", "throughput"})


def read_amounts(clause: Clause, scope: Scope) -> list[Claim]:
    """The claims of the quantities of a clause, without ids."""
    tokens = clause.tokens
    found: list[tuple[int, Claim]] = []
    for i, token in enumerate(tokens):
        if token.quantity is None:
            continue
        claim = _claim(clause, i, token.quantity, scope, [c for _, c in found])
        if claim is not None:
            found.append((i, claim))
            scope.recent.append(claim)
            _carry(claim, scope, token.quantity.group)
    claims = _respectively(clause, _shared(tokens, found), scope)
    if claims:
        scope.recent[-len(claims) :] = claims
    return claims


def _claim(clause: Clause, i: int, q: Quantity, scope: Scope, here: list[Claim]) -> Claim | None:
    same = _compared(clause.tokens, i, q, here, scope)
    kind = same.kind if same else kind_of(clause, i, q)
    if kind is None:
        return None
    status = status_of(clause, i) if kind in _RATED else None
    if status is not None and any(t.tags.get("forward") == "potential" for t in clause.tokens[i + 1 : i + 3]):
        status = "planned"  # 5 Mt at full build-out
    product, product_id, chain = (same.product, same.product_id, same.chain) if same else topic_of(clause, i, q, kind, scope)
    modality = modality_of(clause, i, kind, status, scope)
    if same and _past(clause.tokens, i):
        modality = "observed"
    if kind in _RATED and status is None:
        ahead = modality != "observed" or scope.potential
        status, modality = ("planned", "potential" if scope.potential else modality) if ahead else ("operating", modality)
    value, low, high, unit = _measure(clause.tokens, i, q, kind)
    start, end = _span(clause, i)
    return Claim(
        "", kind, subject_of(clause, i, scope), product, product_id, value, low, high, unit, q.bound, modality,
        status, place_of(clause, i, scope), _date(clause.tokens, i, scope, status), clean_span=(start, end), chain=chain,
    )  # fmt: skip


def _compared(tokens: list[Token], i: int, q: Quantity, here: list[Claim], scope: Scope) -> Claim | None:
    """The claim that this figure is the same of at another time: from X to Y, compared with X, up from X, against X."""
    last = here[-1] if here else _spoken_of(tokens, i, q, scope)
    if last is not None and not here:
        return last
    if last is None or last.unit is None or last.unit.removesuffix("/a") != q.unit.removesuffix("/a"):
        return None
    before = [t.low for t in tokens[max(0, i - 3) : i]]
    if not before:
        return None
    if (
        before[-1] in ("from", "against", "versus", "vs")
        or "compared" in before
        or (before[-1] == "to" and _from_before(tokens, i))
    ):
        return last
    return None


_SUMS = frozenset({"output_value", "revenue", "exports", "value_added", "tax"})


def _spoken_of(tokens: list[Token], i: int, q: Quantity, scope: Scope) -> Claim | None:
    """In 2022 it was 48 billion; Zigong has 20,000 tonnes: the figure that the sentence before spoke of."""
    last = scope.recent[-1] if scope.recent else None
    if last is None or last.unit is None or any(t.has("cue", "head", "status") or t.firm for t in tokens):
        return None
    if last.unit.removesuffix("/a") != q.unit or goods.after_quantity(tokens, i)[0]:
        return None
    if q.group == "money":
        said = any(t.tags.get("anaphor") == "it" or t.low in ("that", "figure") or t.has("forward") for t in tokens[:i])
        return last if said and last.kind in _SUMS else None
    return last if last.kind in _RATED and any(t.low in ("has", "had", "have") for t in tokens[:i]) else None


def _from_before(tokens: list[Token], i: int) -> bool:
    j = next((j for j in range(i - 1, -1, -1) if tokens[j].quantity), None)
    return j is not None and j > 0 and tokens[j - 1].low == "from"


def _past(tokens: list[Token], i: int) -> bool:
    return tokens[i - 1].low in ("from", "against", "versus", "vs", "with", "to") and tokens[i - 1].low != "to"


def _measure(tokens: list[Token], i: int, q: Quantity, kind: str) -> tuple[float | None, float | None, float | None, str]:
    value, low, high, unit = q.value, q.low, q.high, q.unit
    if kind == "growth":
        value = -value if value is not None and _falls(tokens, i) else value
    if kind == "difference" and value is not None and _falls(tokens, i):
        value = -value
    if q.group == "bare":
        name, _ = goods.phrase_from(tokens, i + 1)
        unit = "vehicle" if name and name.split()[-1].lower() in word_set("vehicles") else unit
    if kind in _RATED and "/" not in unit:
        unit += _rate(tokens, i)
    if kind == "jobs":
        unit = "person"
    if kind == "output_value" and "/" not in unit:
        unit += "/a"
    if value is not None and kind in ("capacity", "power", "production") and (times := _times(tokens, i)) > 1:
        value *= times
    return value, low, high, unit


def _rate(tokens: list[Token], i: int) -> str:
    near = [t.low for t in tokens[max(0, i - 4) : i + 8] if t.has("rate")] or [t.low for t in tokens[:i] if t.has("rate")]
    return "/d" if any("day" in low or low == "daily" for low in near) else "/m" if any("month" in low for low in near) else "/a"


def _times(tokens: list[Token], i: int) -> float:
    """2 x 350 MW; two phases of 5 GW each: how many of the quantity there are."""
    if i >= 2 and tokens[i - 1].low in ("x", "×"):
        return _value(tokens[i - 2])
    if any(t.low in ("each", "apiece") for t in tokens[i + 1 : i + 5]):
        near = [t for t in tokens[max(0, i - 5) : i] if t.quantity and t.quantity.group in ("line", "works", "project", "bare")]
        return _value(near[-1]) if near else 1.0
    return 1.0


def _value(token: Token) -> float:
    return (token.quantity.value or 1.0) if token.quantity else 1.0


def _falls(tokens: list[Token], i: int) -> bool:
    for token in tokens[i + 1 : i + 3]:
        if token.low in ("less", "lower", "fewer", "below") or token.tags.get("cue") == "decline":
            return True
        if token.low in (",", ";") or token.has("conj", "prep"):
            break
    for j in range(i - 1, -1, -1):
        cue = tokens[j].tags.get("cue")
        if cue in ("growth", "decline", "saving") or tokens[j].low in ("less", "lower"):
            return cue != "growth"
        if tokens[j].quantity and j < i - 2:
            return False
    return False


def _without_figures(tokens: list[Token], i: int) -> tuple[int, int]:
    """A number in words is quoted without the figures of others: enough to meet a fifth of its needs."""
    start = next((j + 1 for j in range(i - 1, -1, -1) if any(char.isdigit() for char in tokens[j].text)), 0)
    return max(tokens[start].start, tokens[i].end - LONGEST), tokens[i].end


def _span(clause: Clause, i: int) -> tuple[int, int]:
    """The clause, or what of it lies around the quantity where it is too long for a quote."""
    if not any(char.isdigit() for char in clause.tokens[i].quantity.printed):  # type: ignore[union-attr]
        return _without_figures(clause.tokens, i)
    start, end = clause.start, clause.end
    if end - start <= LONGEST:
        return start, end
    token = clause.tokens[i]
    commas = [t.end for t in clause.tokens[:i] if t.low == "," and token.end - t.end < LONGEST - 60]
    start = commas[0] + 1 if commas else max(start, token.start - 120)
    return start, min(end, start + LONGEST)


def _date(tokens: list[Token], i: int, scope: Scope, status: str | None) -> DateSpan | None:
    """The nearest date in the clause, before the quantity first; a start-up to come is not the date of a capacity."""
    dates = [(j, t.date) for j, t in enumerate(tokens) if t.date and t.date.span]
    usable = [
        (j, d)
        for j, d in dates
        if not _of_comparison(tokens, j)
        and not (d.ahead and status in ("operating", "under_construction", "signed", "suspended"))
    ]
    after = [(j, d) for j, d in usable if j > i and not any(t.quantity for t in tokens[i + 1 : j])]
    before = [(j, d) for j, d in usable if j < i]
    direct = [(j, d) for j, d in after if j - i <= 6 and not any(t.low in (",", ";") for t in tokens[i + 1 : j])]
    later = [
        (j, d) for j, d in usable if j > i and (_linked(tokens, i) or not any(t.quantity for t in tokens[max(i + 1, j - 3) : j]))
    ]
    chosen = (direct or before[-1:] or after or later)[:1]
    if chosen:
        return chosen[0][1].span
    return scope.date


def _linked(tokens: list[Token], i: int) -> bool:
    """62 vessels totalling 4.3 million dwt: two figures of one statement share its date."""
    following = next((j for j in range(i + 1, len(tokens)) if tokens[j].quantity), None)
    return following is not None and following - i <= 4 and not any(t.low == "," or t.has("conj") for t in tokens[i:following])


_THAN = frozenset({"than", "compared", "same", "against", "versus"})


def _of_comparison(tokens: list[Token], j: int) -> bool:
    """on the same period of last year, than in 2022: the date of what it is compared with."""
    near = tokens[max(0, j - 4) : j]
    return any(t.low in _THAN for t in near) and not any(t.quantity for t in near)


def _carry(claim: Claim, scope: Scope, group: str) -> None:
    if claim.product and claim.kind not in ("growth", "share"):
        scope.product, scope.product_id, scope.product_group = claim.product, claim.product_id, group
        if claim.kind in _RATED:
            scope.project, scope.project_id = claim.product, claim.product_id
    if claim.date and not scope.date:
        scope.date = claim.date
        scope.year = int(claim.date.start[:4])


def _shared(tokens: list[Token], found: list[tuple[int, Claim]]) -> list[Claim]:
    """6 GWh and 9 GWh of cells: the product stands after the last of several."""
    out = [claim for _, claim in found]
    for n in range(len(found) - 2, -1, -1):
        a, b = found[n][0], found[n + 1][0]
        between = tokens[a + 1 : b]
        if (
            between
            and all(t.low in (",",) or t.has("conj") for t in between)
            and out[n].kind == out[n + 1].kind
            and out[n].unit == out[n + 1].unit
        ):
            out[n] = replace(out[n], product=out[n + 1].product, product_id=out[n + 1].product_id, chain=out[n + 1].chain)
    return out


def _respectively(clause: Clause, claims: list[Claim], scope: Scope) -> list[Claim]:
    """A and B came to X and Y respectively; and the rates that follow, in the same order."""
    said = any(t.has("respectively") for t in clause.sentence)
    if not said or len(claims) < 2:
        return claims
    rates = [n for n, c in enumerate(claims) if c.kind in ("growth", "share")]
    amounts = [n for n, c in enumerate(claims) if c.kind not in ("growth", "share")]
    first = next((i for i, t in enumerate(clause.tokens) if t.quantity), 0)
    if len(amounts) > 1 or (not amounts and not scope.listed):
        scope.listed = _listed(clause.tokens, first, len(amounts) or len(rates))
    out = list(claims)
    for group in (amounts, rates):
        if len(group) == len(scope.listed) > 1:
            for n, (name, known) in zip(group, scope.listed, strict=True):
                out[n] = replace(out[n], product=name, product_id=known)
    return out


def _listed(tokens: list[Token], stop: int, count: int) -> list[tuple[str | None, str | None]]:
    """The enumeration of ``count`` products before the first quantity."""
    for i in range(stop):
        found, end = goods.listed_from(tokens[:stop], i)
        if len(found) == count and end <= stop:
            return [(name, known.product_id if (known := goods.known_product(name)) else None) for name, _, _ in found]
    return []
