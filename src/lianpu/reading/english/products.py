"""What a quantity is of: the noun phrase after ``of`` or after the quantity, or the one before its cue."""

from __future__ import annotations

import re

from lianpu.reading.active import of_lexicon
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.words import products, word_set
from lianpu.reading.words import Product

_STOP_TAGS = (
    "status",
    "aux",
    "prep",
    "det",
    "conj",
    "sub",
    "adverb",
    "verb",
    "negation",
    "rate",
    "anaphor",
    "respectively",
    "phase",
    "region",
    "forward",
    "forward_weak",
    "presence",
    "goal",
    "policy",
    "others",
)
_NOUN_CUES = frozenset(
    {
        "capacity",
        "production",
        "consumption",
        "throughput",
        "exports",
        "orders",
        "reserves",
        "sold",
        "power",
        "price",
        "output",
        "energy",
    }
)
_WORKS = frozenset({"works", "project"})


def known_product(name: str | None) -> Product | None:
    """The product of a phrase: the phrase itself, else its longest ending that is known."""
    if not name:
        return None
    words = name.lower().split()
    for n in range(len(words)):
        product = _known(" ".join(words[n:]))
        if product is not None:
            return product
    return None


def _known(text: str) -> Product | None:
    table = products()
    return table.get(text) or (table.get(text[:-1]) if text.endswith("s") else table.get(text + "s"))


@of_lexicon
def _product_words() -> frozenset[str]:
    words = {word for term in products() for word in re.split("[ -]", term)}
    return frozenset(words - {"and", "for", "of", "lead", "power", "gas", "heat", "iron"})


def is_known_word(token: Token) -> bool:
    return token.low in _product_words()


def tidy(name: str) -> str | None:
    """Without adjectives and generic nouns; None where nothing is left."""
    words = name.split()
    if _known(name.lower()):
        return name.strip(" -,'’")
    while words and (words[0].lower() in word_set("leading") or words[0].lower().endswith("ly")):
        words = words[1:]
    while words and words[-1].lower() in word_set("generic"):
        words = words[:-1]
    found = " ".join(words).strip(" -,'’")
    return found if found and found.lower() not in word_set("generic") and len(found) > 1 else None


def _in_phrase(token: Token, begun: bool) -> bool:
    """A word that can stand in the name of a product."""
    if token.kind == "name":
        return not token.firm and not token.place
    if token.kind != "word":
        return False
    if is_known_word(token):
        return not token.has("prep", "det")
    if token.has(*_STOP_TAGS):
        return False
    if token.has("cue"):
        return begun and token.tags["cue"] in ("capacity",) and False
    if begun and token.low.endswith("ed") and not token.low.endswith("eed"):
        return False
    return not (token.low.endswith("ly") and not is_known_word(token))


def phrase_from(tokens: list[Token], i: int) -> tuple[str | None, int]:
    """The noun phrase that begins at ``i``, up to a head such as plant; and where it ends."""
    words: list[str] = []
    start = i
    while i < len(tokens):
        token = tokens[i]
        if token.low == "-" and i + 1 < len(tokens) and (words or i == start):
            if words:
                words[-1] += "-"
            i += 1
            continue
        if token.tags.get("head") in ("works", "project", "firm") and (words or i > start) and not _goes_on(tokens, i):
            break
        if _joins_compound(tokens, i, bool(words)):
            words.append(token.text)
            i += 1
            continue
        if not (_in_phrase(token, bool(words)) or (not words and token.low in word_set("leading") and not token.has("prep"))):
            break
        words.append(token.text)
        i += 1
    return tidy(re.sub(r"- ", "-", " ".join(words)).rstrip("-")), i


def _joins_compound(tokens: list[Token], i: int, begun: bool) -> bool:
    """sheet and strip mill: ``and`` between two words of one product's name, both before a head."""
    if not begun or tokens[i].low != "and" or i + 2 >= len(tokens):
        return False
    following = tokens[i + 1]
    return following.kind == "word" and not following.tags and tokens[i + 2].tags.get("head") in _WORKS and not tokens[i - 1].tags


def _goes_on(tokens: list[Token], i: int) -> bool:
    """A head inside a product's name: production line equipment, and known words such as cells in ``base cells``."""
    return (
        i + 1 < len(tokens)
        and tokens[i + 1].kind == "word"
        and is_known_word(tokens[i + 1])
        and tokens[i].tags.get("head") != "project"
        and is_known_word(tokens[i])
    )


def phrase_before(tokens: list[Token], i: int) -> tuple[str | None, int]:
    """The noun phrase that ends just before ``i``; and where it begins."""
    j = i
    while j > 0:
        token = tokens[j - 1]
        if token.low == "-" and j > 1 and tokens[j - 2].kind in ("word", "name"):
            j -= 1
            continue
        if (
            token.kind == "word"
            and token.low.endswith("ed")
            and not is_known_word(token)
            and j < i
            and not token.has(*_STOP_TAGS)
        ):
            j -= 1
            continue
        if not _in_phrase(token, False) or token.tags.get("head") == "firm":
            break
        j -= 1
    if j >= i:
        return None, i
    name = re.sub(r" ?- ?", "-", " ".join(t.text for t in tokens[j:i]))
    return tidy(name), j


def after_quantity(tokens: list[Token], i: int) -> tuple[str | None, int]:
    """The product after the quantity at ``i``: ``of`` lithium carbonate, ``per year`` alumina, cell plant."""
    j = i + 1
    while (
        j < len(tokens)
        and (tokens[j].has("rate") or tokens[j].low in ("-", "worth", "(", "of") or tokens[j].has("adverb"))
        and j < i + 4
    ):
        j += 1
    return phrase_from(tokens, j)


def listed_from(tokens: list[Token], i: int) -> tuple[list[tuple[str, int, int]], int]:
    """The products of ``A, B and C`` from ``i``: name with first and last token; and where the list ends."""
    found: list[tuple[str, int, int]] = []
    while i < len(tokens):
        while i < len(tokens) and tokens[i].has("det"):
            i += 1
        name, stop = phrase_from(tokens, i)
        if name is None:
            break
        found.append((name, i, stop - 1))
        j = stop
        while j < len(tokens) and (tokens[j].low == "," or tokens[j].has("conj")):
            j += 1
        if j == stop or j >= len(tokens):
            return found, stop
        i = j
    return found, i


def cued_before(tokens: list[Token], i: int) -> str | None:
    """``lithium carbonate capacity stands at`` X, ``output of crude steel fell to`` X: the phrase of the cue noun."""
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.quantity or token.low in (";", "(", ":"):
            return None
        if token.tags.get("cue") in _NOUN_CUES or token.low in ("capacity",):
            name = _of(tokens, j)
            if name is None:
                name, _ = phrase_before(tokens, j)
            if name is not None:
                return name
    return None


def _of(tokens: list[Token], j: int) -> str | None:
    if j + 1 < len(tokens) and (tokens[j + 1].low in ("of", "for") or tokens[j].low.endswith((" of", " for"))):
        return phrase_from(tokens, j + (2 if tokens[j + 1].low in ("of", "for") else 1))[0]
    return None


def head_before(tokens: list[Token], i: int) -> str | None:
    """``an alumina refinery with a capacity of`` X: the phrase before the last head noun in the clause."""
    for j in range(i - 1, -1, -1):
        if tokens[j].quantity or tokens[j].low == ";":
            return None
        if tokens[j].has("head") and tokens[j].tags["head"] != "firm":
            name, _ = phrase_before(tokens, j)
            if name is None and j + 1 < len(tokens) and tokens[j + 1].low in ("for", "making", "producing", "of"):
                name, _ = phrase_from(tokens, j + 2)
            if name is not None:
                return name
    return None
