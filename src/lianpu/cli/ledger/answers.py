"""``lianpu ledger state|conflicts|checks|history|diff|realise|reconcile``: what the ledger says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.ledger.options import AsKnown, At, Place
from lianpu.cli.options import DEFAULT_LEDGER, Address, Json, Lang, Language, print_json

app = typer.Typer()


class Grave(StrEnum):
    error = "error"
    doubt = "doubt"
    note = "note"


@app.command()
def state(
    at: At = None,
    place: Place = None,
    as_known: AsKnown = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Capacity by place, product and status at a date, with the claims for and against it."""
    from lianpu.ledger.state import states_of
    from lianpu.ledger.store import Ledger
    from lianpu.library.load import load_library
    from lianpu.views.state_table import states_json, states_text

    with Ledger.open(ledger, create=False) as opened:
        states = states_of(opened, at=at, place=place, as_known=as_known)
        name = opened.name
    library = load_library(None)
    if as_json:
        print_json(states_json(states, library, lang, name))
    else:
        typer.echo(states_text(states, library, lang))


@app.command()
def conflicts(
    at: At = None,
    place: Place = None,
    as_known: AsKnown = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Where sources disagree about a capacity: the figure that counts, and the claims for and against it."""
    from lianpu.ledger.conflicts import conflicts_in
    from lianpu.ledger.reviewing import disputes_in
    from lianpu.ledger.state import states_of
    from lianpu.ledger.store import Ledger
    from lianpu.library.load import load_library
    from lianpu.views.conflicts_table import conflicts_json, conflicts_text
    from lianpu.views.reviews_table import disputes_json, disputes_text
    from lianpu.views.wording import t

    with Ledger.open(ledger, create=False) as opened:
        found = conflicts_in(states_of(opened, at=at, place=place, as_known=as_known))
        held = opened.claims_within(place, as_known) if place else opened.claims(as_known=as_known)
        claims = {claim.id: claim for claim in held}
        disputes = disputes_in(opened, claims.values())
        name = opened.name
    library = load_library(None)
    if as_json:
        print_json(conflicts_json(found, claims, library, lang, name) | {"reviewers": disputes_json(disputes)})
    else:
        typer.echo(conflicts_text(found, claims, library, lang))
        if disputes:
            typer.echo(f"{t('conflict.reviewers', lang)}\n{disputes_text(disputes, lang)}")


@app.command()
def checks(
    place: Place = None,
    severity: Annotated[Grave | None, typer.Option(help="Only findings of this severity.")] = None,
    as_known: AsKnown = None,
    library: Annotated[Path | None, typer.Option("--library", help="A folder of library tables of your own.")] = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """What does not fit among the claims: ratios, sums, growth, shares, dates; and what follows (docs/checks.md)."""
    from lianpu.checking import check_ledger
    from lianpu.views.checks_text import checks_json, checks_text

    checked, claims, shelf = check_ledger(ledger, place=place, library=library, as_known=as_known)
    if as_json:
        print_json(checks_json(checked, claims, shelf, lang, severity, ledger))
    else:
        typer.echo(checks_text(checked, claims, shelf, lang, severity))


@app.command()
def history(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A claim's id, a document's or a firm's name.")],
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """What the ledger learnt of a claim, a document or a firm, and when; and what is said of it, by the time spoken of."""
    from lianpu.ledger.history import history as learnt
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import history_json, history_text

    with Ledger.open(ledger, create=False) as opened:
        events, claims = learnt(opened, name)
    if as_json:
        print_json(history_json(events, claims))
    else:
        typer.echo(history_text(events, claims, lang))


@app.command()
def diff(
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="What was learnt after this day.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="… to the end of this day; default: now.")] = None,
    at: At = None,
    place: Place = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """What is new since a day: claims, reviews, and the figures of the state that changed."""
    from lianpu.ledger.history import difference
    from lianpu.ledger.store import Ledger
    from lianpu.library.load import load_library
    from lianpu.views.reviews_table import difference_json, difference_text

    with Ledger.open(ledger, create=False) as opened:
        found = difference(opened, since, until, place=place, at=at)
    if as_json:
        print_json(difference_json(found))
    else:
        typer.echo(difference_text(found, load_library(None), lang))


@app.command()
def realise(
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="As known on 2022, 2022-07 or 2022-07-14. Default: the last news.")
    ] = None,
    place: Place = None,
    horizon: Annotated[float, typer.Option(metavar="MONTHS", help="Within how many months a project is to stand.")] = 36.0,
    test: Annotated[bool, typer.Option("--test", help="Hold what was foretold at DATE against what came.")] = False,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Chances that announced projects come true, learnt from the ledger's own histories (docs/realise.md)."""
    from lianpu.ledger.realise.outlook import outlook, outlook_backtest
    from lianpu.ledger.store import Ledger
    from lianpu.library.load import load_library
    from lianpu.views.realisation import backtest_json, backtest_text, outlook_json, outlook_text

    library = load_library(None)
    with Ledger.open(ledger, create=False) as opened:
        if test:
            result = outlook_backtest(opened, at or "", horizon)
            output = backtest_json(result, library, lang, opened.name) if as_json else backtest_text(result, lang)
        else:
            found = outlook(opened, at=at, place=place, horizon=horizon)
            output = outlook_json(found, library, lang, opened.name) if as_json else outlook_text(found, library, lang)
    if isinstance(output, dict):
        print_json(output)
    else:
        typer.echo(output)


@app.command()
def reconcile(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A problem file: .csv, .toml or .json. Default: the ledger's claims."),
    ] = None,
    place: Place = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Only balances with a figure of this year.")] = None,
    as_known: AsKnown = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Adjust readings to their balances by weighted least squares, and name what does not fit (docs/reconcile.md)."""
    from lianpu.ledger.reconcile.ledger_problem import reconcile_source
    from lianpu.views.reconciliation import reconciliation_json, reconciliation_text

    found = reconcile_source(file, ledger, place=place, year=year, as_known=as_known)
    if as_json:
        print_json(reconciliation_json(found, lang))
    else:
        typer.echo(reconciliation_text(found, lang))
    if not found.solved:
        raise typer.Exit(1)
