"""The words that only the chain map and the report use, from ``templates/labels.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from lianpu.views.wording import LANGUAGES


def label(key: str, lang: str, /, **values: object) -> str:
    """The words of ``key`` (``map.title``) with ``values`` in their places. Raises ``KeyError`` for an unknown key."""
    section, _, name = key.partition(".")
    words = _table()[section][name][LANGUAGES.index(lang)]
    return words.format(**values) if values else words


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    folder = resources.files(__package__).joinpath("templates")
    return tomllib.loads(folder.joinpath("labels.toml").read_text(encoding="utf-8"))
