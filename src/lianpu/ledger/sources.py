"""How far a source is to be believed beside others: filing, statistics, press conference, newspaper, portal, repost.

The order is that in which figures are answered for: by law, by office, in public, by an editor, by nobody, and by one
who copied. The cues (``data/source_ranks.csv``) stand in the document's name, address or printed source.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files

from lianpu.ledger.queries import Document

#: A source that shows no cue: a page or file of somebody.
PORTAL = 1
REPOST = 0


def source_rank(document: Document) -> int:
    """From 5 (a filing) to 0 (a repost); what is told to be a repost is one, whatever it copied."""
    return _rank(f"{document.name} {document.source or ''}".casefold())


@lru_cache(maxsize=65536)
def _rank(told: str) -> int:
    ranks = [rank for cue, rank in _cues() if cue in told]
    return REPOST if REPOST in ranks else max(ranks, default=PORTAL)


@cache
def _cues() -> tuple[tuple[str, int], ...]:
    with (files("lianpu.ledger") / "data" / "source_ranks.csv").open(encoding="utf-8") as table:
        return tuple((row["cue"].casefold(), int(row["rank"])) for row in csv.DictReader(table))
