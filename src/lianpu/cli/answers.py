"""``lianpu run``, ``balance``, ``why``: the whole line, and its answers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from lianpu.cli.options import OUT, Json, Lang, Language, Model, ModelName, Region, Tables, Words, ask, print_json
from lianpu.cli.sources import LedgerAt, Source, dossier_of

app = typer.Typer()

Documents = Annotated[
    list[Path], typer.Argument(metavar="DOC…", help="Documents: .txt, .html, .docx, .pdf, .xlsx …", show_default=False)
]
Claims = Annotated[list[Path] | None, typer.Option("--claims", help="Tables of dated claims (csv) to set beside.")]


@app.command()
def run(
    documents: Documents,
    out: Annotated[Path | None, typer.Option(help="Folder for ledger, workbook and report.")] = None,
    ledger: LedgerAt = None,
    place: Region = None,
    claims: Claims = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    model: Model = None,
    model_name: ModelName = None,
    as_json: Json = False,
) -> None:
    """Read documents, balance the region's chains, write ledger, workbook and report, and say what matters most."""
    from lianpu import pipeline
    from lianpu.views.export import answer_json
    from lianpu.views.summary import summary

    folder = out or OUT / documents[0].stem
    ask(model, model_name)
    with _progress(lang) as step:
        result = pipeline.run(
            documents, folder, place=place, claims=claims or (), lang=lang, library=library, ledger=ledger, step=step
        )
    files: dict[str, str | Path] = {"ledger": result.ledger, "workbook": result.workbook, "report": result.report}
    if as_json:
        left_out = [asdict(row) for row in result.left_out]
        print_json(answer_json(result.dossier, lang) | {"left_out": left_out, "files": {k: str(v) for k, v in files.items()}})
    else:
        typer.echo(summary(result.dossier, lang, files, result.left_out))


@app.command()
def balance(
    source: Source = None,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Need, supply and gap of every good, in the scenarios A, B and C."""
    from lianpu.views.export import answer_json
    from lianpu.views.summary import balance_text

    dossier = dossier_of(source, place, library, ledger)
    if as_json:
        print_json(answer_json(dossier, lang))
    else:
        typer.echo(balance_text(dossier, lang))


@app.command()
def why(
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="e.g. need/alumina/A, a claim's or a library row's id")],
    source: Source = None,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Follow a figure to library rows and sentences."""
    from lianpu.views.why import why as explain

    explanation = explain(figure, dossier_of(source, place, library, ledger), lang)
    if as_json:
        print_json(explanation.to_json())
    else:
        typer.echo(explanation.text)


def _progress(lang: Lang) -> Any:
    from lianpu.views.progress import progress

    return progress(lang)
