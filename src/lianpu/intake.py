"""Files, folders and archives into a ledger: found, read in several processes, kept as they come."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.company_exports import (
    Export,
    Measure,
    columns_from,
    export_headings,
    is_export,
    keep_columns,
    kept_columns,
    unsure,
)
from lianpu.ledger.importing import ImportReport, import_into
from lianpu.ledger.store import Ledger
from lianpu.reading.folder import Item, Skipped, find
from lianpu.reading.many import Outcome, read_many

#: Files by which a folder is known as one that lianpu wrote, and is not read.
OWN_FILES = frozenset({"ledger.sqlite", "run.json"})
ENOUGH = 64  # documents from which further processes are worth their start
MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was read: its name, number of claims, and whether the ledger gained anything by it."""

    name: str
    kind: str
    claims: int
    new: bool


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of it."""

    ledger: str | Path
    kept: tuple[Kept, ...]
    skipped: tuple[Skipped, ...]

    @property
    def new(self) -> tuple[Kept, ...]:
        return tuple(one for one in self.kept if one.new)


class Watch:
    """Told what happens: how many documents there are, then each in turn."""

    def found(self, number: int) -> None: ...

    def done(self, name: str) -> None: ...

    def skipped(self, what: Skipped) -> None: ...


def read_into(
    paths: Sequence[Path], ledger: str | Path, *, place: str | None = None, jobs: int | None = None, watch: Watch | None = None
) -> Intake:
    """Reads what is found at ``paths`` and adds it to the ledger, which is made with the first document.

    Reading twice adds nothing. What cannot be read is left out and told. ``jobs`` is the number of processes
    (default: by the number of documents and cores). Raises :class:`LianpuError` for a ledger that cannot be used.
    """
    watch = watch or Watch()
    found = list(find(paths, left_out=OWN_FILES))
    items = [one for one in found if isinstance(one, Item)]
    left = [one for one in found if isinstance(one, Skipped)]
    watch.found(len(items))
    for one in left:
        watch.skipped(one)
    kept: list[Kept] = []
    with ExitStack() as stack:
        into: Ledger | None = None
        for outcome in read_many(items, jobs=jobs or _jobs(len(items)), place=place):
            if outcome.reading is None:
                assert outcome.skipped is not None
                left.append(outcome.skipped)
                watch.skipped(outcome.skipped)
            else:
                into = into or stack.enter_context(_opened(ledger))
                kept.append(_add(into, outcome))
            watch.done(outcome.item.name)
    return Intake(ledger, tuple(kept), tuple(left))


Confirm = Callable[[Path, Mapping[str, Measure]], bool]


def import_tables(
    paths: Sequence[Path],
    ledger: str | Path,
    *,
    partial: bool = False,
    mapping: Path | None = None,
    who: str = "",
    confirm: Confirm = lambda path, columns: True,
) -> list[ImportReport]:
    """Adds tables of dated claims, and exports of a register of firms, to the ledger, which is made with the first.

    ``mapping`` is a TOML file whose ``[columns]`` says what headings are. What the columns of an export are is asked
    once (``confirm``) and kept in the ledger. Raises :class:`LianpuError` for a file that is no such table, and for a
    ledger that cannot be used; the tables before it stay.
    """
    told = _mapping(mapping) if mapping else {}
    with _opened(ledger) as into:
        return [
            _import_export(into, path, told, partial, who, confirm)
            if is_export(path)
            else import_into(into, path, partial=partial, mapping=told)
            for path in paths
        ]


def _import_export(
    ledger: Ledger, path: Path, told: Mapping[str, str], partial: bool, who: str, confirm: Confirm
) -> ImportReport:
    headings = export_headings(path)
    kept = None if told else kept_columns(ledger, headings)
    columns = kept or columns_from(told, headings)
    if doubtful := unsure(columns):
        hint = 'say so in a file named with --mapping: under [columns], "HEADING" = "production 万吨", or = "ignored"'
        raise LianpuError(f"it is not clear what these columns are: {', '.join(doubtful)}", file=path, hint=hint)
    if kept is None and not confirm(path, columns):
        raise LianpuError("what the columns are was not confirmed", file=path, hint="say otherwise with --mapping")
    export = Export(path, columns)
    added = ledger.add_many(export.readings()) if partial else ledger.add_all(
        export.readings(), unless=lambda: bool(export.refused)
    )  # fmt: skip
    if kept is None and (partial or not export.refused):
        keep_columns(ledger, columns, who or "lianpu")
    return ImportReport(
        str(path),
        added.claims,
        added.known,
        added.withdrawn,
        added.documents,
        tuple(export.refused),
        tuple(export.left_out),
    )


def _mapping(path: Path) -> dict[str, str]:
    """The ``[columns]`` of a mapping file."""
    hint = 'write [columns] and under it "HEADING" = "COLUMN" (docs/ledger.md)'
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LianpuError(f"is not TOML ({error})", file=path, hint=hint) from None
    columns = data.get("columns")
    if set(data) != {"columns"} or not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise LianpuError("holds no table [columns] of words", file=path, hint=hint)
    return columns


def _add(ledger: Ledger, outcome: Outcome) -> Kept:
    assert outcome.reading is not None
    added = ledger.add(outcome.reading)
    return Kept(outcome.item.name, outcome.reading.kind, len(outcome.reading.claims), bool(added.documents or added.claims))


def _opened(ledger: str | Path) -> Ledger:
    """The ledger at a path, whose folder is made where there is none, or at an address."""
    folder = Path(ledger).parent
    try:
        if "://" not in str(ledger):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"cannot make the folder ({error.strerror})"
        raise LianpuError(told, file=folder, hint="choose another --ledger") from None
    return Ledger.open(ledger)


def _jobs(documents: int) -> int:
    return 1 if documents < ENOUGH else min(os.cpu_count() or 1, MOST_JOBS)
