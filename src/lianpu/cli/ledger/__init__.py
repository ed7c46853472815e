"""``lianpu ledger …``: thin hands over the ledger."""

from __future__ import annotations

import typer

from lianpu.cli.ledger import answers, decide, reviews, tables
from lianpu.cli.options import HELP

app = typer.Typer(
    help="Import, state at a date, conflicts, checks, reviews and history of a ledger.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=HELP,
)
for subject in (answers, tables, reviews):
    app.add_typer(subject.app)
app.add_typer(decide.app, name="decide", help="Say whether two names are one firm.")
