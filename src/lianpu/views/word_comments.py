"""A Word file with comments in its margin: the same document, anchored to the words that they are about.

Written with python-docx. Apart from comments only this changes: a run in whose middle a comment begins or ends becomes
two runs with its properties, since a comment's ends stand between runs (ECMA-376 part 1, 17.13.4).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from lianpu.errors import LianpuError
from lianpu.reading.docx import Anchor, anchors

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _TEXT, _PROPERTIES, _BOX = f"{_W}r", f"{_W}t", f"{_W}rPr", f"{_W}txbxContent"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A comment on ``start:end`` of the document's text (as :mod:`lianpu.reading.docx` builds it); its ``paragraphs``."""

    start: int
    end: int
    paragraphs: tuple[str, ...]


def with_comments(raw: bytes, text: str, notes: Sequence[MarginNote], *, author: str, file: object) -> bytes:
    """The Word file ``raw``, whose text is ``text``, with the notes as comments.

    Raises :class:`LianpuError` for a file that python-docx cannot open, and for a note on words that it does not find.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.text.run import Run

    try:
        document = Document(io.BytesIO(raw))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        told = f"comments cannot be written into this Word file ({error})"
        raise LianpuError(told, file=file, hint="open it in Word and save it again as .docx") from None
    found = list(anchors(document.element, text))
    for place in sorted({place for note in notes for place in (note.start, note.end)}, reverse=True):
        _split(found, place)
    for note in notes:
        inside = [_outer_run(a.node) for a in found if a.start < note.end and a.end > note.start and a.end > a.start]
        if not inside:
            told = f"the words at {note.start} are not in the body of this Word file"
            raise LianpuError(told, file=file, hint="report this file; the html has every mark")
        runs = [Run(inside[0], document), Run(inside[-1], document)]
        comment = document.add_comment(runs, note.paragraphs[0], author=author, initials=author)
        for paragraph in note.paragraphs[1:]:
            comment.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _split(found: list[Anchor], place: int) -> None:
    """Makes a run begin at ``place``, where one goes on there: its words and all that follows them go into a new run."""
    at = next((n for n, a in enumerate(found) if a.start <= place < a.end), None)
    if at is None:
        return
    anchor = found[at]
    if _in_box(anchor.node) or anchor.node.tag != _TEXT:
        return  # Word takes no comments in a text box: the box is marked whole
    run, words = anchor.node.getparent(), anchor.node.text or ""
    before = [child for child in run if child.tag != _PROPERTIES]
    cut = place - anchor.start
    if cut == 0 and anchor.node is before[0]:
        return
    new = run.makeelement(_RUN, dict(run.attrib))
    if (properties := run.find(_PROPERTIES)) is not None:
        new.append(copy.deepcopy(properties))
    moved = list(anchor.node.itersiblings())
    if cut == 0:
        new.append(anchor.node)
    else:
        rest = copy.deepcopy(anchor.node)
        rest.text, anchor.node.text = words[cut:], words[:cut]
        for half in (rest, anchor.node):
            half.set(_SPACE, "preserve")
        new.append(rest)
        found[at : at + 1] = [Anchor(anchor.start, place, anchor.node), Anchor(place, anchor.end, rest)]
    for child in moved:
        new.append(child)
    run.addnext(new)


def _in_box(node: Any) -> bool:
    return next(node.iterancestors(_BOX), None) is not None


def _outer_run(node: Any) -> Any:
    """The run that holds ``node``; of a text box the run in the body that the box hangs on."""
    return list(node.iterancestors(_RUN))[-1]
