"""``lianpu review``: the red pencil."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.ledger.options import Who
from lianpu.cli.options import OUT, Json, Lang, Language, Region, Tables, Words, print_json

app = typer.Typer()

Ids = Annotated[list[str] | None, typer.Option(metavar="MARK", help="A mark's id: accept it, dismiss it, or take both back.")]


@app.command()
def review(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A draft: .docx, .txt, .html, .pdf …", show_default=False)],
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="PATH|ADDRESS", help="A ledger to hold it against; it is not changed.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="OLDER", help="An older version: which faults went and came.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the draft with comments, the page and the data.")] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", metavar="FILE", help="What to mark, in TOML (docs/red-pencil.md).")
    ] = None,
    accept: Ids = None,
    dismiss: Ids = None,
    reopen: Ids = None,
    who: Who = "",
    why: Annotated[str | None, typer.Option("--why", help="Why marks are dismissed.")] = None,
    place: Region = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Mark what does not fit in a draft: a Word file comes back with comments, every kind as a page with a margin."""
    from lianpu.drafting import decide, review_draft, write_review
    from lianpu.views.draft_marks import review_json, review_text

    reviewed = review_draft(draft, ledger=ledger, place=place, library=library, profile=profile, against=against)
    if accept or dismiss or reopen:
        decide(reviewed, accept=accept or (), dismiss=dismiss or (), reopen=reopen or (), who=who, why=why)
        reviewed = review_draft(draft, ledger=ledger, place=place, library=library, profile=profile, against=against)
    written = write_review(reviewed, draft, out or OUT / draft.stem, lang)
    files = {name: str(path) for name in ("docx", "html", "json", "corrections") if (path := getattr(written, name)) is not None}
    if as_json:
        print_json(review_json(reviewed, lang) | {"files": files})
    else:
        typer.echo(review_text(reviewed, lang, files))
