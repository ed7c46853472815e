"""The command line: thin hands over the rooms; one module for the commands of a subject (``options`` is what they share)."""

from __future__ import annotations

import os
import sys

import typer

from lianpu.cli import (
    answer,
    answers,
    documents,
    dry_year,
    footprint,
    indicators,
    ledger,
    norms,
    plan,
    resilience,
    review,
    serve,
    stocks,
    targets,
)
from lianpu.cli.options import HELP
from lianpu.errors import LianpuError

app = typer.Typer(
    help="链谱 lianpu: documents about a region's industry → a sourced, dated, computable model of its chains.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=HELP,
)
for subject in (
    answer,
    answers,
    documents,
    dry_year,
    footprint,
    indicators,
    norms,
    plan,
    resilience,
    review,
    serve,
    stocks,
    targets,
):
    app.add_typer(subject.app)
app.add_typer(ledger.app, name="ledger")


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
