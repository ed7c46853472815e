"""Options that the commands of the ledger share."""

from __future__ import annotations

from typing import Annotated

import typer

Place = Annotated[str | None, typer.Option(help="A place with all that lies in it, e.g. 曲靖市. Default: every place.")]
At = Annotated[str | None, typer.Option(metavar="DATE", help="The state at 2022, 2022-07 or 2022-07-14.")]
AsKnown = Annotated[str | None, typer.Option("--as-known", metavar="DATE", help="Only what the ledger had learnt by this day.")]
Who = Annotated[str, typer.Option("--who", envvar="LIANPU_USER", help="The reviewer's name; default: the system's user.")]
