"""Names of firms and places: capitalised words, told apart by their endings, by what stands before and by what follows."""

from __future__ import annotations

import re
from typing import NamedTuple

from lianpu.reading.active import active, of_lexicon
from lianpu.reading.english.words import phrases, places, products, word_set

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][\w&’-]*(?:['’](?!s\b)\w+)?|[A-Z]\.(?:[A-Z]\.)+)"
_LEGAL = (
    r"(?:\.?,?\s+(?:Co\.?,?\s*,?\s*(?:Ltd|Limited)|Co|Ltd|Inc|Corp|plc|Sdn\.?\s+Bhd|S\.A|S\.p\.A|N\.V|B\.V|A/S|AS)"
    r"(?![A-Za-z])\.?)"
)
_PLAIN = re.compile(rf"{_CAP}(?:\s+(?:(?:&|de|la|del|do)\s+)?(?:{_CAP}|[0-9]+(?=\s[A-Z])))*{_LEGAL}*")
_TITLE = re.compile(
    r"(?:Mr|Ms|Mrs|Dr|[Cc]hair(?:man|woman)?|[Cc]hief executive|[Cc]hief \w+ officer|CEO|CFO|[Pp]resident|[Mm]inister"
    r"|[Mm]ayor|[Dd]irector|[Ss]pokes(?:man|woman)|[Mm]anager|[Pp]rofessor|[Gg]overnor)\.?,? $"
)
_PREPOSITION = re.compile(
    r"(?:\b(?:in|at|near|outside|around|across|beside|of|to|from|into)(?: the)?|[Nn]eighbou?ring|[Nn]earby|\b(?:north"
    r"|south|east|west|town|city|county|district|port|province|village|state) of|(?:the|The) (?:town|city|port|county"
    r"|district|province|village|state)(?: of)?|(?:north|south|east|west|central|inland|northern|southern|eastern"
    r"|western|coastal)(?:ern)?|In|At|Near|Outside|From|Across|Around) $"
)
_ACTS = re.compile(
    r",?\s+(?:said|says|has|had|will|plans|planned|planning|is|was|operates|operated|runs|signed|announced|builds"
    r"|built|broke|started|began|makes|made|produces|produced|owns|bought|sold|wants|aims|intends|expects|expected|"
    r"employs|invested|opened|commissioned|put|delivered|shipped|suspended|halted|idled|cancelled|shelved|completed"
    r"|reported|posted|won|took|supplies|exports|exported|agreed|proposed|applied|pulled|dropped|closed|reopened|restarted|"
    r"doubled|expanded|raised|cut|added|led|leads|turned|recruited|uses|consumes|mines|spins|weaves|which|whose|also"
    r"|now|still|already|alone|likewise|then|recently|currently|did|does|denied|holds|keeps|bottled|pressed|booked"
    r"|earned|finished|installed|poured|set|moved|decided|confirmed|told|can|could|may|would|to\s)\b"
)


class Name(NamedTuple):
    """A name at ``text[start:end]``: a firm, a place, or neither that is known."""

    start: int
    end: int
    text: str
    firm: str | None = None
    place: str | None = None


@of_lexicon
def _firm_words() -> frozenset[str]:
    return word_set("endings") | word_set("legal_forms")


_CAPITALISED = re.compile(r"\b[A-Z][\w/]*\.?")


def firms_of(text: str) -> dict[str, str]:
    """The firms that a document names by a firm's ending, and the short forms that stand for them → the full name."""
    known = {name: name for name in active().companies if name.isascii()}
    endings = _firm_words()
    for match in _CAPITALISED.finditer(text):
        if match[0] not in endings and match[0].rstrip(".") not in endings:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        for name in _PLAIN.finditer(text, max(start, match.start() - 60), min(len(text), match.end() + 24)):
            if name.start() <= match.start() < name.end():
                at, printed = _trimmed(text, name.start(), name[0])
                if printed and at <= match.start() and is_firm(printed) and printed not in known:
                    _learn(printed, known)
                break
    return known


def _learn(printed: str, known: dict[str, str]) -> None:
    known[printed] = printed
    words = re.sub(_LEGAL + "+$", "", printed).split()
    while len(words) > 1:
        words = words[:-1] if words[-1] in _firm_words() else words[:1]
        short = " ".join(words)
        distinct = len(words) > 1 or (short not in places() and len(short) > 3 and not _common(short))
        if distinct and short not in _firm_words():
            known.setdefault(short, printed)


def is_firm(printed: str) -> bool:
    """Whether a name ends as firms' names do, with something before the ending."""
    words = printed.replace(",", " ").split()
    if len(words) < 2 or words[0] in word_set("no_name"):
        return False
    if words[-1] in word_set("legal_forms"):
        return len(words) > 2 or words[0] not in places()
    if words[-1] not in word_set("endings"):
        return False
    rest = words[:-1]
    return not all(word in places() or _common(word) for word in rest) or (len(rest) > 1 and not all(_common(w) for w in rest))


def _common(word: str) -> bool:
    low = word.lower()
    return low in phrases() or low in products() or word in word_set("no_name")


def _trimmed(text: str, start: int, printed: str) -> tuple[int, str]:
    """Without common words at its head: The, In, Neighbouring …"""
    while printed:
        head = re.match(r"[\w&’'./-]+,?\s*", printed)
        if head is None:
            return start, printed
        first = head[0].strip(", ").rstrip(".")
        if first not in word_set("no_name"):
            return start, printed
        start, printed = start + head.end(), printed[head.end() :]
    return start, printed


def find_names(part: str, known: dict[str, str]) -> list[Name]:
    """The names of a sentence. One at its beginning that is also a common word is none."""
    found = []
    for match in _PLAIN.finditer(part):
        start, printed = _trimmed(part, match.start(), match[0])
        if printed:
            found += _told(part, start, printed, known)
    return found


def _told(part: str, start: int, printed: str, known: dict[str, str]) -> list[Name]:
    end = start + len(printed)
    before, after = part[:start], part[end : end + 40]
    if printed in known or is_firm(printed):
        return [Name(start, end, printed, firm=printed)]
    if (place := _place(printed, before, after)) is not None:
        return [Name(start, start + len(place), place, place=place)]
    inner = _known_inside(printed, known)
    if inner is not None:
        at = start + printed.index(inner)
        return [Name(at, at + len(inner), inner, firm=inner)]
    return [Name(start, end, printed, firm=printed)] if _acts(printed, before, after) else []


def _known_inside(printed: str, known: dict[str, str]) -> str | None:
    words = printed.split()
    return next((s for n in range(len(words) - 1, 0, -1) if (s := " ".join(words[:n])) in known), None)


_PLACE_TAIL = re.compile(
    r"(?:,)? (?:province|city|county|district|prefecture|region|state|township|town|village|municipality|island"
    r"|valley|peninsula|basin|bay|port)\b"
)


def _place(printed: str, before: str, after: str) -> str | None:
    words = printed.split()
    if printed in places():
        return printed
    if words[-1] in word_set("place_heads") or words[-1] in word_set("park_heads"):
        return printed if len(words) > 1 else None
    if _PLACE_TAIL.match(after) and not after.lstrip(", ").startswith(("port", "bay")) and not _common(printed):
        return printed
    if _TITLE.search(before) or all(_common(w) for w in words) or not _PREPOSITION.search(before):
        return None
    if re.search(r"\b(?:of|to|from)(?: the)? $", before) and not re.search(
        r"(?:town|city|county|district|port|province|village|state|north|south|east|west|outskirts|suburb) of $", before
    ):
        return None
    return None if printed.isupper() or re.search(r"\d", printed) else printed


def _opens(before: str) -> bool:
    """Nothing before, or an introduction that a comma ends."""
    return not before.strip(' "“-,') or before.rstrip().endswith(",")


_ASIDE = re.compile(r"\s+(?:[-–—(])\s*[a-z]")


def _acts(printed: str, before: str, after: str) -> bool:
    """A name of two words or more, or one that is no common word, that does what firms do."""
    words = printed.split()
    if _TITLE.search(before) or any(w in word_set("no_name") for w in words) or all(_common(w) for w in words):
        return False
    if re.match(
        r",? (?:chair|chief|president|director|who|the (?:mayor|minister)|its (?:chair|chief)|general manager|deputy"
        r"|mayor|minister)",
        after,
    ):
        return False
    if len(words) > 1:
        return (
            bool(_ACTS.match(after))
            or (_opens(before) and bool(_ASIDE.match(after)))
            or bool(re.search(r"\b(?:by|with|of) $", before))
            or after.startswith(("'s", "’s", ", a ", " and "))
        )
    unlike = (
        not printed.isupper()
        and not re.search(r"\d", printed)
        and len(printed) > 3
        and not printed.lower().endswith(("ese", "ian", "ish"))
    )
    return (
        unlike
        and not _common(printed.removesuffix("s"))
        and bool(
            re.match(
                r"\s+(?:said|says|plans|operates|signed|announced|broke|intends|has|will|produces|is building|told)\b", after
            )
        )
    )
