"""Which blocks of a page are its article: the smallest part that holds nearly all its prose, without the furniture in it.

Prose is what has the marks of sentences and is not mostly links (the signs of Readability and of Kohlschütter et al.,
Boilerplate Detection using Shallow Text Features, WSDM 2010).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

MOST = 0.8  # of a page's prose, which the article's part must hold
LINKS = 0.6  # of a block's characters, from which it is a list of ways elsewhere
SENTENCE = re.compile(r"[，。！？；]|[,.!?;](?:\s|$)")
_NOTICE = re.compile(r"版权所有|ICP备|公网安备|all rights reserved|copyright ©|©", re.IGNORECASE)
_LONGEST_NOTICE = 300  # characters
SHORTEST = 12  # characters of a block that may be prose
PARTS = frozenset("article aside blockquote body center div dl footer header main ol section table td ul".split())
_ELSE = re.compile(
    r"(?:^|[\W_\d])(?:comments?|related|recommend\w*|sidebar|side|widget|foot(?:er)?|copyright|shares?|rank\w*|hot\w*|bread\w*|crumbs?"
    r"|nav\w*|menu\w*|ads?|advert\w*|pag(?:er|ination)|toolbar|subscribe|login|links?)(?:$|[\W_\d])",
    re.IGNORECASE,
)
_FURNITURE = frozenset({"aside", "footer"})


@dataclass(slots=True, eq=False)
class Part:
    """A tag that holds blocks ``first:stop`` of the page; ``beside``: by its tag or names it is no article's."""

    tag: str
    named_beside: bool
    first: int
    stop: int = 0
    parts: list[Part] = field(default_factory=list)

    @property
    def beside(self) -> bool:
        return self.tag in _FURNITURE or self.named_beside


class Parts:
    """The tree of a page's parts, built while it is parsed; what is never closed ends with the page."""

    def __init__(self) -> None:
        self.root = Part("html", False, 0)
        self._open = [self.root]
        self._tags = Counter[str]()  # of the open parts: an end without a beginning is not looked for

    def start(self, tag: str, names: str, block: int) -> None:
        if tag in PARTS:
            part = Part(tag, bool(_ELSE.search(names)), block)
            self._open[-1].parts.append(part)
            self._open.append(part)
            self._tags[tag] += 1

    def end(self, tag: str, block: int) -> None:
        """Closes the last open part of the tag and what is open in it."""
        closing = self._tags[tag] > 0
        while closing:
            part = self._open.pop()
            part.stop = block
            self._tags[part.tag] -= 1
            closing = part.tag != tag

    def close(self, block: int) -> Part:
        while self._open:
            self._open.pop().stop = block
        return self.root


class Block(Protocol):
    """What is asked of a block: its text, how much of it leads elsewhere, whether it is a heading."""

    linked: int
    heading: bool

    @property
    def text(self) -> str: ...


def chosen(blocks: Sequence[Block], root: Part, title: str) -> list[int]:
    """The article's blocks, by number, with its headline; where the page has no prose, all but the furniture."""
    prose = [_prose(block) for block in blocks]
    aside = _aside(root)
    if sum(prose[n] for n in aside) * 2 > sum(prose):
        aside = set()  # names that mean something else on this page
    prose = [0 if n in aside else weight for n, weight in enumerate(prose)]
    part = _smallest(root, [0, *accumulate(prose)]) if any(prose) else root
    kept = [n for n in range(part.first, part.stop) if n not in aside and not _leads_away(blocks[n])]
    return sorted({*kept, *_headline(blocks, part.first, title)})


def _prose(block: Block) -> int:
    """Characters of prose in a block."""
    text = block.text.strip()
    plain = len(text) - block.linked
    return plain if len(text) >= SHORTEST and SENTENCE.search(text) and not _leads_away(block) else 0


def _leads_away(block: Block) -> bool:
    """Mostly links, or a notice of the site."""
    text = block.text.strip()
    return block.linked > LINKS * len(text) or (len(text) < _LONGEST_NOTICE and _NOTICE.search(text) is not None)


def _aside(root: Part) -> set[int]:
    """Blocks in parts that are no article's."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.beside:
            found.update(range(part.first, part.stop))
        else:
            waiting += part.parts
    return found


def _smallest(root: Part, sums: Sequence[int]) -> Part:
    """The deepest part that holds ``MOST`` of the prose."""
    part, most = root, MOST * sums[-1]
    while True:
        deeper = next((one for one in part.parts if sums[one.stop] - sums[one.first] >= most), None)
        if deeper is None or deeper.stop - deeper.first < 2:
            return part
        part = deeper


def _headline(blocks: Sequence[Block], stop: int, title: str) -> Iterator[int]:
    """The last heading before the article's part that the page's title begins with, or that is one by its tag."""
    for n in range(stop - 1, -1, -1):
        text = blocks[n].text.strip()
        if len(text) > 3 and (title.startswith(text) or blocks[n].heading) and not _leads_away(blocks[n]):
            yield n
            return
