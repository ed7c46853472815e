"""What a user wants marked: kinds of mark switched off, or told with another severity, in a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.findings import Severity


@dataclass(frozen=True, slots=True)
class Profile:
    """``off`` are codes that are not marked, ``severity`` those that are told with another one."""

    off: frozenset[str] = frozenset()
    severity: dict[str, Severity] = field(default_factory=dict)

    def of(self, code: str, severity: Severity) -> Severity | None:
        """The severity with which a code is marked; None where it is not."""
        return None if code in self.off else self.severity.get(code, severity)


def read_profile(path: Path, codes: Collection[str]) -> Profile:
    """The profile in a file: a table ``[kinds]`` of code = false, true, "error", "doubt" or "note".

    Raises :class:`LianpuError` for a file that is no such table and for a code that is none of ``codes``.
    """
    hint = 'write [kinds] and under it CODE = false, or CODE = "note" (docs/red-pencil.md)'
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LianpuError(f"is not TOML ({error})", file=path, hint=hint) from None
    kinds = data.get("kinds")
    if set(data) != {"kinds"} or not isinstance(kinds, dict):
        raise LianpuError("holds no table [kinds]", file=path, hint=hint)
    for code, wanted in kinds.items():
        if code not in codes:
            near = get_close_matches(code, codes, n=1)
            raise LianpuError(
                f"no kind of mark '{code}'", file=path, place="[kinds]", hint=f"did you mean '{near[0]}'?" if near else hint
            )
        if not isinstance(wanted, bool) and wanted not in list(Severity):
            raise LianpuError(f"'{wanted}' is no severity", file=path, place=f"[kinds] {code}", hint=hint)
    off = frozenset(code for code, wanted in kinds.items() if wanted is False)
    return Profile(off, {code: Severity(wanted) for code, wanted in kinds.items() if isinstance(wanted, str)})
