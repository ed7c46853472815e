"""Noun phrases: the product that a quantity is of, and the firm that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lianpu.reading.active import of_lexicon, of_phrases
from lianpu.reading.scan import Token
from lianpu.reading.wordlists import shipped_verbs
from lianpu.reading.words import Product, alternatives, firm_endings, firms, names, products

_STOPS = ("connector", "status", "aspect", "verb", "make", "focus", "potential", "phase", "attract", "target", "anaphor",
          "goal", "cue", "etc", "region", "forward", "forecast")  # fmt: skip
_HEADS = ("head",)


@of_lexicon
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    leading, trailing = names()["leading"], names()["trailing"]
    return re.compile(rf"^(?:{alternatives(leading)})+"), re.compile(rf"(?:{alternatives(trailing)})+$")


@of_lexicon
def _product_terms() -> tuple[str, ...]:
    return tuple(sorted(products(), key=len, reverse=True))


@of_lexicon
def _firm_end() -> re.Pattern[str]:
    """Endings of firms; what goods end like as well (橡胶, 玻璃) is one only where the document shows it to be a firm."""
    goods = frozenset(names()["goods_too"])
    return re.compile(rf"(?:{alternatives(end for end in names()['firm_suffixes'] if end not in goods)})$")


@of_phrases
def tidy(phrase: str) -> str:
    """Without the words before and after that are no part of a name."""
    before, after = _edges()
    phrase = phrase.strip(' 的“”"（）()')
    if phrase in products():
        return phrase
    phrase = _NO_NOUN.split(phrase)[-1]
    phrase = before.sub("", phrase)
    if phrase in products():
        return phrase
    return _without_verbs(after.sub("", phrase).strip(' 的“”"（）()'))


#: What no name of a good holds: 这次摸底下来, 一家产值就, 来回升.
_NO_NOUN = re.compile(
    "[的这那就没跟吗呢吧很让么啥]|还[是在有要]|[起上下回原]来|满打满算|一家|回升|而(?=园区|企业)|执行|带动|满足|今天"
)
_BINDS = "式型性用级化类法"  # 漂浮式风电装备
_ADVERBS = "已共仅再各均都就才刚约另还也又则"


def _without_verbs(phrase: str) -> str:
    """保留原镁 is 原镁; not where what is left would be one character."""
    verbs, known = shipped_verbs(), products()
    while len(phrase) > 2 and phrase not in known:
        if phrase[0] in _ADVERBS:
            phrase = phrase[1:]
        elif len(phrase) > 3 and phrase[:2] in verbs and phrase[2] not in _BINDS:
            phrase = phrase[2:]
        elif len(phrase) > 3 and phrase[-2:] in verbs and known_product(phrase) is None:
            phrase = phrase[:-2]
        else:
            break
    return phrase


@of_phrases
def known_product(phrase: str, chain: str | None = None) -> Product | None:
    """The lexicon's product that a phrase names: the one it ends with, else the longest in it.

    A phrase about recycling names what is recycled; a bare product means what it means in a section about ``chain``.
    """
    held = [term for term in _product_terms() if term in phrase]
    ending = [term for term in held if phrase.endswith(term)]
    product = products()[(ending or held)[0]] if held else None
    if product and product.chain and any(word in phrase for word in names()["recycling"]):
        good = names()["recycled"].get(product.chain, product.product_id)
        return replace(product, product_id=good)
    if product and product.product_id is None and product.chain == chain:
        good = next((g for end, g in names()["in_chain"].get(chain, {}).items() if phrase.endswith(end)), None)
        return replace(product, product_id=good)
    return product


@of_phrases
def is_verb(text: str) -> bool:
    """Nothing but a verb and what clings to it: 保留在, 已到位."""
    bare = text.lstrip(_ADVERBS).rstrip("了")
    return bare in shipped_verbs() or bare.rstrip("在到至为") in shipped_verbs()


@of_phrases
def is_product(phrase: str) -> bool:
    return (
        len(phrase) > 1
        and phrase[0] != "每"
        and not phrase.endswith(("公司", "股东", "机构", "负责人", *names()["administered_parks"]))
        and not is_verb(phrase)
        and phrase not in names()["abstract"]
        and phrase not in names()["uncounted"]
        and bool(re.search(r"[\u4e00-\u9fffA-Za-z]", phrase))
    )


def after(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """The phrase that follows token ``i``, and the index after it."""
    parts: list[str] = []
    j = i + 1
    while j < len(tokens) and _in_phrase(tokens[j], bool(parts)):
        parts.append(tokens[j].text)
        j += 1
    return tidy("".join(parts)), j


def before(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """The phrase that ends at token ``i`` (not included), and the index where it begins."""
    parts: list[str] = []
    j = i - 1
    while j >= 0 and _in_phrase(tokens[j], False):
        parts.insert(0, tokens[j].text)
        j -= 1
    return tidy("".join(parts)), j + 1


def _in_phrase(token: Token, begun: bool) -> bool:
    if token.kind in ("mark", "quantity", "date"):
        return False
    if token.has("product"):
        return True
    if token.has("firm", "place") or token.has(*_STOPS):
        return False
    if token.has("of"):
        return not begun
    return not token.has(*_HEADS)


def listed(tokens: Sequence[Token], i: int) -> tuple[list[tuple[str, Token, Token]], int]:
    """The phrases of an enumeration from token ``i`` on, each with its first and last token: A、B和C."""
    out: list[tuple[str, Token, Token]] = []
    while i < len(tokens):
        parts: list[Token] = []
        j = i
        while j < len(tokens) and (_in_phrase(tokens[j], bool(parts)) or tokens[j].has("firm")):
            parts.append(tokens[j])
            j += 1
        name = tidy("".join([t.text for t in parts]))
        if j + 1 < len(tokens) and tokens[j].has("etc") and tokens[j + 1].has("product") and parts:
            name, j = name + tokens[j].text + tokens[j + 1].text, j + 2  # 市政环卫等专用车
            parts.append(tokens[j - 1])
        if name and parts:
            out.append((name, parts[0], parts[-1]))
        elif not parts:
            break
        if j < len(tokens) and (tokens[j].has("connector") or tokens[j].text == "、"):
            i = j + 1
        else:
            return out, j
    return out, i


@of_phrases
def firm_in(phrase: str) -> str | None:
    """The firm that a phrase is, or that it ends with."""
    for name in (phrase, tidy(phrase)):
        if name in firms():
            return name
        for length in firm_endings().get(name[-1:], ()):
            if name[-length:] in firms():
                return name[-length:]
        if name in names()["not_firms"] or name in products() or len(name) < 3:
            continue
        end = _firm_end().search(name)
        if end and not known_product_is(name) and name[: end.start()] not in products():  # 电芯制造 is no firm
            return name
    return None


def known_product_is(phrase: str) -> bool:
    """The phrase is nothing but a product (锂电池 ends like a firm)."""
    product = known_product(phrase)
    return product is not None and len(product.term) >= len(phrase) - 1
