"""The words of both languages: labels, states, reasons, patterns of sentences, from ``words.toml`` and, for a subject of
its own, ``words/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from lianpu.errors import LianpuError
from lianpu.library.load import Library

LANGUAGES = ("zh", "en")
#: What the library's tables write for a source where there is none.
LIBRARY_ESTIMATE = "library's estimate"

#: Vocabularies that grow with the data; a code without words is shown as it is.
OPEN = frozenset(
    [
        "flag",
        "reason",
        "basis",
        "quality",
        "damage",
        "evidence",
        "library_table",
        "document_kind",
        "kind",
        "figure",
        "term",
        "spec_part",
    ]
)


def t(key: str, lang: str, /, **values: object) -> str:
    """The words of ``key`` (``status.operating``) with ``values`` in their places. Raises ``KeyError`` for a key that
    the table lacks, :class:`LianpuError` for another language than zh and en."""
    words = _table().get(key)
    column = _column(lang)
    if words is None:
        section, _, code = key.partition(".")
        if section not in OPEN:
            raise KeyError(key)
        return code.replace("_", " ")
    return words[column].format(**values) if values else words[column]


def has_words(key: str) -> bool:
    """True where the table has words for ``key``."""
    return key in _table()


def good_name(good: str, library: Library, lang: str) -> str:
    """The name of a good; of an id that the library lacks, the id."""
    entry = library.goods.get(good)
    return good if entry is None else (entry.zh, entry.en)[_column(lang)]


def stage_name(good: str, library: Library, lang: str) -> str:
    """The name of a good as its chain calls the stage (拉棒, 电芯); of a good that is no stage, its own."""
    stage = next((s for chain in library.chains for s in chain.stages if s.good_id == good), None)
    return (stage.zh, stage.en)[_column(lang)] if stage else good_name(good, library, lang)


def chain_name(chain: str | None, library: Library, lang: str) -> str:
    """The name of a chain, or the words for goods outside every chain."""
    entry = next((c for c in library.chains if c.id == chain), None)
    if entry is not None:
        return (entry.zh, entry.en)[_column(lang)]
    return t(f"chain.{chain}", lang) if f"chain.{chain}" in _table() else chain or ""


def region_name(name: str | None, lang: str) -> str:
    """The region's name, or the words for one that no document names."""
    return name or t("no_region", lang)


def spec_words(spec: str, lang: str) -> str:
    """A price's specification, part by part (166 mm, weekly spot average); the words for none where it is empty."""
    if not spec:
        return t("spec.none", lang)
    return t("list.comma", lang).join(t(f"spec_part.{part}", lang) for part in spec.split(", "))


def source_words(title: str, lang: str) -> str:
    """The title of a row's source; the library's own estimates are called so in the language."""
    own = title == LIBRARY_ESTIMATE or title.startswith(f"{LIBRARY_ESTIMATE},")
    return t("library_estimate", lang) + title[len(LIBRARY_ESTIMATE) :] if own else title


def listed(items: Iterable[str], lang: str) -> str:
    """``甲、乙和丙`` or ``a, b and c``."""
    *first, last = list(items) or [""]
    return t("list.and", lang).join([t("list.comma", lang).join(first), last]) if first else last


def keys() -> Iterator[str]:
    """Every key of the table."""
    yield from _table()


def _column(lang: str) -> int:
    if lang not in LANGUAGES:
        raise LianpuError(f"no words for the language '{lang}'", hint=f"one of {', '.join(LANGUAGES)}")
    return LANGUAGES.index(lang)


@cache
def _table() -> dict[str, tuple[str, str]]:
    folder = resources.files(__package__)
    subjects = sorted((f for f in folder.joinpath("words").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    files = [folder.joinpath("words.toml"), *subjects]
    return {key: words for f in files for key, words in _flat(tomllib.loads(f.read_text(encoding="utf-8")))}


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", (value[0], value[1])
