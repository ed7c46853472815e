"""How well a document was read: the claims of a reading against a careful reading by a person (docs/claims.md).

The rules and figures are those of the project's reference scorer; a test compares the two on whole documents.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.claims import KINDS, LONGEST_QUOTE

Claim = dict[str, Any]
Pair = tuple[Claim, Claim]

FIELDS = ("bound", "status", "modality", "subject", "place", "date")
SAME_NUMBER = 2e-3
_MONEY = ("CNY", "USD", "EUR")  # a sum and a sum per year are one statement in such texts
_PER_YEAR = {"": 1.0, "/a": 1.0, "/m": 12.0, "/d": 365.0}
_UNITS: dict[str, tuple[str, float]] = {
    "g": ("mass", 1e-6), "kg": ("mass", 1e-3), "t": ("mass", 1.0), "kt": ("mass", 1e3), "Mt": ("mass", 1e6),
    "m2": ("area", 1.0), "ha": ("area", 1e4), "km2": ("area", 1e6), "mu": ("area", 2000 / 3),
    "1": ("ratio", 1.0), "%": ("ratio", 1e-2), "pp": ("points", 1.0),
    **{f"{p}W": ("power", f) for p, f in (("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12))},
    **{f"{p}Wh": ("energy", f) for p, f in (("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12))},
    **dict.fromkeys(("enterprise", "project", "line", "piece", "case"), ("count", 1.0)),
}  # fmt: skip


def evaluate_file(document: Path, gold: Path) -> dict[str, Any]:
    """Reads ``document`` and scores the reading against the gold file."""
    from lianpu.reading.read import read

    wanted = _gold(gold)
    known = wanted["document"]
    reading = read(document, place=known.get("default_place"), published=known.get("published"))
    return score(wanted, reading.to_json(), reading.text)


def _gold(path: Path) -> dict[str, Any]:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None
    except ValueError as error:
        raise LianpuError(f"is not JSON ({error})", file=path, hint="give a gold reading, see docs/claims.md") from None
    if not isinstance(gold, dict) or "document" not in gold or not isinstance(gold.get("claims"), list):
        raise LianpuError("has no 'document' and 'claims'", file=path, hint="give a gold reading, see docs/claims.md")
    for number, claim in enumerate(gold["claims"], 1):
        unknown = set(_listed(claim.get("kind"))) - KINDS
        if unknown or "span" not in claim:
            what = f"unknown kind {', '.join(map(str, sorted(unknown, key=str)))}" if unknown else "no span"
            raise LianpuError(what, file=path, place=f"claim {number}", hint="see docs/claims.md for the vocabulary")
    return gold


def score(gold: dict[str, Any], claims: dict[str, Any], original: str | None = None) -> dict[str, Any]:
    """Precision, recall and F1 (found, core, full), agreement by field, right spans and repair accuracy.

    ``gold`` and ``claims`` are ``{"document", "claims"}``; ``original`` is the text that the spans count in.
    """
    wanted, seen = gold["claims"], claims["claims"]
    pairs, used = _match(wanted, seen)
    extra = [s for j, s in enumerate(seen) if j not in used and not _excused(s, wanted)]
    result: dict[str, Any] = {
        name: _figures(pairs, extra, wanted, take)
        for name, take in (
            ("with_value", _has_quantity),
            ("other", lambda c: not _has_quantity(c)),
            ("all", lambda c: True),
        )
    }
    result["fields"] = _by_field(pairs)
    if original is not None:
        right = [_span_is_right(s, original) for g, s in pairs if _has_quantity(g)]
        result["spans"] = {"right": round(sum(right) / len(right), 4) if right else 1.0}
    clean, read = gold["document"].get("clean_text"), claims.get("document", {}).get("clean_text")
    if clean and read:
        result["repair"] = {"character_accuracy": character_accuracy(clean, read)}
    result["missed"] = [g["id"] for g in wanted if not g.get("optional") and not any(g is found for found, _ in pairs)]
    shown = ("kind", "subject", "product", "value", "low", "high", "unit", "span")
    result["extra"] = [{key: s.get(key) for key in shown} for s in extra]
    return result


def character_accuracy(clean: str, read: str) -> float:
    """1 − edit distance ÷ length of the clean text, white space left out."""
    a, b = (re.sub(r"\s", "", text) for text in (clean, read))
    return round(1 - _edit_distance(a, b) / len(a), 5)


def _figures(
    pairs: Sequence[Pair], extra: Sequence[Claim], wanted: Sequence[Claim], take: Callable[[Claim], bool]
) -> dict[str, Any]:
    due = sum(not g.get("optional") and take(g) for g in wanted)
    mine = [(g, s) for g, s in pairs if not g.get("optional") and take(g)]
    core = [(g, s) for g, s in mine if _product_agrees(g, s)]
    full = [(g, s) for g, s in core if all(_agrees(field, g, s) is not False for field in FIELDS)]
    predicted = len(mine) + sum(take(s) for s in extra)
    return {name: _rates(len(hit), predicted, due) for name, hit in (("found", mine), ("core", core), ("full", full))}


def _rates(hit: int, predicted: int, wanted: int) -> dict[str, float]:
    p = hit / predicted if predicted else float(not wanted)
    r = hit / wanted if wanted else 1.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    rates = {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f1, 4)}
    return rates | {"hit": hit, "predicted": predicted, "wanted": wanted}


def _by_field(pairs: Sequence[Pair]) -> dict[str, str]:
    out = {}
    for field in ("product", *FIELDS):
        judged = [agrees for g, s in pairs if (agrees := _agrees(field, g, s)) is not None]
        if judged:
            out[field] = f"{sum(judged)}/{len(judged)}"
    return out


def _match(gold: Sequence[Claim], seen: Sequence[Claim]) -> tuple[list[Pair], set[int]]:
    """Pairs, best agreement first, each claim used once; and the indices of the seen ones used."""
    ranked = sorted(
        (
            (
                _overlap(g, s), _product_agrees(g, s), sum(bool(_agrees(f, g, s)) for f in FIELDS),
                -abs(g["span"][0] - (s.get("span") or [0])[0]), i, j,
            )
            for i, g in enumerate(gold) for j, s in enumerate(seen) if _found(g, s)
        ),
        reverse=True,
    )  # fmt: skip
    taken: set[int] = set()
    used: set[int] = set()
    pairs = []
    for *_, i, j in ranked:
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            pairs.append((gold[i], seen[j]))
    return pairs, used


def _found(gold: Claim, seen: Claim) -> bool:
    if seen["kind"] not in _listed(gold["kind"]) or _has_quantity(gold) != _has_quantity(seen):
        return False
    if _has_quantity(gold):  # a document that says a thing twice may be quoted at either place
        return _same_quantity(gold, seen) and (_overlap(gold, seen) or bool(_agrees("product", gold, seen)))
    if not _overlap(gold, seen):
        return False
    named = [field for field in ("subject", "product") if gold.get(field) is not None]
    return not named or any(_agrees(field, gold, seen) for field in named)


def _excused(claim: Claim, gold: Sequence[Claim]) -> bool:
    """An extra that repeats a gold claim, or reads an optional one in its own way."""
    return any((_found(g, claim) and _product_agrees(g, claim)) or _reads_optional(g, claim) for g in gold)


def _reads_optional(gold: Claim, claim: Claim) -> bool:
    if not gold.get("optional") or not _overlap(gold, claim):
        return False
    return claim["kind"] in _listed(gold["kind"]) or (_has_quantity(gold) and _same_quantity(gold, claim))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_quantity(claim: Claim) -> bool:
    return claim.get("value") is not None or claim.get("low") is not None


def _canonical(value: float | None, unit: str | None) -> tuple[str, float] | None:
    """Dimension and value in its base unit; an unlisted unit is its own dimension."""
    if value is None:
        return None
    matched = re.fullmatch(r"(.*?)(/[amd])?", unit or "1")
    assert matched is not None  # the pattern matches any text
    name, per = matched[1], matched[2] or ""
    name = name[:-1] if re.fullmatch(r"[kMGT]?Wp", name) else name
    dimension, factor = _UNITS.get(name, (name, 1.0))
    rate = per and name not in _MONEY
    return dimension + ("/a" if rate else ""), value * factor * _PER_YEAR[per]


def _plain(claim: Claim) -> Claim:
    """A bound told by one end only is a value."""
    ends = [claim[key] for key in ("low", "high") if claim.get(key) is not None]
    if claim.get("value") is None and len(ends) == 1:
        return {**claim, "value": ends[0], "low": None, "high": None}
    return claim


def _same_quantity(gold: Claim, seen: Claim) -> bool:
    """Value, or both ends of a range, equal in one dimension. A capacity may leave out its /a."""
    gold, seen = _plain(gold), _plain(seen)
    keys = [key for key in ("value", "low", "high") if gold.get(key) is not None]
    if "value" in keys and seen.get("value") is None:
        return False
    return all(_equal(_canonical(gold[key], gold.get("unit")), _canonical(seen.get(key), seen.get("unit"))) for key in keys)


def _equal(gold: tuple[str, float] | None, seen: tuple[str, float] | None) -> bool:
    if gold is None or seen is None or gold[0].removesuffix("/a") != seen[0].removesuffix("/a"):
        return False
    return abs(gold[1] - seen[1]) <= SAME_NUMBER * max(abs(gold[1]), abs(seen[1]))


def _agrees(field: str, gold: Claim, seen: Claim) -> bool | None:
    """None where the gold does not score the field."""
    wanted, said = gold.get(field), seen.get(field)
    if wanted is None:
        return None
    if field == "date":
        return _dates_agree(wanted, said)
    if field in ("subject", "place", "product"):
        return _texts_agree(wanted, said)
    return said in _listed(wanted)


def _product_agrees(gold: Claim, seen: Claim) -> bool:
    agrees = _agrees("product", gold, seen)
    same_id = gold.get("product_id") is not None and gold["product_id"] == seen.get("product_id")
    return agrees is None or agrees or same_id


def _texts_agree(gold: Any, seen: str | None) -> bool:
    return any(_text_agrees(wanted, seen) for wanted in _listed(gold))


def _text_agrees(wanted: str | None, seen: str | None) -> bool:
    if not wanted or not seen:
        return wanted is None and not seen
    a, b = sorted((_squeezed(wanted), _squeezed(seen)), key=len)
    return a == b or (len(a) > 1 and a in b and len(b) <= 2 * len(a) + 4)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s“”\"'()（）]", "", str(text)).lower()


def _dates_agree(gold: dict[str, str], seen: dict[str, str] | None) -> bool:
    if not seen or not seen.get("start"):
        return False
    end = seen.get("end") or seen["start"]
    return seen["start"][: len(gold["start"])] == gold["start"] and end[: len(gold["end"])] == gold["end"]


def _overlap(a: Claim, b: Claim) -> bool:
    spans: list[tuple[int, int]] = [claim["span"] for claim in (a, b) if claim.get("span")]
    if len(spans) < 2 or max(end - start for start, end in spans) > LONGEST_QUOTE:
        return False
    return min(end for _, end in spans) > max(start for start, _ in spans)


def _span_is_right(seen: Claim, text: str) -> bool:
    """The significant digits stand in the quoted original, which is a clause; words for numbers count as digits."""
    if not seen.get("span") or seen["span"][1] - seen["span"][0] > LONGEST_QUOTE:
        return False
    quote = unicodedata.normalize("NFKC", text[slice(*seen["span"])])
    plain = _plain(seen)
    value = plain["value"] if plain.get("value") is not None else seen.get("low")
    digits = f"{abs(value or 0.0):.8g}".split("e")[0].replace(".", "").strip("0")
    if seen.get("bound") == "class" or not re.search(r"\d", quote) or digits in re.sub(r"[\s,.]", "", quote):
        return True
    said = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", quote.replace(",", ""))]
    products = {_significant(x) for a in said for b in said for x in (a * b, a / b if b else 0.0)}
    return _significant(value or 0.0) in products or bool(re.search(r"成|分之|番|half|third", quote))


def _significant(value: float) -> str:
    return f"{abs(value):.4g}".split("e")[0].replace(".", "").strip("0")


def _edit_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
