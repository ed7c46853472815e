"""Many documents, one after another or in several processes; what fails is told and the rest is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import PurePosixPath

from lianpu.errors import LianpuError
from lianpu.reading.claims import Reading
from lianpu.reading.folder import Item, Skipped, content, shown, skipped

CHUNK = 16  # documents that a process reads before it hands them back
CHUNK_BYTES = 1 << 20
AHEAD = 3  # chunks a process that wait for it or wait to be taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: its reading, or why there is none."""

    item: Item
    reading: Reading | None = None
    skipped: Skipped | None = None


def read_item(item: Item, place: str | None = None) -> Outcome:
    """Reads a document. A fault of ours is told as what it is, and the rest of the folder is still read."""
    from lianpu.reading.extract import extract
    from lianpu.reading.files import source_of
    from lianpu.reading.read import read_source

    try:
        name = PurePosixPath(shown(item.inside[-1])).name if item.inside else item.path.name
        source = source_of(name, content(item), file=item.name)
        return Outcome(item, read_source(source, extract, place=place))
    except LianpuError as error:
        return Outcome(item, skipped=skipped(item.name, error))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in compiled code is no Exception
        return Outcome(item, skipped=_fault(item, f"{type(error).__name__}: {error}"))


def _fault(item: Item, told: str) -> Skipped:
    hint = "this is a fault of lianpu, please report it"
    return skipped(item.name, LianpuError(f"reading it failed ({told[:200]})", file=item.name, hint=hint, code="failed"))


def read_many(items: Sequence[Item], *, jobs: int = 1, place: str | None = None) -> Iterator[Outcome]:
    """The outcomes in the order of ``items``; never more than a few chunks of readings are held.

    A document that ends its process is found by reading those of its chunk one by one, and told.
    """
    if jobs <= 1 or len(items) <= 1:
        for item in items:
            yield read_item(item, place)
        return
    chunks = deque(_chunks(items, jobs))
    while chunks:
        yield from _in_pool(chunks, jobs, place)


def _chunks(items: Sequence[Item], jobs: int) -> Iterator[list[Item]]:
    most = max(1, min(CHUNK, len(items) // (2 * jobs)))
    held: list[Item] = []
    for item in items:
        if held and (len(held) == most or sum(one.size for one in held) + item.size > CHUNK_BYTES):
            yield held
            held = []
        held.append(item)
    if held:
        yield held


def _in_pool(chunks: deque[list[Item]], jobs: int, place: str | None) -> Iterator[Outcome]:
    """Reads chunks until there are none, or until one breaks the pool: that one is then read document by document."""
    waiting: deque[tuple[list[Item], Future[list[Outcome]]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            while chunks or waiting:
                while chunks and len(waiting) < AHEAD * jobs:
                    waiting.append((chunks[0], pool.submit(worker, chunks[0], place)))
                    chunks.popleft()
                yield from waiting[0][1].result()
                waiting.popleft()
            return
        except BrokenProcessPool:
            lost = [chunk for chunk, _ in waiting]
            chunks.extendleft(reversed(lost[1:]))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for item in lost[0] if lost else chunks.popleft():
        yield _alone(item, place)


def _alone(item: Item, place: str | None) -> Outcome:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(single, item, place).result()
        except BrokenProcessPool:
            return Outcome(item, skipped=_fault(item, "the process ended"))


def read_chunk(items: Sequence[Item], place: str | None) -> list[Outcome]:
    return [read_item(item, place) for item in items]


#: What the processes run: a chunk of documents, or one alone after its chunk has ended a process.
worker, single = read_chunk, read_item
