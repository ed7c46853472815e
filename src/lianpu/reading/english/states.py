"""In what state a capacity is, and whether a figure is seen, planned, possible or aimed at."""

from __future__ import annotations

from lianpu.reading.english.scope import Clause, Scope
from lianpu.reading.english.tokens import Token

PLANS = frozenset({"signed", "negotiating", "announced", "planned"})
_BUILDING = frozenset({"building", "adding"})
#: What is left of a state that is denied: not yet opened is still being built, not yet begun only planned.
_DENIED = {
    "operating": "under_construction", "trial": "under_construction", "built": "under_construction",
    "under_construction": "planned", "building": "planned", "adding": "planned", "signed": "negotiating",
    "announced": "planned", "planned": "cancelled", "advancing": "suspended",
}  # fmt: skip
_NEAR = 5  # tokens before a predicate that may change it


def _before(tokens: list[Token], j: int) -> list[Token]:
    """The tokens just before a predicate, back to the last comma or quantity."""
    out: list[Token] = []
    for token in reversed(tokens[max(0, j - _NEAR) : j]):
        if (
            token.low in (",", ";", ")")
            or token.quantity
            or (token.has("status") and token.tags["status"] in ("operating", "suspended", "cancelled"))
        ):
            break
        out.insert(0, token)
    return out


def _future(tokens: list[Token], j: int) -> bool:
    before = _before(tokens, j)
    return any(t.tags.get("aux") == "future" for t in before) or (bool(before) and before[-1].low == "to")


def _denied(tokens: list[Token], j: int) -> bool:
    return any(t.has("negation") for t in _before(tokens, j)) and not tokens[j].has("negation")


def meant(tokens: list[Token], j: int) -> str:
    """The status that the predicate at ``j`` tells with the words before it."""
    status = tokens[j].tags["status"]
    if _denied(tokens, j):
        if tokens[j].low.startswith("construct") or status == "building":
            return "planned"
        return _DENIED.get(status, status)
    if status in _BUILDING:
        return _building(tokens, j)
    if _future(tokens, j) and status in ("operating", "built", "trial", "under_construction", "advancing"):
        return _governed(tokens, j) or "planned"
    if (
        status == "operating"
        and tokens[j].low in ("commission", "open", "inaugurate")
        and tokens[j - 1 : j]
        and tokens[j - 1].low == "to"
    ):
        return "planned"
    if status in ("suspended", "cancelled") and _future(tokens, j):
        return "operating" if status == "suspended" else status
    return status


def _building(tokens: list[Token], j: int) -> str:
    """is building, being built: under construction; built: built; to build: as what governs it says, else planned."""
    low, before = tokens[j].low, _before(tokens, j)
    first = low.split()[0]
    if _future(tokens, j) or first in (
        "build",
        "construct",
        "develop",
        "erect",
        "install",
        "add",
        "expand",
        "double",
        "establish",
        "put",
        "set",
    ):
        return _governed(tokens, j) or "planned"
    if first.endswith("ing"):
        gerund = any(t.low in ("of", "for", "consider", "considering") for t in before[-2:])
        return (_governed(tokens, j) or "planned") if gerund else "under_construction"
    if any(t.low == "being" for t in before):
        return "under_construction"
    if first.endswith("s") and first != "us":
        return "under_construction"
    return "operating" if tokens[j].tags["status"] == "adding" else "built"


def _governed(tokens: list[Token], j: int) -> str | None:
    """signed an agreement to build, has approved plans to build: the predicate that governs a future one."""
    for k in range(j - 1, -1, -1):
        if tokens[k].quantity or tokens[k].low in (";",):
            return None
        value = tokens[k].tags.get("status")
        if value in ("signed", "negotiating", "announced", "suspended", "cancelled", "under_construction"):
            return _DENIED.get(value, value) if _denied(tokens, k) else value
    return None


def _strong(tokens: list[Token], i: int, j: int) -> bool:
    """A predicate after the quantity that is said of it: is under construction, in operation, was shelved."""
    between = tokens[i + (2 if i and tokens[i - 1].low == "(" and i + 1 < j and tokens[i + 1].low == ")" else 1) : j]
    if any(t.low in (",", "(", ")") or (t.quantity and t.quantity.group not in ("percent",)) for t in between):
        return False
    lead = tokens[j].low.split()[0] in ("in", "into", "under", "on", "at", "being", "is", "are", "was", "were", "yet", "to")
    return lead or any(t.tags.get("aux") == "be" or t.has("negation") or t.low in ("has", "have") for t in between[-4:])


def status_of(clause: Clause, i: int) -> str | None:
    """The state of the capacity whose quantity is at ``i``, None where the clause tells none."""
    tokens = clause.tokens
    left = next((j for j in range(i - 1, -1, -1) if tokens[j].has("status") and not _passed(tokens, j, i)), None)
    rights = [j for j in range(i + 1, len(tokens)) if tokens[j].has("status")]
    near = next((j for j in rights if _strong(tokens, i, j)), None)
    if near is not None and (
        left is None or not _future(tokens, near) or tokens[left].low in ("planned", "proposed", "existing", "installed")
    ):
        return meant(tokens, near)
    if left is not None:
        return meant(tokens, left)
    finite = next((j for j in rights if any(t.has("aux", "negation") for t in _before(tokens, j))), None)
    if finite is None and any(
        t.has("verb", "aux") or t.tags.get("cue") in ("share", "growth") for t in tokens[i + 1 : (rights or [0])[0]]
    ):
        return None
    return meant(tokens, finite if finite is not None else rights[0]) if rights else None


def _passed(tokens: list[Token], j: int, i: int) -> bool:
    """The predicate left of the quantity belongs to another figure in brackets, or closed with its own object."""
    if any(t.has("phase") and tokens[k - 1].has("conj") for k, t in enumerate(tokens[j + 1 : i], j + 1)):
        return True
    return (
        any(t.low == ")" for t in tokens[j:i]) and any(t.low == "(" for t in tokens[j:i]) and any(t.quantity for t in tokens[j:i])
    )


_SEEN_OR_EXPECTED = frozenset(
    {
        "production",
        "consumption",
        "output_value",
        "value_added",
        "revenue",
        "tax",
        "growth",
        "exports",
        "energy",
        "price",
        "difference",
        "orders",
        "other",
        "share",
    }
)
_OF_A_PROJECT = frozenset({"investment", "jobs", "land", "duration", "emissions", "power", "energy", "count", "consumption"})


def modality_of(clause: Clause, i: int, kind: str, status: str | None, scope: Scope) -> str:
    """observed, forecast, potential, planned or target."""
    tokens = clause.tokens
    if kind in ("capacity", "throughput") and status is not None:
        if status in PLANS:
            return "target" if _forward(tokens, i) == "target" and status == "planned" else "planned"
        return "observed"
    forward = _forward(tokens, i)
    if scope.potential and kind != "share":
        return "potential"
    if forward == "target" and kind not in ("investment", "land"):
        return "target"
    if forward == "forecast" and kind in _SEEN_OR_EXPECTED:
        return "forecast"
    if forward is not None:
        return "forecast" if scope.forecast and kind in _SEEN_OR_EXPECTED else "planned"
    if kind in _OF_A_PROJECT and not _present(tokens, i) and (_project_ahead(tokens) or _goes_on_ahead(scope)):
        return "planned"
    return "observed"


def _forward(tokens: list[Token], i: int) -> str | None:
    """The nearest word before the quantity that looks ahead, not across another figure's own verb."""
    weak = None
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.low in ("from", "compared") and j >= i - 2:
            return None
        if token.has("forward") and token.tags["forward"] != "potential":
            return token.tags["forward"]
        if token.tags.get("aux") == "future" or (token.low == "to" and j + 1 < i and tokens[j + 1].has("cue", "status")):
            weak = weak or "planned"
            if token.low.split()[0] in ("will", "would", "could", "may"):
                break
    return weak


_PRESENT = frozenset(
    {"covers", "covered", "occupies", "occupied", "employs", "employed", "has", "had", "uses", "used", "spans", "spanned"}
)


def _present(tokens: list[Token], i: int) -> bool:
    """covers, employs: what is there already, whatever is planned beside it."""
    return any(t.low in _PRESENT for t in tokens[max(0, i - 3) : i]) and not any(
        t.tags.get("aux") == "future" for t in tokens[:i]
    )


def _goes_on_ahead(scope: Scope) -> bool:
    """The sentence goes on about a project that the one before only planned."""
    return bool(scope.sized) and scope.actor is None and all(c.status in PLANS for c in scope.sized)


def _project_ahead(tokens: list[Token]) -> bool:
    return any(meant(tokens, j) in PLANS for j in range(len(tokens)) if tokens[j].has("status"))


_ALL = frozenset({"both", "they", "it", "them"})
_REACHED = frozenset({"operating", "suspended", "cancelled", "built", "trial"})


def state_of_all(tokens: list[Token]) -> str | None:
    """The state that a sentence tells of the projects named just before: both were commissioned, it put both on hold."""
    if any((t.quantity and t.quantity.group not in ("person", "money", "percent")) or t.has("phase") for t in tokens):
        return None
    for j, token in enumerate(tokens):
        if not token.has("status") or (value := meant(tokens, j)) not in _REACHED:
            continue
        opening = [t for t in tokens[:j] if t.kind != "mark" and not t.has("prep") and not t.date][:3]
        of_all = any(t.low in _ALL - {"it"} for t in tokens[max(0, j - 3) : j + 3]) or any(
            t.tags.get("anaphor") == "works" or t.low == "it" for t in opening
        )
        passive = any(t.tags.get("aux") == "be" for t in tokens[max(0, j - 4) : j]) or token.low.split()[0] in ("put", "in", "on")
        later_head = any(t.has("head") and not t.has("anaphor") for t in tokens[j + 1 :])
        return value if of_all and passive and not later_head else None
    return None


def predicate_of(clause: Clause) -> str | None:
    """… and is now in trial production: the state that a further predicate tells of the clause before."""
    first = clause.tokens[0]
    rest = clause.tokens[1:]
    if not first.has("conj") or not rest or not rest[0].has("aux", "adverb", "status"):
        return None
    if any(t.quantity or t.firm for t in rest):
        return None
    told = [j for j in range(len(rest)) if rest[j].has("status") and not _future(rest, j)]
    return meant(rest, told[0]) if told else None
