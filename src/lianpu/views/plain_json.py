"""Results as JSON: a dataclass becomes an object of its fields, a range its three ends, an endless time null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from math import isfinite
from typing import Any

from lianpu.units import Range


def as_json(value: Any) -> Any:
    """Stable keys: the names of the fields."""
    if isinstance(value, Range):
        return {"low": value.low, "typical": value.typical, "high": value.high}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [as_json(entry) for entry in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
