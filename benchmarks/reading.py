"""Speed and memory of reading beside their bars, on articles put together from the corpus of own documents.

``python benchmarks/reading.py [--documents N]``: files to claims with one process and two, repair and claims alone, and
memory over ten times as many documents. Figures are ratios to the bar: 1.0 meets it, more passes it.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from lianpu.reading.extract import extract
from lianpu.reading.files import make_source
from lianpu.reading.folder import Item, find
from lianpu.reading.many import read_item, read_many
from lianpu.reading.repair import repair

ROOT = Path(__file__).resolve().parents[1]
BARS = {
    "1,000 files to claims, one process": (10.0, "s"), "two processes against one": (1.7, "x"), "repair": (3.0, "MB/s"),
    "claims": (1.0, "MB/s"), "memory after 10 times the documents": (1.05, "x"),
}  # fmt: skip


def articles(number: int) -> Iterator[str]:
    """Articles of 2 to 4 kB: whole paragraphs drawn from the Chinese corpus and the examples, with a seed."""
    paths = [*sorted((ROOT / "tests" / "corpus" / "chinese").glob("*.txt")), ROOT / "examples" / "qujing-clean.txt"]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    draw = random.Random(4)
    for _ in range(number):
        wanted, held = draw.randint(2_000, 4_000), list[str]()
        while sum(len(line.encode()) for line in held) < wanted:
            line = draw.choice(lines)
            held.append(line.encode()[: wanted + 600].decode("utf-8", "ignore"))
        yield "\n".join(held) + "\n"


def written(folder: Path, number: int) -> list[Item]:
    for n, text in enumerate(articles(number)):
        (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")
    return [one for one in find([folder]) if isinstance(one, Item)]


def seconds(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """CPU seconds of this process, since wall time says more about the neighbours; processes are compared by the wall."""
    start = clock()
    run()
    return clock() - start


def read_all(items: list[Item], jobs: int) -> None:
    """As ``lianpu read`` does: each outcome is let go before the next."""
    for _ in read_many(items, jobs=jobs):
        pass


def memory() -> float:
    """The most memory that this process has held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    number = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        items = written(Path(name), number)
        size = sum(item.size for item in items) / 1e6
        read_item(items[0])  # what is loaded once
        one = seconds(lambda: read_all(items, 1)) * 1000 / number
        alone, together = (seconds(partial(read_all, items, jobs), time.perf_counter) for jobs in (1, 2))
        texts = [item.path.read_text(encoding="utf-8") for item in items]
        sources = [make_source("a.txt", text) for text in texts]
        mended = seconds(lambda: [repair(source).clean for source in sources])
        found = seconds(lambda: [extract(text, default_place=None, published=None) for text in texts])
        held = grown(items)
    figures = {
        "1,000 files to claims, one process": one, "two processes against one": alone / together, "repair": size / mended,
        "claims": size / found, "memory after 10 times the documents": held,
    }  # fmt: skip
    print(f"{number} articles, {size:.2f} MB")
    for what, value in figures.items():
        bar, unit = BARS[what]
        ratio = bar / value if unit == "s" or what.startswith("memory") else value / bar
        print(f"{what:40} {value:8.2f} {unit:5} bar {bar:5} {ratio:6.2f} {'met' if ratio >= 1 else 'MISSED'}")


def grown(items: list[Item]) -> float:
    """The most memory after reading all items ten times over, against after once."""
    read_all(items, 1)
    first = memory()
    for _ in range(9):
        read_all(items, 1)
    return memory() / first


if __name__ == "__main__":
    main()
