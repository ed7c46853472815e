"""Word files made for the tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd")


def document(*paragraphs: str) -> Any:
    from docx import Document

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return made


def saved(made: Any, path: Path) -> Path:
    made.save(str(path))
    return path


def bare(raw: bytes) -> bytes:
    """The body of a Word file without its comments, neighbouring runs of the same properties as one: what a reader sees."""
    from docx import Document

    body = Document(io.BytesIO(raw)).element
    for mark in list(body.iter(*_COMMENT_MARKS)):
        mark.getparent().remove(mark)
    for reference in list(body.iter(f"{W}commentReference")):
        run = reference.getparent()
        run.getparent().remove(run)
    for run in list(body.iter(f"{W}r")):
        _join(run)
    return bytes(etree.tostring(body, method="c14n"))


def _join(run: Any) -> None:
    """Takes the words of the runs that follow ``run`` with the same properties."""
    while (after := run.getnext()) is not None and after.tag == f"{W}r" and _properties(after) == _properties(run):
        for child in [child for child in after if child.tag != f"{W}rPr"]:
            last = run[-1] if len(run) else None
            if child.tag == f"{W}t" and last is not None and last.tag == f"{W}t":
                last.text = (last.text or "") + (child.text or "")
            else:
                run.append(child)
        after.getparent().remove(after)
    for text in run.iter(f"{W}t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)


def _properties(run: Any) -> bytes:
    found = run.find(f"{W}rPr")
    return b"" if found is None else bytes(etree.tostring(found, method="c14n"))
