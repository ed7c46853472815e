"""Mutated documents through loader, repair and grammar: no crash, no hang, no span out of range.

    .venv/bin/python benchmarks/fuzz_reading.py [--minutes 30] [--seed 1] [FOLDER]

Takes the files under FOLDER (the corpus, unless told otherwise), cuts, doubles, overwrites and joins their bytes and
texts, and reads the result. A clear error (``LianpuError``) is an answer. Anything else that is raised, a span outside
the text or not holding its quote, and more than 2 CPU seconds for 100 kB are findings: the input is kept beside the
seed that made it, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.reading.claims import Reading
from lianpu.reading.read import read

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
SECONDS_PER_100_KB = 2.0
LEAST_SECONDS = 2.0  # allowed for small files
LONGEST = 100_000  # bytes
PIECES = [
    "，", "。", "；", "万吨", "GWh", "2×35万千瓦", "分别", "一期", "（", "）", "?", "\ufffd", "\x00", "規(guī)?;⒓夯繕?biāo)",
    "　", "\n", "2025年", "其中", "5—8万吨", "-", "%", "亿元", "千亿级", "  ", "<p>", "&nbsp;", "[图片]", "１２", "𠮷",
    "\u202e", "1e9", "9" * 40,
]  # fmt: skip


def cut(data: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[b:]


def double(data: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * rng.randrange(1, 5) + data[b:]


def overwrite(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randrange(1, 30)):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def insert(data: bytes, rng: random.Random) -> bytes:
    piece = (rng.choice(PIECES) * rng.choice([1, 1, 1, 3, 2000])).encode(rng.choice(["utf-8", "gb18030", "utf-16-le"]), "replace")
    at = rng.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def recode(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(["gb18030", "utf-16", "big5", "utf-8-sig", "latin-1"]), "replace")


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [cut, double, overwrite, insert, insert, recode]


def one(seed: int, files: list[Path], folder: Path) -> str | None:
    """What is wrong with the reading of the document that the seed makes; None where nothing is."""
    rng = random.Random(seed)
    source = rng.choice(files)
    data = source.read_bytes()
    for _ in range(rng.randrange(1, 5)):
        data = rng.choice(MUTATIONS)(data, rng)[:LONGEST]
    path = folder / f"{seed}{rng.choice([source.suffix, source.suffix, '.txt', '.html'])}"
    path.write_bytes(data)
    began = time.process_time()
    try:
        wrong = _wrong(read(path))
    except LianpuError:
        wrong = None
    except Exception:
        wrong = traceback.format_exc()
    spent = time.process_time() - began
    if wrong is None and spent > max(LEAST_SECONDS, SECONDS_PER_100_KB * len(data) / 100_000):
        wrong = f"{spent:.1f} s for {len(data)} bytes"
    if wrong is None:
        path.unlink()
    return wrong


def _wrong(reading: Reading) -> str | None:
    for claim in reading.claims:
        start, end = claim.span
        if not 0 <= start <= end <= len(reading.text):
            return f"{claim.id}: span {claim.span} outside of {len(reading.text)} characters"
        low, high = claim.clean_span
        if reading.clean_text[low:high] != claim.quote:
            return f"{claim.id}: the quote is not at its span"
    return None


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    files = sorted(p for p in given.folder.rglob("*") if p.is_file() and p.suffix not in (".json", ".md"))
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    ends, seed, found = time.monotonic() + 60 * given.minutes, given.seed, 0
    while time.monotonic() < ends:
        wrong = one(seed, files, kept)
        if wrong:
            found += 1
            print(f"seed {seed}: {wrong.strip()}", flush=True)
        seed += 1
    print(f"{seed - given.seed} documents, {found} findings" + (f", kept in {kept}" if found else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
