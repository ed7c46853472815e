"""``lianpu answer N``: the twelve questions."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, dossier_of, province_of_dossier

app = typer.Typer()

Number = Annotated[int, typer.Argument(metavar="N", help="The question, 1 to 12.", show_default=False)]
Figure = Annotated[str | None, typer.Option(metavar="ID", help="The number that question 12 is about, as `why` takes it.")]


@app.command()
def answer(
    number: Number,
    source: Source = None,
    figure: Figure = None,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Answer one of the twelve questions in a few sentences with a table, and name what is lacking.

    1 missing links, 2 balance if all comes true, 3 what to recruit, 4 power, land and who goes first, 5 a dry year,
    6 output values, 7 local support and deep processing, 8 green power, 9 footprints and CBAM, 10 norms, 11 recycled
    material, 12 where a number comes from.
    """
    from lianpu import questions
    from lianpu.errors import LianpuError
    from lianpu.views.answers.answered import answer_json, answer_text

    if number not in questions.QUESTIONS:
        raise LianpuError(f"there is no question {number}", hint="1 to 12: see lianpu answer --help")
    dossier = dossier_of(source, place, library, ledger)
    province = province_of_dossier(dossier, source, library, ledger) if number == 3 else None
    found = questions.answer(number, questions.Asked(dossier, lang, province, figure))
    if as_json:
        print_json(answer_json(found, dossier, lang))
    else:
        typer.echo(answer_text(found, dossier, lang))
