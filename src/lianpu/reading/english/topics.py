"""What a figure is about: the product, the sum's topic, what a rate is of."""

from __future__ import annotations

from lianpu.reading.english import products as goods
from lianpu.reading.english.scope import Clause, Scope
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.words import word_set
from lianpu.reading.quantities import Quantity

_NO_PRODUCT = frozenset({"land", "jobs", "duration", "wages", "other", "tax"})
_TOPICAL = frozenset({"output_value", "revenue", "value_added", "exports", "price", "orders"})
Topic = tuple[str | None, str | None, str | None]
_NONE: Topic = (None, None, None)


def topic_of(clause: Clause, i: int, q: Quantity, kind: str, scope: Scope) -> Topic:
    """Product as printed, its id and its chain."""
    if (kind in _NO_PRODUCT and q.group == "money") or kind in ("land", "jobs", "duration"):
        return _NONE
    if q.group == "money" or kind == "price":
        name = _of_money(clause.tokens, i, kind)
        return _named(name) if name else _NONE
    if q.group in ("percent", "fold", "points"):
        return _of_rate(clause, i, kind, scope)
    if kind == "count":
        return _named(_counted(clause.tokens, i))
    name = _measured(clause.tokens, i, kind)
    if name:
        return _named(name)
    return _carried(clause, i, kind, scope)


def _named(name: str | None) -> Topic:
    known = goods.known_product(name)
    return name, known.product_id if known else None, known.chain if known else None


def _measured(tokens: list[Token], i: int, kind: str) -> str | None:
    """After the quantity, else before its cue, else what the plant makes; power and electricity are their own product."""
    if kind in ("power", "energy") and (own := _power_noun(tokens, i)):
        return own
    name, stop = goods.after_quantity(tokens, i)
    if name and _is_measured(tokens, i, stop):
        return name
    return (
        goods.cued_before(tokens, i) or _after_works(tokens, i, stop) or (goods.head_before(tokens, i)) or _verb_object(tokens, i)
    )


def _power_noun(tokens: list[Token], i: int) -> str | None:
    """power demand, electricity consumption: what is drawn."""
    for token in reversed(tokens[:i]):
        if token.quantity:
            return None
        if token.tags.get("cue") in ("power", "energy") and token.low.startswith(("power", "electricity")):
            return token.text.split()[0]
    return None


def _is_measured(tokens: list[Token], i: int, stop: int) -> bool:
    """Not ``40 tonnes in March``: the phrase follows at once, or after ``of`` or the rate."""
    return all(t.low in ("of", "-", "worth", "(") or t.has("rate", "adverb") or t.kind != "mark" for t in tokens[i + 1 : stop])


def _after_works(tokens: list[Token], i: int, stop: int) -> str | None:
    """a 40,000-tonne plant for anode material, a 2 GW factory making inverters."""
    j = stop
    while j < len(tokens) and (tokens[j].has("head", "rate") or tokens[j].low in ("a", "per", "year")) and j < stop + 3:
        j += 1
    if j < len(tokens) and tokens[j].low in ("for", "making", "producing", "of", "to make", "to produce") and j > i + 1:
        name, _ = goods.phrase_from(tokens, j + 1)
        return name if name and goods.known_product(name) else None
    return None


def _verb_object(tokens: list[Token], i: int) -> str | None:
    """The last known product before the quantity in the clause."""
    for j in range(i - 1, -1, -1):
        if tokens[j].quantity or tokens[j].low == ";":
            return None
        if (
            tokens[j].kind in ("word", "name")
            and not tokens[j].firm
            and goods.is_known_word(tokens[j])
            and not tokens[j].has("cue", "status", "verb")
        ):
            name, _ = goods.phrase_before(tokens, j + 1)
            if name and goods.known_product(name):
                return name
    return None


def _carried(clause: Clause, i: int, kind: str, scope: Scope) -> Topic:
    """The product of the project or sentence that goes on: phase II, the first line, it."""
    opening = [t for t in clause.tokens[:i] if t.kind != "mark"][:6]
    phase = any(t.has("phase") for t in clause.tokens) or any(t.tags.get("anaphor") == "works" for t in opening)
    if phase and scope.project:
        return (*_named(scope.project)[:1], scope.project_id, _named(scope.project)[2])
    q = clause.tokens[i].quantity
    alike = q is None or scope.goes_on or scope.product_group in (None, q.group) or "price" in (q.group, kind)
    return _named(scope.product) if scope.product and alike else _NONE


def _of_money(tokens: list[Token], i: int, kind: str) -> str | None:
    if kind == "investment":
        return _invested_in(tokens, i)
    if kind not in _TOPICAL:
        return None
    if kind == "price" and (priced := _priced(tokens, i)):
        return priced
    for j in range(i - 1, -1, -1):
        if tokens[j].tags.get("cue") == kind and (owned := _owned(tokens, j)):
            return owned
        if tokens[j].tags.get("cue") == kind:
            after = goods.phrase_from(tokens, j + 2)[0] if j + 1 < i and tokens[j + 1].low in ("of", "for", "from") else None
            name = after or goods.phrase_before(tokens, j)[0]
            if name and goods.known_product(name):
                return name
        if ((q := tokens[j].quantity) and q.group != "percent") or tokens[j].low == ";":
            break
    if kind == "orders":
        return _verb_object(tokens, i)
    return None


def _priced(tokens: list[Token], i: int) -> str | None:
    """Carbonate fetched 76,000 yuan per tonne: the subject of the verb, where no price is spoken of."""
    if any(t.tags.get("cue") == "price" for t in tokens):
        return None
    verb = next((j for j in range(i - 1, 0, -1) if tokens[j].has("verb") or tokens[j].tags.get("cue") in ("sold", "costs")), 0)
    return goods.phrase_before(tokens, verb)[0]


def _owned(tokens: list[Token], j: int) -> str | None:
    """the integrated circuit industry's output value, exports of knitwear."""
    if j + 2 < len(tokens) and tokens[j + 1].low == "of" and kind_is_trade(tokens[j]):
        return goods.phrase_from(tokens, j + 2)[0]
    k = j
    while k and (tokens[k - 1].low in ("'s", "industry", "sector", "business", "cluster", "annual", "total")):
        k -= 1
    name = goods.phrase_before(tokens, k)[0] if k < j else None
    return name if name and goods.known_product(name) else None


def kind_is_trade(token: Token) -> bool:
    """Exports and orders are of goods, whatever they are called."""
    return token.tags.get("cue") in ("exports", "orders")


def _invested_in(tokens: list[Token], i: int) -> str | None:
    """a USD 180 million ingot project; 950 million yuan in a module workshop."""
    j = i + 1
    while j < len(tokens) and (
        tokens[j].has("det")
        or tokens[j].low in ("in", "into", "on", "for")
        or tokens[j].tags.get("cue") == "investment"
        or tokens[j].tags.get("status") == "building"
    ):
        j += 1
    name, stop = goods.phrase_from(tokens, j)
    return name if name and stop < len(tokens) and tokens[stop].has("head") and goods.known_product(name) else None


def _of_rate(clause: Clause, i: int, kind: str, scope: Scope) -> Topic:
    """What grew, or what takes the share: the subject of the clause; else what was told just before."""
    tokens = clause.tokens
    if kind == "share" and (rate := _rate_noun(tokens, i)):
        return _named(rate)
    name = _subject_phrase(tokens, i) or _of_change(tokens, i)
    if name:
        return _named(name)
    if interrupted := _interrupted(clause):
        return _named(interrupted)
    last = scope.recent[-1] if scope.recent else None
    return (last.product, last.product_id, last.chain) if last else _NONE


def _interrupted(clause: Clause) -> str | None:
    """overseas sales, though up by a quarter, …: the subject before a clause put between."""
    start = next((n for n, t in enumerate(clause.sentence) if t is clause.tokens[0]), 0)
    if start < 2 or clause.sentence[start - 1].low != "," or not clause.tokens[0].has("sub"):
        return None
    words: list[str] = []
    for token in reversed(clause.sentence[: start - 1]):
        if token.kind != "word" or token.has("det", "prep", "verb", "aux", "status", "conj", "sub"):
            break
        words.insert(0, token.text)
    return " ".join(words) or None


def _of_change(tokens: list[Token], i: int) -> str | None:
    """Exports of knitwear from Bangladesh declined 4.9%: what the first noun of the clause is of."""
    if any(t.quantity for t in tokens[:i]):
        return None
    return goods.cued_before(tokens, i)


def _rate_noun(tokens: list[Token], i: int) -> str | None:
    """local conversion rate of molten aluminium: as printed, with what it is of."""
    for j in range(i - 1, -1, -1):
        if tokens[j].low in ("rate", "ratio", "utilisation", "utilization", "yield", "proportion", "share"):
            _, first = goods.phrase_before(tokens, j)
            stop = j + 1
            if j + 1 < i and tokens[j + 1].low == "of":
                stop = goods.phrase_from(tokens, j + 2)[1]
            return " ".join(t.text for t in tokens[first:stop])
    return None


_CHANGES = frozenset({"growth", "decline", "share", "saving"})


def _subject_phrase(tokens: list[Token], i: int) -> str | None:
    """The noun phrase before the verb of change."""
    for j in range(i - 1, -1, -1):
        if tokens[j].tags.get("cue") in _CHANGES:
            k = j
            while k and (tokens[k - 1].has("aux", "adverb") or tokens[k - 1].low in ("to", "by", "also")):
                k -= 1
            name, _ = goods.phrase_before(tokens, k)
            return name or (tokens[k - 1].text if k and tokens[k - 1].has("cue") else None)
        if tokens[j].quantity:
            return None
    return None


def _counted(tokens: list[Token], i: int) -> str | None:
    """three module lines, 15 battery firms: the phrase inside the count is in its unit; else none."""
    name, stop = goods.phrase_from(tokens, i + 1)
    return name if name and name.lower() not in word_set("generic") and stop > i + 1 and goods.known_product(name) else None
