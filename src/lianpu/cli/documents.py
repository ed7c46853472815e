"""``lianpu read``, ``claims``, ``explain-reading``, ``evaluate``: documents and what is read in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import DEFAULT_LEDGER, Address, Json, Lang, Language, Model, ModelName, Region, Words, ask, print_json

app = typer.Typer()


@app.command("read")
def read_documents(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Documents, folders, zip archives.", show_default=False)],
    ledger: Address = DEFAULT_LEDGER,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes. Default: by documents and cores.")] = None,
    place: Region = None,
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

    ask(model, model_name)
    with reading_progress(lang, quiet=quiet) as watch:
        intake = read_into(paths, ledger, place=place, jobs=jobs, watch=watch)
    if as_json:
        print_json(intake_json(intake))
    else:
        typer.echo(intake_text(intake, lang))
    if not intake.kept:
        raise typer.Exit(1)


@app.command()
def claims(
    document: Annotated[Path, typer.Argument(metavar="DOC", show_default=False)],
    place: Region = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    model: Model = None,
    model_name: ModelName = None,
    as_json: Json = False,
) -> None:
    """Read one document and print its claims with their evidence."""
    from lianpu.reading.read import read

    ask(model, model_name)
    reading = read(document, place=place)
    if as_json:
        print_json(reading.to_json())
    else:
        from lianpu.views.claims_list import claims_text

        typer.echo(claims_text(reading, lang))


@app.command("explain-reading")
def explain_reading(
    document: Annotated[Path, typer.Argument(metavar="DOC", show_default=False)],
    sentence: Annotated[int | None, typer.Option("--sentence", metavar="N", help="The N-th sentence, from 1.")] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="TEXT", help="The first sentence that holds TEXT.")] = None,
    place: Region = None,
    lang: Language = Lang.zh,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Show how one sentence was read: repairs, words, groups, and what each field of its claims rests on."""
    from lianpu.reading.trace import explain

    trace = explain(document, number=sentence, find=find, place=place)
    if as_json:
        print_json(trace.to_json())
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

    ask(model, model_name)
    if gold is None:
        found = evaluate_folder(document)
        if as_json:
            print_json(found.to_json())
        else:
            typer.echo(folder_text(found, lang))
        return
    scores = evaluate_file(document, gold)
    if as_json:
        print_json(scores)
    else:
        typer.echo(scores_text(scores, lang))
