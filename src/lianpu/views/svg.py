"""What every drawing needs: how wide a text is without a browser, texts that fit, and escaped SVG elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from unicodedata import east_asian_width

#: Advance widths in em of Noto Sans, rounded up; Han and full-width signs take 1 em.
_NARROW, _PLAIN, _CAPITAL, _WIDE = 0.32, 0.58, 0.7, 0.92
_NARROW_SIGNS = frozenset("iljtfrI.,:;'|!()[]/ ·")
_WIDE_SIGNS = frozenset("mwMW%@—…")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text that stay within a width at ``size`` px; ``cut`` where an ellipsis had to stand for the rest."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


def text_width(text: str, size: float) -> float:
    """Width of ``text`` in px at a font size, on the wide side: Han 1 em, Latin about 0.55 em."""
    return size * sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if east_asian_width(char) in "WF":
        return 1.0
    if char in _NARROW_SIGNS:
        return _NARROW
    if char in _WIDE_SIGNS:
        return _WIDE
    return _CAPITAL if char.isupper() else _PLAIN


def fit(text: str, width: float, size: float, *, least: float = 11, lines: int = 1) -> Fitted:
    """``text`` within ``width`` px: at ``size`` on one line, else smaller, else over ``lines`` lines, else cut short."""
    while size > least and text_width(text, size) > width:
        size -= 0.5
    wrapped = tuple(_wrapped(text, width, size))
    if len(wrapped) <= lines:
        return Fitted(wrapped, size)
    kept = wrapped[: lines - 1]
    rest = text[len("".join(kept)) :].lstrip() if not kept or " " not in text else " ".join(wrapped[lines - 1 :])
    return Fitted((*kept, _shortened(rest, width, size)), size, cut=True)


def _wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """Lines broken at spaces, and between Han signs where there is none."""
    line = ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if east_asian_width(char) in "WF":
            yield from filter(None, (word, char))
            word = ""
        elif char == " ":
            yield word + char
            word = ""
        else:
            word += char
    if word:
        yield word


def _shortened(text: str, width: float, size: float) -> str:
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def element(name: str, content: str | None = None, /, **attributes: str | float | None) -> str:
    """An element with escaped attributes (``_`` in a name stands for ``-``); ``content`` is markup, None closes at once."""
    inside = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{inside}/>" if content is None else f"<{name}{inside}>{content}</{name}>"


def text(x: float, y: float, content: str, **attributes: str | float | None) -> str:
    """A text element at a point, content escaped."""
    return element("text", escape(content, quote=False), x=x, y=y, **attributes)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def ticks(high: float, count: int = 4) -> tuple[float, ...]:
    """Round values from 0 to at least ``high`` (> 0), about ``count`` steps."""
    rough = high / count
    power = 10.0 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough)
    return tuple(step * i for i in range(ceil(high / step - 1e-9) + 1))
