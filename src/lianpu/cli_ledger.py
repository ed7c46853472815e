"""``lianpu ledger …``: thin hands over the ledger. Heavy imports wait inside the commands."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="Import, state at a date, conflicts, checks, reviews and history of a ledger.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DEFAULT_LEDGER = "lianpu-out/ledger.sqlite"

Address = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="PATH|ADDRESS",
        envvar="LIANPU_LEDGER",
        help="The ledger: a file, or sqlite:///… or postgresql+psycopg://…",
    ),
]
