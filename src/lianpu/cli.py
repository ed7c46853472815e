"""The command line: thin hands over :mod:`lianpu.pipeline` and the views. Heavy imports wait inside the commands."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lianpu import cli_ledger
from lianpu.errors import LianpuError

if TYPE_CHECKING:
    from lianpu.views.dossier import Dossier

OUT = Path("lianpu-out")

app = typer.Typer(
    help="链谱 lianpu: documents about a region's industry → a sourced, dated, computable model of its chains.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_ledger.app, name="ledger")


class Lang(StrEnum):
    zh = "zh"
    en = "en"


Documents = Annotated[
    list[Path], typer.Argument(metavar="DOC…", help="Documents: .txt, .html, .docx, .pdf, .xlsx …", show_default=False)
]
Place = Annotated[str | None, typer.Option(help="The region, e.g. 曲靖市. Default: the place the documents are about.")]
Claims = Annotated[list[Path] | None, typer.Option("--claims", help="Tables of dated claims (csv) to set beside.")]
Language = Annotated[Lang, typer.Option(help="Language of what is written and printed.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys (docs/json.md).")]
Tables = Annotated[Path | None, typer.Option("--library", help="A folder of library tables of your own.")]
Words = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        callback=lambda path: _use(path),
        help="A file of words of your own (docs/lexicon.md); default: LIANPU_LEXICON.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="URL", help="A language model to ask too (docs/language-model.md); default: none."),
]
ModelName = Annotated[str | None, typer.Option("--model-name", metavar="NAME", help="The model's name at that address.")]
LedgerAt = Annotated[
    str | None,
    typer.Option("--ledger", metavar="PATH|ADDRESS", envvar="LIANPU_LEDGER", help="A ledger: a file, or postgresql+psycopg://…"),
]
Source = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[SOURCE…]", help="A run's folder, its ledger, or documents.", show_default=False),
]


@app.command()
def run(
    documents: Documents,
    out: Annotated[Path | None, typer.Option(help="Folder for ledger, workbook and report.")] = None,
    ledger: LedgerAt = None,
    place: Place = None,
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
    _ask(model, model_name)
    with _progress(lang) as step:
        result = pipeline.run(
            documents, folder, place=place, claims=claims or (), lang=lang, library=library, ledger=ledger, step=step
        )
    files: dict[str, str | Path] = {"ledger": result.ledger, "workbook": result.workbook, "report": result.report}
    if as_json:
        left_out = [asdict(row) for row in result.left_out]
        _print_json(answer_json(result.dossier, lang) | {"left_out": left_out, "files": {k: str(v) for k, v in files.items()}})
    else:
        typer.echo(summary(result.dossier, lang, files, result.left_out))


@app.command("read")
def read_documents(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Documents, folders, zip archives.", show_default=False)
    ],
    ledger: cli_ledger.Address = cli_ledger.DEFAULT_LEDGER,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes. Default: by documents and cores.")] = None,
    place: Place = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    model: Model = None,
    model_name: ModelName = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
    as_json: Json = False,
) -> None:
    """Read documents, folders and archives into a ledger, and say what was left out and why."""
    from lianpu.intake import read_into
    from lianpu.views.intake_summary import intake_json, intake_text
    from lianpu.views.progress import reading_progress

    _ask(model, model_name)
    with reading_progress(lang, quiet=quiet) as watch:
        intake = read_into(paths, ledger, place=place, jobs=jobs, watch=watch)
    if as_json:
        _print_json(intake_json(intake))
    else:
        typer.echo(intake_text(intake, lang))
    if not intake.kept:
        raise typer.Exit(1)


@app.command()
def claims(
    document: Annotated[Path, typer.Argument(metavar="DOC", show_default=False)],
    place: Place = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    model: Model = None,
    model_name: ModelName = None,
    as_json: Json = False,
) -> None:
    """Read one document and print its claims with their evidence."""
    from lianpu.reading.read import read

    _ask(model, model_name)
    reading = read(document, place=place)
    if as_json:
        _print_json(reading.to_json())
    else:
        from lianpu.views.claims_list import claims_text

        typer.echo(claims_text(reading, lang))


@app.command("explain-reading")
def explain_reading(
    document: Annotated[Path, typer.Argument(metavar="DOC", show_default=False)],
    sentence: Annotated[int | None, typer.Option("--sentence", metavar="N", help="The N-th sentence, from 1.")] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="TEXT", help="The first sentence that holds TEXT.")] = None,
    place: Place = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Show how one sentence was read: repairs, words, groups, and what each field of its claims rests on."""
    from lianpu.reading.trace import explain

    trace = explain(document, number=sentence, find=find, place=place)
    if as_json:
        _print_json(trace.to_json())
    else:
        from lianpu.views.reading_trace import trace_text

        typer.echo(trace_text(trace, lang))


@app.command()
def evaluate(
    document: Annotated[Path, typer.Argument(metavar="DOC", show_default=False)],
    gold: Annotated[Path | None, typer.Argument(metavar="[GOLD.json]", show_default=False)] = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    model: Model = None,
    model_name: ModelName = None,
    as_json: Json = False,
) -> None:
    """Read a document, or a folder of documents with NAME.gold.json beside each, and score against gold readings."""
    from lianpu.reading.evaluate import evaluate_file
    from lianpu.reading.evaluate_folder import evaluate_folder
    from lianpu.views.scores_table import folder_text, scores_text

    _ask(model, model_name)
    if gold is None:
        found = evaluate_folder(document)
        if as_json:
            _print_json(found.to_json())
        else:
            typer.echo(folder_text(found, lang))
        return
    scores = evaluate_file(document, gold)
    if as_json:
        _print_json(scores)
    else:
        typer.echo(scores_text(scores, lang))


@app.command()
def balance(
    source: Source = None,
    place: Place = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Need, supply and gap of every good, in the scenarios A, B and C."""
    from lianpu.views.export import answer_json
    from lianpu.views.summary import balance_text

    dossier = _dossier(source, place, library, ledger)
    if as_json:
        _print_json(answer_json(dossier, lang))
    else:
        typer.echo(balance_text(dossier, lang))


@app.command()
def why(
    figure: Annotated[
        str, typer.Argument(metavar="FIGURE", help="e.g. need/alumina/A, a claim's or a library row's id")
    ],
    source: Source = None,
    place: Place = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Follow a figure to library rows and sentences."""
    from lianpu.views.why import why as explain

    explanation = explain(figure, _dossier(source, place, library, ledger), lang)
    if as_json:
        _print_json(explanation.to_json())
    else:
        typer.echo(explanation.text)


def main() -> None:
    """Entry point: a user's mistake is one line on standard error and exit code 2."""
    # on the small matrices of one region, threads of OpenBLAS cost seven times what they save (benchmarks/reconcile.py)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except LianpuError as error:
        typer.echo(f"lianpu: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _use(lexicon: Path | None) -> Path | None:
    """Reads with the user's words in this command and in the processes that it starts."""
    if lexicon is not None:
        from lianpu.reading.active import use

        use(lexicon)
    return lexicon


def _ask(model: str | None, name: str | None) -> None:
    """Asks a language model too where one is named; a setting that cannot be used is told before anything is read."""
    from lianpu.reading.llm.endpoint import use

    use(model, name)


def _dossier(source: list[Path] | None, place: str | None, library: Path | None, ledger: str | None) -> Dossier:
    """Of the sources; of the ledger where none is named, or of the last run's folder where neither is."""
    from lianpu import pipeline

    return pipeline.open_dossier(source or [OUT], place=place, library=library, ledger=None if source else ledger)


def _print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _progress(lang: Lang) -> Any:
    from lianpu.views.progress import progress

    return progress(lang)


if __name__ == "__main__":
    main()
