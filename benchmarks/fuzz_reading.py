"""Throws broken bytes and text at loader, repair and grammar, for as long as asked:
``python benchmarks/fuzz_reading.py 300 [SEED]``.

Cut, mixed, flipped and re-encoded pieces of the corpus and of its damaged twins. Told are crashes (anything but the one
line of a user's mistake), spans out of range, and hangs: more than 2 CPU seconds on 100 kB. Ends with 1 if there were any.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from damager import damage  # type: ignore  # noqa: E402
from lianpu.errors import LianpuError  # noqa: E402
from lianpu.reading.extract import extract  # noqa: E402
from lianpu.reading.files import make_source, read_document  # noqa: E402
from lianpu.reading.read import read_source  # noqa: E402
from lianpu.reading.repair import repair  # noqa: E402

HANG = 2.0  # CPU seconds on up to 100 kB
MOST = 100_000  # bytes
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig")
SUFFIXES = (".txt", ".html", ".md", "")
ODD = (
    "?",
    "??",
    "?,",
    "?;",
    "?。",
    "(yè)",
    "(",
    "?yè)",
    ",,",
    "\ufffd",
    "\x00",
    "\r\n",
    "\u3000",
    "[图片]",
    "<img ",
    "&nbsp;",
    "1",
    "\ud83d\ude00",
    "万吨",
    "亿元",
    "2025年",
    "12.5%",
    "一二三",
    " kt/a",
    "million",
    "、",
    "（",
    "\n",
    "\t",
)


def pieces(random: Random, seeds: list[str]) -> str:
    """A text put together from parts of the seeds and odd characters."""
    size, out = random.choice((50, 500, 5000, 33_000)), ""
    while len(out) < size:
        seed = random.choice(seeds)
        start = random.randrange(len(seed))
        out += seed[start : start + random.choice((3, 40, 400, 4000))]
        out += random.choice(ODD) * random.choice((0, 1, 1, 2, 50))
    return out


def _flipped(random: Random, raw: bytes) -> bytes:
    out = bytearray(raw)
    for _ in range(random.choice((0, 0, 1, 10, len(out) // 50))):
        if out:
            out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out[random.choice((0, 0, 1)) :][:MOST])


def _misread(random: Random, text: str) -> str:
    return text.encode(random.choice(ENCODINGS), "replace").decode(random.choice(ENCODINGS), "replace")


def _damaged(random: Random, text: str) -> str:
    every = random.choice((1, 2, 3))
    return str(damage(text.encode("utf-8", "replace").decode(), inserts=lambda n: n % every == 0))


def one_case(random: Random, seeds: list[str], folder: Path) -> None:
    """Make a case, repair and read it. Raises what goes wrong."""
    text = pieces(random, seeds)
    change: Callable[[Random, str], str] = random.choice((lambda _, same: same, _misread, _damaged))
    text = change(random, text)[: MOST // 3]
    if random.random() < 0.5:
        path = folder / f"case{random.choice(SUFFIXES)}"
        path.write_bytes(_flipped(random, text.encode(random.choice(ENCODINGS), "replace")))
        try:
            source = read_document(path)
        except LianpuError:
            return
    else:
        source = make_source("case.txt", text.encode("utf-8", "replace").decode("utf-8"))
    found = repair(source)
    last = 0
    for at in range(len(found.clean)):
        start, end = found.offsets.to_original(at, at + 1)
        assert last <= start <= end <= len(source.text), ("span", at, start, end)
        last = start
    for one in found.repairs:
        assert 0 <= one.start <= one.end <= len(source.text), one
    reading = read_source(source, extract, place=random.choice((None, "曲靖市")))
    for claim in reading.claims:
        low, high = claim.clean_span
        assert 0 <= low < high <= len(reading.clean_text), claim
        assert 0 <= claim.span[0] <= claim.span[1] <= len(source.text), claim


def main(seconds: float, seed: int) -> int:
    paths = [*(ROOT / "tests" / "corpus").rglob("*.txt"), *(ROOT / "examples").glob("*.txt")]
    seeds = [path.read_text("utf-8", "replace") for path in paths]
    end, cases, bad = time.monotonic() + seconds, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            random, start = Random(seed + cases), time.process_time()
            try:
                one_case(random, seeds, Path(folder))
            except Exception:
                bad += 1
                print(f"seed {seed + cases}:", traceback.format_exc(limit=-3))
            if cases and (took := time.process_time() - start) > HANG:
                bad += 1
                print(f"seed {seed + cases}: {took:.1f} s")
            cases += 1
    print(f"{cases} cases, {bad} bad")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
