"""What a question is asked of: documents, a run's folder, or a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.options import OUT
from lianpu.errors import LianpuError

if TYPE_CHECKING:
    from lianpu.views.dossier import Dossier

LedgerAt = Annotated[
    str | None,
    typer.Option("--ledger", metavar="PATH|ADDRESS", envvar="LIANPU_LEDGER", help="A ledger: a file, or postgresql+psycopg://…"),
]
Source = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[SOURCE…]", help="A run's folder, its ledger, or documents.", show_default=False),
]
Which = Annotated[
    str,
    typer.Option(
        "--scenario", metavar="A|B|C", callback=lambda name: _scenario(name), help="A stands, B is coming, C is hoped for."
    ),
]


def _scenario(name: str) -> str:
    if name.upper() not in ("A", "B", "C"):
        raise LianpuError(f"no scenario '{name}'", hint="A, B or C")
    return name.upper()


def dossier_of(source: list[Path] | None, place: str | None, library: Path | None, ledger: str | None) -> Dossier:
    """Of the sources; of the ledger where none is named, or of the last run's folder where neither is."""
    from lianpu import pipeline

    return pipeline.open_dossier(source or [OUT], place=place, library=library, ledger=None if source else ledger)


def province_of_dossier(dossier: Dossier, source: list[Path] | None, library: Path | None, ledger: str | None) -> Dossier | None:
    """The same sources at the boundary of the region's province; None where the region is one or lies in none."""
    around = dossier.answer.region.around
    return None if around is None else dossier_of(source, around, library, ledger)
