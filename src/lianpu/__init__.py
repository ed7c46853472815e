"""lianpu (链谱): documents about a region's industry → a sourced, dated, computable model of its chains."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

#: Loaded when asked for, so that ``import lianpu`` stays light.
_LATER = {"plan": "lianpu.planning", "System": "lianpu.system.planning"}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'lianpu' has no attribute '{name}'")
