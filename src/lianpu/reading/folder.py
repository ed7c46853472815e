"""Files, folders and zip archives to the single documents in them, without opening these."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lianpu.errors import LianpuError
from lianpu.reading.files import FORMATS, KINDS, LIMIT, bytes_of
from lianpu.reading.zipped import member, opened

DEEPEST = 3  # archives within archives
ARCHIVE = 400 * 1024 * 1024  # bytes of an archive at most
_OWN = ("~$", ".", "__MACOSX")  # how files begin that programs keep for themselves
_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Item:
    """A document: a file at ``path``, or the member of the archive there that ``inside`` names, archive by archive."""

    path: Path
    inside: tuple[str, ...] = ()
    size: int = 0

    @property
    def name(self) -> str:
        """The path as the user gave it, with the way inside archives."""
        return "/".join((str(self.path), *map(shown, self.inside)))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not read: ``told`` says in one line which and why, ``code`` in a word."""

    name: str
    told: str
    code: str


def shown(name: str) -> str:
    """A member's name; those that Chinese programs wrote in GBK without saying so are read as that."""
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def find(paths: Sequence[Path], *, left_out: Collection[str] = ()) -> Iterator[Item | Skipped]:
    """The documents at ``paths`` in order of their names, and what is none of those that are read.

    Folders are searched to the bottom; one that holds a file named in ``left_out`` (a run's own) is passed over, as
    are hidden files. What a path names itself is always tried.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path, left_out)
        else:
            yield from _file(path)


def _folder(folder: Path, left_out: Collection[str]) -> Iterator[Item | Skipped]:
    try:
        held = sorted(folder.iterdir())
    except OSError as error:
        yield skipped(str(folder), LianpuError(f"the folder cannot be read ({error.strerror})", file=folder, code="unreadable"))
        return
    if any(path.name in left_out for path in held):
        return
    for path in held:
        if _kept_by_a_program(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _folder(path, left_out)
        elif path.is_file():
            yield from _file(path)


def _kept_by_a_program(name: str) -> bool:
    return name.startswith(_OWN) or name.lower() in _NAMES


def _file(path: Path) -> Iterator[Item | Skipped]:
    suffix = path.suffix.lower()
    if suffix == ".zip":
        yield from _archive(path)
    elif suffix not in KINDS and path.is_file():
        yield _unsupported(str(path), suffix)
    else:
        yield Item(path, size=path.stat().st_size if path.is_file() else 0)


def _unsupported(name: str, suffix: str) -> Skipped:
    told = LianpuError(f"files of kind '{suffix}' are not read", file=name, hint=f"save it as {FORMATS}", code="unsupported")
    return skipped(name, told)


def skipped(name: str, error: LianpuError) -> Skipped:
    return Skipped(name, str(error), error.code or "unreadable")


def _archive(path: Path) -> Iterator[Item | Skipped]:
    try:
        yield from _members(path, bytes_of(path, ARCHIVE), ())
    except LianpuError as error:
        yield skipped(str(path), error)


def _members(path: Path, raw: bytes, inside: tuple[str, ...]) -> Iterator[Item | Skipped]:
    here = Item(path, inside).name
    archive = opened(raw, here, what="archive")
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = PurePosixPath(info.filename)
        if info.is_dir() or any(_kept_by_a_program(part) for part in name.parts):
            continue
        item, suffix = Item(path, (*inside, info.filename), info.file_size), name.suffix.lower()
        if suffix == ".zip":
            yield from _nested(item, archive, here)
        elif suffix not in KINDS:
            yield _unsupported(item.name, suffix)
        else:
            yield item


def _nested(item: Item, archive: zipfile.ZipFile, here: str) -> Iterator[Item | Skipped]:
    try:
        if len(item.inside) >= DEEPEST:
            told = f"this is the {DEEPEST + 1}th archive inside another"
            raise LianpuError(told, file=item.name, hint="unpack it yourself", code="bomb")
        yield from _members(item.path, member(archive, item.inside[-1], here), item.inside)
    except LianpuError as error:
        yield skipped(item.name, error)


def content(item: Item) -> bytes:
    """The bytes of a document. Raises :class:`LianpuError` where they cannot be had."""
    if not item.inside:
        return bytes_of(item.path, LIMIT)
    raw = bytes_of(item.path, ARCHIVE)
    for n, name in enumerate(item.inside):
        last = n + 1 == len(item.inside)
        here = Item(item.path, item.inside[: n + 1]).name
        raw = member(opened(raw, here, what="archive"), name, here, limit=LIMIT if last else ARCHIVE)
    return raw
