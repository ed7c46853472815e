"""Chains as a reader draws them: stages in columns, and what each stage feeds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.recipes import Technology
from lianpu.library.tables import Record, read_table, suggestion

COLUMNS = "id chain chain_zh chain_en good zh en column feeds share_of"


@dataclass(frozen=True, slots=True)
class Stage:
    """``feeds``: goods of later stages that this one goes into. ``share_of``: the stage that counts this one already
    (profiles are a share of processed aluminium), so that nobody adds the two.
    """

    good_id: str
    zh: str
    en: str
    column: int
    feeds: tuple[str, ...]
    share_of: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    id: str
    zh: str
    en: str
    stages: tuple[Stage, ...]


def read_chains(folder: Path, goods: dict[str, Good], technologies: dict[str, Technology]) -> tuple[Chain, ...]:
    """``chains.csv``. Every feed must be backed by a recipe that takes the one good and makes the other."""
    records = read_table(folder, "chains", COLUMNS)
    known = {record.text("good") for record in records}
    taken = {(row.good, way.main_good) for way in technologies.values() for row in way.rows if row.direction == "input"}
    stages: dict[tuple[str, str, str], list[Stage]] = {}
    for record in records:
        chain = (record.text("chain"), record.text("chain_zh"), record.text("chain_en"))
        stages.setdefault(chain, []).append(_stage(record, goods, known, taken))
    return tuple(Chain(*chain, tuple(found)) for chain, found in stages.items())


def _stage(record: Record, goods: dict[str, Good], known: set[str], taken: set[tuple[str, str]]) -> Stage:
    good = record.choice("good", goods, "good")
    feeds = tuple(filter(None, record.optional("feeds").split(";")))
    share_of = record.optional("share_of") or None
    for other in (*feeds, *filter(None, [share_of])):
        if other not in known:
            raise record.error(f"'{other}' is no stage of any chain", suggestion(other, known))
    for other in feeds:
        if (good, other) not in taken:
            raise record.error(f"no recipe makes {other} from {good}", "add one, or leave out the feed")
    column = record.number_of("column")
    return Stage(good, record.text("zh"), record.text("en"), int(column), feeds, share_of)
