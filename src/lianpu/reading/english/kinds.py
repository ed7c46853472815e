"""What kind of claim a quantity makes: by its unit, and by the cue words around it."""

from __future__ import annotations

from lianpu.reading.english.products import phrase_from
from lianpu.reading.english.scope import Clause
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.words import word_set
from lianpu.reading.quantities import Quantity

_MONEY = (
    "output_value",
    "value_added",
    "revenue",
    "tax",
    "profit",
    "finance",
    "investment",
    "price",
    "exports",
    "orders",
    "wages",
    "costs",
    "worth",
)
_MONEY_KIND = {"profit": "other", "finance": "other", "costs": "investment"}
_AMOUNTS = frozenset({"mass", "power", "energy", "piece", "vehicle", "volume", "charge", "bare", "area", "coal"})
_SIZES = (
    "capacity",
    "production",
    "consumption",
    "throughput",
    "exports",
    "reserves",
    "holds",
    "emissions",
    "orders",
    "make",
    "output",
    "sold",
    "saving",
    "land",
    "power",
    "energy",
)
_HEADS = frozenset({"works", "project"})


def kind_of(clause: Clause, i: int, q: Quantity) -> str | None:
    """The kind of claim of the quantity at ``i``, None where it makes none."""
    tokens = clause.tokens
    if q.group in _AMOUNTS:
        return _amount(tokens, i, q)
    if q.group == "money":
        return _money(tokens, i)
    if q.group == "percent":
        return _percent(tokens, i)
    if q.group == "person":
        return _person(tokens, i, q)
    if q.group in ("enterprise", "project", "line", "works"):
        return "count"
    if q.group == "duration":
        return "duration" if not _of_plan(tokens, i) and _cue(tokens, i, ("duration",)) else None
    return {"price": "price", "points": "difference", "land": "land", "fold": "growth"}.get(q.group)


def _person(tokens: list[Token], i: int, q: Quantity) -> str | None:
    word = q.printed.split()[-1].lower()
    named = word not in ("people", "persons", "hands", "positions", "researchers", "specialists")
    return "jobs" if named or _cue(tokens, i, ("jobs",)) else None


def _of_plan(tokens: list[Token], i: int) -> bool:
    """the 14th five-year plan."""
    return i + 1 < len(tokens) and tokens[i + 1].low in ("plan", "plans")


def _cue(tokens: list[Token], i: int, kinds: tuple[str, ...], right: int = 4) -> str | None:
    """The nearest cue of these kinds: right after the quantity (of capacity, in revenue), else before it."""
    token = _cue_after(tokens, i, kinds, right) or _cue_before(tokens, i, kinds)
    return token.tags["cue"] if token else None


def _cue_after(tokens: list[Token], i: int, kinds: tuple[str, ...], reach: int) -> Token | None:
    for token in tokens[i + 1 : i + 1 + reach]:
        if token.quantity or token.low in (",", ";", ".", ")", "(") or token.has("conj") or token.firm:
            return None
        if token.tags.get("cue") in kinds:
            return token
    return None


def _cue_before(tokens: list[Token], i: int, kinds: tuple[str, ...]) -> Token | None:
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.tags.get("cue") in kinds:
            return token
        if token.quantity and not _joined(tokens, j, i):
            return None
    return None


def _joined(tokens: list[Token], j: int, i: int) -> bool:
    """Quantities of one enumeration or one comparison: 5 t of A and 8 t of B; from 5 to 8; 5, compared with 8."""
    a, b = tokens[j].quantity, tokens[i].quantity
    between = tokens[j + 1 : i]
    if any(t.low in (";",) or t.has("sub") for t in between):
        return False
    alike = a is not None and b is not None and (a.group == b.group or a.group in ("percent", "works", "line", "bare"))
    return alike or any(t.has("conj") or t.low in ("from", "to", ",", "(") for t in between)


def _money(tokens: list[Token], i: int) -> str | None:
    after = _cue_after(tokens, i, _MONEY, 6)
    before = _cue_before(tokens, i, _MONEY)
    if after and before and before.tags["cue"] in ("costs", "investment") and after.tags["cue"] in ("exports", "orders", "price"):
        after = None
    cue = (after or before).tags["cue"] if (after or before) else None  # type: ignore[union-attr]
    if cue == "worth":
        return _worth(tokens, i)
    if cue is not None:
        return _MONEY_KIND.get(cue, cue)
    _, stop = phrase_from(tokens, i + 1)
    near = tokens[i + 1 : max(stop, i + 1) + 2]
    if any(t.tags.get("head") in _HEADS for t in near) or any(t.tags.get("status") == "building" for t in tokens[i + 1 : i + 4]):
        return "investment"
    with_it = (
        i > 0 and any(t.low in ("for", "with") for t in tokens[max(0, i - 2) : i]) and any(t.has("head") for t in tokens[:i])
    )
    return "investment" if with_it or _goes_into(tokens, i) else None


def _goes_into(tokens: list[Token], i: int) -> bool:
    """RMB 12 billion will flow into four battery projects."""
    at = next((j for j in range(i + 1, min(len(tokens), i + 6)) if tokens[j].low == "into"), None)
    return at is not None and any(
        t.has("head") or (t.quantity and t.quantity.group in ("project", "works")) for t in tokens[at : at + 6]
    )


def _worth(tokens: list[Token], i: int) -> str | None:
    text = {t.tags.get("cue") for t in tokens} | {t.tags.get("status") for t in tokens}
    if "exports" in text:
        return "exports"
    if text & {"orders", "sold", "signed"} and not any(t.tags.get("head") == "project" for t in tokens):
        return "orders"
    return "investment" if any(t.tags.get("head") in _HEADS for t in tokens) else "output_value" if "production" in text else None


_CHANGE = frozenset({"growth", "decline"})


def _percent(tokens: list[Token], i: int) -> str:
    """A rate of growth, or a share: by what stands right beside it, else by the nearest cue before."""
    last = tokens[i - 1].low if i else ""
    if last == "to" or (last == "from" and _to_follows(tokens, i)):
        return "share"
    changed = any(t.tags.get("cue") in _CHANGE for t in tokens[max(0, i - 2) : i])
    if i + 1 < len(tokens) and tokens[i + 1].low == "of" and not changed:
        return "share"
    return "growth" if _change_after(tokens, i) else _rate_before(tokens, i)


def _change_after(tokens: list[Token], i: int) -> bool:
    """12 % more, 38 % growth, 3 % higher."""
    for token in tokens[i + 1 : i + 4]:
        if token.tags.get("cue") in _CHANGE or token.low in ("more", "fewer", "less"):
            return True
        if token.low in (",", "of", ";") or token.quantity or token.has("conj"):
            return False
    return False


def _rate_before(tokens: list[Token], i: int) -> str:
    for j in range(i - 1, -1, -1):
        cue, q = tokens[j].tags.get("cue"), tokens[j].quantity
        if cue in _CHANGE:
            return "share" if tokens[j].has("head") else "growth"
        if cue == "saving" and j >= i - 6:
            return "growth"
        if cue == "share" or tokens[j].low == "of which" or (q is not None and q.group == "percent"):
            return "share"
    return "share"


def _to_follows(tokens: list[Token], i: int) -> bool:
    return any(t.tags.get("cue") in ("growth", "decline") for t in tokens[:i]) or any(
        t.low == "to" for t in tokens[i + 1 : i + 4]
    )


def _amount(tokens: list[Token], i: int, q: Quantity) -> str | None:
    if q.group == "bare" and not _counts_things(tokens, i, q):
        return "jobs" if any(t.tags.get("cue") == "jobs" for t in tokens[max(0, i - 3) : i]) else None
    after = _cue_after(
        tokens, i, ("capacity", "energy", "power", "production", "exports", "consumption", "orders", "reserves"), 7
    )
    if after and after.tags["cue"] == "capacity":
        return "power" if q.group == "power" and _generates(tokens, i) else "capacity"
    before = _cue_before(tokens, i, _SIZES)
    cue = before.tags["cue"] if before else None
    if after and after.tags["cue"] == "reserves":
        return "reserves"
    if _of_works(tokens, i) and cue not in ("consumption", "emissions", "saving", "reserves"):
        return _of_plant(tokens, i, q)
    if cue is None and after is not None:
        cue = after.tags["cue"]
    return _by_cue(tokens, i, q, cue)


def _of_works(tokens: list[Token], i: int) -> bool:
    """15 GWh cell plant, a mill of 48,000 t, a plant for 5 GW, the electrolyser (200 MW)."""
    _, stop = phrase_from(tokens, i + 1 + (i + 1 < len(tokens) and tokens[i + 1].has("rate")))
    return stop < len(tokens) and tokens[stop].tags.get("head") in _HEADS


def _of_plant(tokens: list[Token], i: int, q: Quantity) -> str:
    return "power" if q.group == "power" and _generates(tokens, i) else "other" if q.group == "area" else "capacity"


_POWER = frozenset(
    {
        "wind",
        "solar",
        "photovoltaic",
        "pv",
        "hydro",
        "hydropower",
        "nuclear",
        "coal-fired",
        "thermal",
        "coal",
        "gas-fired",
        "biomass",
        "rooftop",
        "geothermal",
        "turbines",
        "offshore",
        "onshore",
    }
)


def _generates(tokens: list[Token], i: int) -> bool:
    return any(t.low in _POWER for t in tokens[i + 1 : i + 5]) or any(t.low in _POWER for t in tokens[max(0, i - 4) : i])


def _by_cue(tokens: list[Token], i: int, q: Quantity, cue: str | None) -> str | None:
    if q.group == "area":
        return _AREA.get(cue or "", "other")
    if q.group == "coal":
        return "consumption"
    if q.group == "mass" and (cue in ("emissions", "saving") or any(t.low in _GASES for t in tokens[i + 1 : i + 5])):
        return "emissions"
    if q.group == "energy" and (cue in ("energy", "power", "consumption") or q.unit[:3] in ("kWh", "TWh")):
        return "energy"
    if q.group == "power":
        return _power(tokens, i, cue)
    if cue in ("make", "output"):
        return _made(tokens, i, q, cue)
    if cue == "production" and _rated_ahead(tokens, i):
        return "capacity"
    return _uncued(tokens, i, q) if cue in (None, "land", "power", "energy", "saving") else _PLAIN_CUES.get(cue, cue)


def _rated_ahead(tokens: list[Token], i: int) -> bool:
    """Monthly output is to reach 40,000 wafers: what will be made at a rate is a capacity."""
    ahead = any(t.tags.get("aux") == "future" for t in tokens[:i]) and not any(
        t.tags.get("forward") == "forecast" for t in tokens
    )
    return ahead and any(t.has("rate") for t in tokens[:i])


_AREA = {"capacity": "capacity", "make": "capacity", "production": "production", "output": "production", "land": "land"}
_GASES = frozenset({"co2", "carbon", "co2e"})
_PLAIN_CUES = {"sold": "production", "holds": "reserves"}
_MADE = frozenset({"mass", "volume", "bare", "vehicle", "piece"})


def _uncued(tokens: list[Token], i: int, q: Quantity) -> str | None:
    """Without a cue: a capacity where a rate, a plant or a state is spoken of, else what was made."""
    rated = q.rate or any(t.has("rate") for t in tokens[i + 1 : i + 8])
    works = any(t.has("head", "phase", "status") or t.tags.get("anaphor") == "works" for t in tokens)
    return "capacity" if rated or works else "production" if q.group in _MADE else None


def _made(tokens: list[Token], i: int, q: Quantity, cue: str) -> str:
    """will produce 50,000 t a year is a capacity; an annual output of 3 Mt is one where it lies ahead."""
    if cue == "make":
        return "capacity"
    ahead = any(t.tags.get("aux") == "future" or t.tags.get("forward") in ("potential", "planned") for t in tokens) or any(
        t.tags.get("status") in ("under_construction", "planned", "building", "signed") for t in tokens
    )
    return "capacity" if ahead else "production"


def _power(tokens: list[Token], i: int, cue: str | None) -> str:
    if cue in ("power", "energy", "consumption"):
        return "power"
    if cue in ("production", "sold", "orders", "exports", "output"):
        return {"sold": "production", "output": "production"}.get(cue, cue)
    return "power" if _generates(tokens, i) else "capacity"


def _counts_things(tokens: list[Token], i: int, q: Quantity) -> bool:
    """62 vessels, 3 million alloy wheels, 40,000 garments: a number before a plural that is made and counted."""
    if i + 1 < len(tokens) and tokens[i + 1].low in word_set("counted"):
        return True
    name, stop = phrase_from(tokens, i + 1)
    if not name:
        return False
    head = name.split()[-1].lower()
    if head in word_set("counted") or head in word_set("vehicles"):
        return True
    big = (q.value or q.low or 0) >= 1000
    return big and head.endswith("s") and not head.endswith("ss") and stop > i + 1
