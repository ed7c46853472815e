"""How well damaged text is repaired: clean texts are damaged by the forward model of the tests and repaired again.

    python benchmarks/repair.py [--folder TEXTS]... [--bytes 200000] [--misses 20]

Without ``--folder`` the texts are the project's own corpus, damaged again and again with other notes and commas until
there are enough bytes. With it, every .txt file under the folder, cut into documents of about 1,500 characters.
Times are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count, islice
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from damager import COMMON_NOTES, damage  # type: ignore  # noqa: E402
from lianpu.reading import lattice  # noqa: E402
from lianpu.reading.files import make_source  # noqa: E402
from lianpu.reading.repair import Repaired, repair  # noqa: E402

SURE = 0.9
DOCUMENT = 1500  # characters
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_SENTENCE = re.compile(r"(?<=[。！？\n])")

Op = tuple[str, int, int, int, int]


@dataclass
class Totals:
    """What was counted over all documents."""

    bytes: int = 0
    chars: int = 0
    edits: int = 0
    numbers: int = 0
    wrong: int = 0
    silent: int = 0
    broken: int = 0
    exact: int = 0
    flagged: int = 0
    swallowed: int = 0
    judged: list[tuple[float, bool]] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def own_texts() -> list[str]:
    """The clean documents of the corpus."""
    paths = sorted((ROOT / "tests" / "corpus" / "chinese").rglob("*.txt")) + sorted((ROOT / "tests" / "data").glob("*.txt"))
    return [path.read_text("utf-8") for path in (*paths, ROOT / "examples" / "qujing-clean.txt")]


def folder_texts(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            part: list[str] = []
            for line in path.read_text("utf-8", "replace").splitlines(keepends=True):
                part.append(line)
                if sum(map(len, part)) > DOCUMENT:
                    yield "".join(part)
                    part = []
            yield "".join(part)


def damaged(texts: list[str], least: int) -> Iterator[tuple[str, str]]:
    """Clean and damaged documents until the clean ones have so many bytes."""
    done, random = 0, Random(7)
    for number in count():
        clean = _as_encoded(texts[number % len(texts)])
        cut = random.randint(len(COMMON_NOTES) // 4, len(COMMON_NOTES))
        notes = dict(islice(COMMON_NOTES.items(), cut)) if random.random() < 0.9 else {}
        start, every = random.randint(0, 2), random.choice((1, 3, 3))
        yield clean, damage(clean, notes, inserts=lambda n, s=start, e=every: e == 1 or (n + s) % e != 0)
        done += len(clean.encode())
        if done >= least:
            return


def _as_encoded(text: str) -> str:
    """Without what the tool's encoding does not hold or makes something else of in any text."""
    return text.encode("gbk", "ignore").decode("gbk").replace("\u3000", " ")


def differences(found: str, clean: str) -> list[Op]:
    """Aligned line by line, then character by character where lines differ."""
    a, b = found.splitlines(keepends=True), clean.splitlines(keepends=True)
    at_a, at_b = _starts(a), _starts(b)
    out: list[Op] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        x, y = "".join(a[i:j]), "".join(b[k:m])
        inner = SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
        out += [(t, p + at_a[i], q + at_a[i], r + at_b[k], s + at_b[k]) for t, p, q, r, s in inner if t != "equal"]
    return out


def _starts(parts: list[str]) -> list[int]:
    out = [0]
    for part in parts:
        out.append(out[-1] + len(part))
    return out


def judge(clean: str, original: str, found: Repaired, totals: Totals) -> None:
    """Count what a document adds."""
    ops = [] if found.clean == clean else differences(found.clean, clean)
    totals.bytes += len(clean.encode())
    totals.chars += len(clean)
    totals.edits += sum(max(j - i, m - k) for _, i, j, k, m in ops)
    totals.numbers += len(_NUMBER.findall(clean))
    for _, i, j, k, m in ops:
        if re.search("[0-9]", found.clean[i:j] + clean[k:m]):
            totals.wrong += 1
            if "\ufffd" not in found.clean[i:j] and not found.doubts(*_number_around(found.clean, i, j)):
                totals.silent += 1
                totals.misses.append(f"DIGITS {found.clean[max(0, i - 9) : j + 9]!r} for {clean[max(0, k - 9) : m + 9]!r}")
    _judge_sentences(clean, found, ops, totals)


def _number_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] in "0123456789.":
        start -= 1
    while end < len(text) and text[end] in "0123456789.":
        end += 1
    return max(0, start - 1), end + 1


def _judge_sentences(clean: str, found: Repaired, ops: list[Op], totals: Totals) -> None:
    starts = _starts(_SENTENCE.split(clean))
    shift = [(0, 0), *((j, m) for _, _, j, _, m in ops)]
    hit: dict[int, float] = {}
    swallowed: set[int] = set()
    for one in found.repairs:
        low, high = found.offsets.to_clean(one.start, one.end)
        wrong = [op for op in ops if op[1] <= high and op[2] >= low]
        if one.kind == "shifted_bytes":
            totals.judged.append((one.confidence, not wrong))
        at = shift[bisect_right(shift, (low, 10**9)) - 1]
        place = wrong[0][3] if wrong else low - at[0] + at[1]
        sentence = bisect_right(starts, place) - 1
        if "\ufffd" in one.read:
            swallowed.add(sentence)
        hit[sentence] = min(hit.get(sentence, 1.0), one.confidence)
        if wrong:
            totals.misses.append(
                f"{one.shown!r} read {one.read!r} ({one.confidence}), is {clean[max(0, place - 5) : place + 9]!r}"
            )
    told = [found.offsets.to_clean(one.start, one.end) for one in found.repairs]
    for _, i, j, k, m in ops:
        if not any(i <= high and j >= low for low, high in told):
            totals.misses.append(f"UNTOLD {found.clean[max(0, i - 7) : j + 7]!r} for {clean[max(0, k - 7) : m + 7]!r}")
    bad = {bisect_right(starts, op[3]) - 1 for op in ops}
    missed = {bisect_right(starts, op[3]) - 1 for op in ops if "?" in found.clean[max(0, op[1] - 1) : op[2] + 1]}
    for sentence in hit.keys() | missed:
        totals.broken += 1
        totals.exact += sentence not in bad
        totals.swallowed += sentence in bad and sentence in swallowed
        totals.flagged += sentence in bad and hit.get(sentence, 1.0) < SURE


def calibration_error(judged: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: the mean distance of confidence and share of right, weighed by bin."""
    error = 0.0
    for low in range(bins):
        inside = [(c, ok) for c, ok in judged if low <= c * bins < low + 1 or (low == bins - 1 and c == 1)]
        if inside:
            error += abs(sum(c for c, _ in inside) - sum(ok for _, ok in inside))
    return error / max(1, len(judged))


def speed(text: str) -> float:
    """MB/s, the best of three."""
    source, times = make_source("x.txt", text), []
    for _ in range(3):
        start = time.process_time()
        repair(source)
        times.append(time.process_time() - start)
    return len(text.encode()) / 1e6 / min(times)


def timed_breaks() -> list[float]:
    """From here on the CPU seconds of every search are noted in the list."""
    times: list[float] = []
    plain = lattice.Search.best

    def best(self: lattice.Search) -> lattice.Break | None:
        start = time.process_time()
        found = plain(self)
        if self.work:
            times.append(time.process_time() - start)
        return found

    lattice.Search.best = best  # type: ignore[method-assign]
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, action="append", default=[], help="clean .txt files in UTF-8 to damage")
    parser.add_argument("--bytes", type=int, default=200_000, help="of clean text to damage")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to print")
    options = parser.parse_args()
    texts = list(folder_texts(options.folder)) if options.folder else own_texts()
    totals = Totals()
    repair(make_source("warm.txt", damage(texts[0], inserts=lambda n: True)))
    times = timed_breaks()
    for clean, original in damaged(texts, options.bytes):
        judge(clean, original, repair(make_source("x.txt", original)), totals)
    _report(totals, sorted(times) or [0.0])
    whole = "".join(texts)[:400_000]
    noted = "".join(line for line in damage(whole, inserts=lambda n: False).splitlines(True) if "?" not in line)
    print(f"speed: clean text {speed(whole):.1f} MB/s, with notes {speed(noted):.1f} MB/s")
    changed = [text for text in texts if repair(make_source("x.txt", text)).clean != text]
    print(f"changes in clean text: {len(changed)} of {len(texts)} documents, {sum(len(t.encode()) for t in texts)} bytes")
    for line in totals.misses[: options.misses]:
        print("  ", line)


def _report(totals: Totals, times: list[float]) -> None:
    rest = totals.broken - totals.exact
    print(f"{totals.bytes} bytes damaged and repaired: character accuracy {1 - totals.edits / totals.chars:.5f}")
    print(f"sentences with a break: {totals.broken}, exact {totals.exact / max(1, totals.broken):.3f}, "
          f"of the rest flagged {totals.flagged / max(1, rest):.3f}, with a character that is gone "
          f"{totals.swallowed / max(1, rest):.3f}")  # fmt: skip
    print(f"numbers: {totals.numbers}, wrong {totals.wrong}, of these not flagged {totals.silent}")
    print(f"breaks read: {len(totals.judged)}, right {sum(ok for _, ok in totals.judged) / max(1, len(totals.judged)):.3f}, "
          f"expected calibration error {calibration_error(totals.judged):.3f}")  # fmt: skip
    print(f"ms per break: median {1000 * times[len(times) // 2]:.0f}, most {1000 * times[-1]:.0f}")


if __name__ == "__main__":
    main()
