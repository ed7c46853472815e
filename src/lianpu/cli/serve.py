"""``lianpu serve``: the workbench in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.options import DEFAULT_LEDGER, Lang, Language, Region, Tables, Words

app = typer.Typer()


@app.command()
def serve(
    ledger: Annotated[
        str,
        typer.Argument(
            metavar="[LEDGER]",
            envvar="LIANPU_LEDGER",
            help="A ledger (path or address), or the folder of a run; made if missing.",
        ),
    ] = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(help="The address to listen on. There is no login: default only this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 8321,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Server processes.")] = 1,
    without_login: Annotated[
        bool, typer.Option("--without-login", help="Listen beyond this machine though everybody who reaches it may review.")
    ] = False,
    place: Region = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
) -> None:
    """Open the workbench: chains, balance, ledger and evidence as pages, and the same as a JSON API."""
    from lianpu.web.serving import serve as start

    start(ledger, host=host, port=port, workers=workers, without_login=without_login, place=place, library=library, lang=lang)
