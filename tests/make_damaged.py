"""Makes the damaged documents of tests/corpus/damaged from clean ones, each damaged in its own way, with fixed seeds.

    python tests/make_damaged.py

The gold claims stay those of the clean document; their spans are led to the damaged text by the way it was made, never
by the repair that is to be tested. A claim whose digits were taken away becomes optional: nobody can read it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from damager import COMMON_NOTES, damage, written_traditional

CORPUS = Path(__file__).resolve().parent / "corpus"
CLEAN = CORPUS / "chinese"
OUT = CORPUS / "damaged"
SPAM = "澳门新开户 棋牌注册送彩金 官网入口  "
EARLY = 18  # of the commonest noted characters


class Damaged(NamedTuple):
    """The text as a file holds it, where each character of the clean one stands in it, and what reads back from it."""

    text: str
    at: Sequence[int]
    back: str
    encoding: str = "utf-8"
    suffix: str = "txt"


def aligned(clean: str, text: str) -> list[int]:
    """Where each character of ``clean`` stands in ``text``; one that does not, where the next one does."""
    at = [-1] * len(clean) + [len(text)]
    for i, j, size in SequenceMatcher(None, clean, text, autojunk=False).get_matching_blocks():
        at[i : i + size] = range(j, j + size)
    for i in range(len(clean) - 1, -1, -1):
        at[i] = at[i] if at[i] >= 0 else at[i + 1]
    return at


def by_tool(clean: str, notes: dict[str, str], every: int, traditional: bool = True) -> Damaged:
    text = damage(clean, notes, inserts=lambda n: n % every != every - 1, traditional=traditional)
    return Damaged(text, aligned(written_traditional(clean) if traditional else clean, text), clean)


def all_notes(clean: str) -> Damaged:
    return by_tool(clean, COMMON_NOTES, 3)


def few_notes(clean: str) -> Damaged:
    return by_tool(clean, dict(list(COMMON_NOTES.items())[:EARLY]), 2)


def every_comma(clean: str) -> Damaged:
    return by_tool(clean, dict(list(COMMON_NOTES.items())[:EARLY]), 10**6)


def commas_only(clean: str) -> Damaged:
    """Doubled commas in simplified text, without notes."""
    text = re.sub("[，、。]", lambda m: "," + m[0], clean)
    return Damaged(text, aligned(clean, text), clean)


def traditional(clean: str) -> Damaged:
    text = written_traditional(clean)
    return Damaged(text, range(len(clean) + 1), clean)


def mixed_script(clean: str) -> Damaged:
    """Every other paragraph in traditional script."""
    lines = clean.splitlines(keepends=True)
    text = "".join(written_traditional(line) if number % 2 else line for number, line in enumerate(lines))
    return Damaged(text, range(len(clean) + 1), clean)


def gbk_file(clean: str) -> Damaged:
    return Damaged(clean, range(len(clean) + 1), clean, "gb18030")


def utf16_file(clean: str) -> Damaged:
    return Damaged(clean, range(len(clean) + 1), clean, "utf-16")


def utf8_as_latin(clean: str) -> Damaged:
    return _as_latin(clean, "utf-8")


def gbk_as_latin(clean: str) -> Damaged:
    return _as_latin(clean, "gb18030")


def _as_latin(clean: str, encoding: str) -> Damaged:
    codes = [char.encode(encoding).decode("latin-1") for char in clean]
    at = [0]
    for code in codes:
        at.append(at[-1] + len(code))
    return Damaged("".join(codes), at, clean)


def spaced(clean: str) -> Damaged:
    """Spaces between the Chinese characters of every other paragraph."""
    lines = clean.splitlines(keepends=True)
    text = "".join(
        re.sub(r"(?<=[\u4e00-\u9fff，、。])(?=[\u4e00-\u9fff，、。])", " ", line) if number % 2 == 0 else line
        for number, line in enumerate(lines)
    )
    return Damaged(text, aligned(clean, text), clean)


def wrapped(clean: str) -> Damaged:
    """Lines of 36 characters; a number is not cut."""
    out = []
    for line in clean.split("\n"):
        while len(line) > 36:
            cut = 36
            while cut > 30 and re.match("[0-9.,%A-Za-z]", line[cut]) and re.match("[0-9.,%A-Za-z]", line[cut - 1]):
                cut -= 1
            out.append(line[:cut])
            line = line[cut:]
        out.append(line)
    text = "\n".join(out)
    return Damaged(text, aligned(clean, text), clean)


def copied_with_spam(clean: str) -> Damaged:
    """An advertisement before the article, picture marks in it, and its paragraphs twice."""
    body = clean.rstrip("\n") + "\n"
    once = SPAM + body.replace("。\n", "。[图片]\n", 1)
    return Damaged(once + body, aligned(clean, once), clean)


def page(clean: str) -> Damaged:
    """An article in a page with menu, related links and a foot."""
    paragraphs = "\n".join(f"<p>{line}</p>" for line in clean.splitlines() if line.strip())
    text = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>本地要闻</title>\n<script>var a = 1;</script></head><body>\n'
        '<nav><ul><li><a href="/">首页</a></li><li><a href="/a">政务</a></li><li><a href="/b">图片</a></li></ul></nav>\n'
        f"<article>\n{paragraphs}\n</article>\n"
        '<aside><h3>相关阅读</h3><ul><li><a href="/1">市里召开会议</a></li><li><a href="/2">天气预报</a></li></ul></aside>\n'
        "<footer>主办单位 版权所有 未经许可不得转载</footer>\n</body></html>\n"
    )
    return Damaged(text, aligned(clean, text), clean, suffix="html")


def full_width(clean: str) -> Damaged:
    """Digits, letters and points of full width."""
    text = "".join(chr(ord(c) + 0xFEE0) if re.match("[0-9A-Za-z%]", c) else c for c in clean)
    text = re.sub("(?<=[０-９])\\.(?=[０-９])", "．", text)
    return Damaged(text, range(len(clean) + 1), clean)


def replaced_runs(clean: str) -> Damaged:
    """Here and there the bytes of a character were lost: three replacement characters for it. No digits."""
    random = Random(11)
    text = "".join("\ufffd" * 3 if "\u4e00" <= char <= "\u9fff" and random.random() < 0.012 else char for char in clean)
    return Damaged(text, aligned(clean, text), text)


def lost_digits(clean: str) -> Damaged:
    """Every fourth number with a decimal lost what stands before its point."""
    count = -1

    def lose(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if count % 4 else "." + match[0].split(".")[1]

    text = re.sub(r"(?<![\d.])\d+\.\d+", lose, clean)
    return Damaged(text, aligned(clean, text), text)


KINDS: dict[str, tuple[str, Callable[[str], Damaged]]] = {
    "all-notes": ("pv-chain-city", all_notes),
    "few-notes": ("steel-work-report", few_notes),
    "every-comma": ("dairy-tongliao", every_comma),
    "commas-only": ("hydrogen-plan", commas_only),
    "traditional": ("wind-equipment", traditional),
    "mixed-script": ("plan-targets", mixed_script),
    "gbk-file": ("copper-foil-news", gbk_file),
    "utf16-file": ("nickel-stainless", utf16_file),
    "utf8-as-latin": ("coal-chemical-report", utf8_as_latin),
    "gbk-as-latin": ("eia-notice", gbk_as_latin),
    "spaced": ("paper-recycling-brief", spaced),
    "wrapped": ("silicon-city-interview", wrapped),
    "copied-with-spam": ("phosphate-chemical-park", copied_with_spam),
    "page": ("textile-rare-earth", page),
    "full-width": ("cement-glass-brief", full_width),
    "replaced-runs": ("power-and-load", replaced_runs),
    "lost-digits": ("aluminium-processing-county", lost_digits),
    "notes-shifted-bytes": ("titanium-baoji", lambda clean: by_tool(clean, COMMON_NOTES, 10**6)),
}


def led(claim: dict[str, Any], clean: str, made: Damaged) -> dict[str, Any]:
    """The claim with its span in the damaged text."""
    low, high = claim["span"]
    start, end = made.at[low], made.at[high - 1] + 1
    if isinstance(made.at, list) and end <= start:
        end = made.at[min(bisect_left(made.at, start), high)] + 1
    end = max(end, made.at[high] if made.at[high] - made.at[high - 1] < 4 else end)
    digits = re.sub(r"[^0-9.]", "", clean[low:high])
    unreadable = "\ufffd" in made.text[start:end] or digits != re.sub(r"[^0-9.]", "", _plain(made.text[start:end]))
    out = {**claim, "span": [start, end], "clean_span": [low, high]}
    return out | {"optional": True} if claim.get("optional") or (unreadable and made.back != clean) else out


def _plain(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)


def make(out: Path = OUT) -> None:
    """Write all documents and their gold files."""
    out.mkdir(parents=True, exist_ok=True)
    for name, (source, how) in KINDS.items():
        clean = (CLEAN / f"{source}.txt").read_text("utf-8")
        gold = json.loads((CLEAN / f"{source}.gold.json").read_text("utf-8"))
        made = how(clean)
        (out / f"{name}.{made.suffix}").write_bytes(made.text.encode(made.encoding))
        document = {**gold["document"], "id": name, "damaged_from": source, "clean_text": made.back}
        claims = [led(claim, clean, made) for claim in gold["claims"]]
        written = json.dumps({"document": document, "claims": claims}, ensure_ascii=False, indent=1)
        (out / f"{name}.gold.json").write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
