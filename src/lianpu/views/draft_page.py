"""A reviewed draft as one page that opens without a network: what matters most, then the text with its margin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from lianpu.redpencil.marks import Mark
from lianpu.views.draft_marks import FIRST, MarkWords, comparison, mark_words, summary_line
from lianpu.views.reviewed import Reviewed
from lianpu.views.wording import t

if TYPE_CHECKING:
    from markupsafe import Markup

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Comment:
    number: int
    mark: Mark
    words: MarkWords


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the draft, and the number of the mark that they bear; 0 of none."""

    text: str
    number: int
    severity: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    comments: tuple[Comment, ...]


def render_draft(reviewed: Reviewed, lang: str) -> str:
    """The page, complete in itself."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("lianpu.views", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    comments = [Comment(n, mark, mark_words(mark, reviewed, lang)) for n, mark in enumerate(reviewed.marks, 1)]
    style = _style(Markup)
    return environment.get_template("draft.html.j2").render(
        lang=lang, t=t, style=style, name=reviewed.reading.name, summary=summary_line(reviewed, lang),
        first=comments[:FIRST], comments=comments, paragraphs=paragraphs(reviewed.reading.clean_text, comments),
        made_by=reviewed.dossier.made_by,
        compared=comparison(reviewed, lang),
    )  # fmt: skip


def paragraphs(text: str, comments: list[Comment]) -> list[Paragraph]:
    """The text by paragraph, cut where marks begin and end; a comment stands beside the first of its sentences."""
    spans = sorted(
        ((*place.clean, comment) for comment in comments for place in comment.mark.places),
        key=lambda span: (span[0], span[2].number),
    )
    out = []
    for found in _PARAGRAPH.finditer(text):
        here = [span for span in spans if span[0] < found.end() and span[1] > found.start()]
        beside = {c.number: c for start, _, c in here if start == c.mark.places[0].clean[0] and start >= found.start()}
        out.append(Paragraph(tuple(_pieces(text, found.start(), found.end(), here)), tuple(beside.values())))
    return out


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int, Comment]]) -> list[Piece]:
    cuts = sorted({start, end, *(min(max(at, start), end) for span in spans for at in span[:2])})
    pieces = []
    for left, right in pairwise(cuts):
        over = [comment for first, last, comment in spans if first <= left and right <= last]
        top = min(over, key=lambda comment: comment.number, default=None)
        pieces.append(Piece(text[left:right], top.number if top else 0, str(top.mark.severity) if top else ""))
    return pieces


def _style(markup: type[Markup]) -> Markup:
    folder = resources.files("lianpu.views") / "templates"
    return markup((folder / "draft.css").read_text(encoding="utf-8"))  # our own file, not the draft's
