"""What the commands share: options, and how they print. Heavy imports wait inside the functions."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

OUT = Path("lianpu-out")
DEFAULT_LEDGER = "lianpu-out/ledger.sqlite"
HELP = {"help_option_names": ["-h", "--help"]}


class Lang(StrEnum):
    zh = "zh"
    en = "en"


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
Region = Annotated[
    str | None, typer.Option("--place", help="The region, e.g. 曲靖市. Default: the place the documents are about.")
]
Address = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="PATH|ADDRESS",
        envvar="LIANPU_LEDGER",
        help="The ledger: a file, or sqlite:///… or postgresql+psycopg://…",
    ),
]


def print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))


def ask(model: str | None, name: str | None) -> None:
    """Asks a language model too where one is named; a setting that cannot be used is told before anything is read."""
    from lianpu.reading.llm.endpoint import use

    use(model, name)


def _use(lexicon: Path | None) -> Path | None:
    """Reads with the user's words in this command and in the processes that it starts."""
    if lexicon is not None:
        from lianpu.reading.active import use

        use(lexicon)
    return lexicon
