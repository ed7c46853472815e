"""Which lexicon is in use: the shipped tables, and over them the user's file where one is named.

The file's path lies in the environment (``LIANPU_LEXICON``), so that worker processes read with the same words.
Whatever is derived from words is kept by :func:`of_lexicon` and forgotten when the lexicon changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from lianpu.reading.user_lexicon import EMPTY, UserLexicon, load_lexicon

ENVIRONMENT = "LIANPU_LEXICON"

PHRASES = 10_000  # about 2 MB of each kind

P = ParamSpec("P")
R = TypeVar("R")

_kept: list[Any] = []


def of_lexicon(function: Callable[P, R]) -> Callable[P, R]:
    """``functools.cache`` for what depends on the words in use."""
    kept = cache(function)
    _kept.append(kept)
    return kept  # type: ignore[return-value]  # the cache takes what the function takes


def of_phrases(function: Callable[P, R]) -> Callable[P, R]:
    """The same for what depends on a phrase too, of which there is no end: only the last ``PHRASES`` are kept."""
    kept = lru_cache(maxsize=PHRASES)(function)
    _kept.append(kept)
    return kept  # type: ignore[return-value]


@of_lexicon
def active() -> UserLexicon:
    """The user's lexicon that ``LIANPU_LEXICON`` names; an empty one where it names none.

    Raises :class:`LianpuError` for a file that cannot be used.
    """
    named = os.environ.get(ENVIRONMENT)
    return load_lexicon(Path(named)) if named else EMPTY


def use(path: Path | None) -> None:
    """Reads with the user's lexicon at ``path`` from now on, in this process and those it starts; None: with none.

    Raises :class:`LianpuError` for a file that cannot be used; the lexicon in use then stays.
    """
    if path is not None:
        load_lexicon(path)
    if path is None:
        os.environ.pop(ENVIRONMENT, None)
    else:
        os.environ[ENVIRONMENT] = str(path.resolve())
    for kept in _kept:
        kept.cache_clear()


@contextmanager
def using(path: Path | None) -> Iterator[UserLexicon]:
    """The lexicon at ``path`` inside the ``with``, the one before it after."""
    before = os.environ.get(ENVIRONMENT)
    use(path)
    try:
        yield active()
    finally:
        use(Path(before) if before else None)
