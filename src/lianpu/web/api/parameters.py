"""Parameters that endpoints share, and the desk behind them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from pydantic import AfterValidator

from lianpu.web.desk import Desk


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _readable(text: str) -> str:
    """Refuses what no database can hold: half of a surrogate pair, and the null character."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds a character that is none")
    return text


OnDesk = Annotated[Desk, Depends(_desk)]
Readable = AfterValidator(_readable)
Lang = Annotated[Literal["zh", "en"], Query(description="Language of words and sentences.")]
Place = Annotated[
    str | None,
    Query(max_length=100, description="A place with all that lies in it, e.g. 曲靖市. Default: every place."),
    Readable,
]
Region = Annotated[
    str | None, Query(alias="place", max_length=100, description="The region. Default: what the documents are about."), Readable
]
At = Annotated[str | None, Query(max_length=20, description="The state at 2022, 2022-07 or 2022-07-14."), Readable]
AsKnown = Annotated[str | None, Query(max_length=40, description="Only what the ledger had learnt by this day."), Readable]
Name = Annotated[str, Query(min_length=1, max_length=300), Readable]
