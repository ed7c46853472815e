"""``lianpu ledger …``: thin hands over the ledger. Heavy imports wait inside the commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from lianpu.ledger.company_exports import Measure

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


class Lang(StrEnum):
    zh = "zh"
    en = "en"


Language = Annotated[Lang, typer.Option(help="Language of what is printed.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys (docs/json.md).")]
Place = Annotated[str | None, typer.Option(help="A place with all that lies in it, e.g. 曲靖市. Default: every place.")]
At = Annotated[str | None, typer.Option(metavar="DATE", help="The state at 2022, 2022-07 or 2022-07-14.")]
AsKnown = Annotated[
    str | None, typer.Option("--as-known", metavar="DATE", help="Only what the ledger had learnt by this day.")
]


class Grave(StrEnum):
    error = "error"
    doubt = "doubt"
    note = "note"


Who = Annotated[str, typer.Option("--who", envvar="LIANPU_USER", help="The reviewer's name; default: the system's user.")]


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
        _print_json(checks_json(checked, claims, shelf, lang, severity, ledger))
    else:
        typer.echo(checks_text(checked, claims, shelf, lang, severity))


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
        claims = {claim.id: claim for claim in opened.claims(as_known=as_known)}
        disputes = disputes_in(opened, claims.values())
        name = opened.name
    library = load_library(None)
    if as_json:
        _print_json(conflicts_json(found, claims, library, lang, name) | {"reviewers": disputes_json(disputes)})
    else:
        typer.echo(conflicts_text(found, claims, library, lang))
        if disputes:
            typer.echo(f"{t('conflict.reviewers', lang)}\n{disputes_text(disputes, lang)}")


@app.command("import")
def import_(
    tables: Annotated[
        list[Path], typer.Argument(metavar="TABLE…", help="Tables of dated claims, exports of firms: .csv, .xlsx.")
    ],
    partial: Annotated[bool, typer.Option("--partial", help="Take the good rows of a table with wrong ones.")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="A TOML file that says what the headings are.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether the columns are understood rightly.")] = False,
    who: Who = "",
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Add tables of dated claims: each whole or, where a row is wrong, not at all, with every wrong cell told."""
    from lianpu.intake import import_tables
    from lianpu.views.import_report import columns_text, import_json, import_text
    from lianpu.views.wording import t

    def confirm(path: Path, columns: Mapping[str, Measure]) -> bool:
        if yes or as_json or not sys.stdin.isatty():
            return True
        typer.echo(columns_text(path, columns, lang))
        return typer.confirm(t("import.confirm", lang), default=True)

    reports = import_tables(tables, ledger, partial=partial, mapping=mapping, who=who, confirm=confirm)
    if as_json:
        _print_json(import_json(reports, ledger))
    else:
        typer.echo(import_text(reports, ledger, lang))
    if any(report.refused and not report.taken for report in reports):
        raise typer.Exit(2)


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
        _print_json(output)
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
        _print_json(reconciliation_json(found, lang))
    else:
        typer.echo(reconciliation_text(found, lang))
    if not found.solved:
        raise typer.Exit(1)


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
        _print_json(states_json(states, library, lang, name))
    else:
        typer.echo(states_text(states, library, lang))


Why = Annotated[str | None, typer.Option("--why", help="The reason.")]


@app.command()
def review(
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM…", help="Ids of claims, or their beginnings.")],
    accept: Annotated[bool, typer.Option("--accept", help="It is read rightly.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It is not to count.")] = False,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Change a field, e.g. status=operating.")
    ] = None,
    settle: Annotated[bool, typer.Option("--settle", help="What counts now ends the dispute of the reviewers.")] = False,
    who: Who = "",
    why: Why = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Accept, edit or reject claims, or settle what reviewers dispute. Nothing is deleted."""
    from lianpu.ledger.reviewing import review_claims
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import after_text, claim_json

    with Ledger.open(ledger, create=False) as opened:
        after = review_claims(opened, claims, who=who, why=why, accept=accept, reject=reject, change=change or [], settle=settle)
    if as_json:
        _print_json({"claims": [claim_json(kept) for kept in after]})
    else:
        typer.echo(after_text(after, lang))


@app.command()
def undo(
    number: Annotated[int | None, typer.Argument(metavar="[REVIEW]", help="A review's number; default: your last.")] = None,
    who: Who = "",
    why: Why = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Let a review count no longer; an undo can be undone."""
    from lianpu.ledger.reviewing import reviewer
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import after_text, claim_json

    with Ledger.open(ledger, create=False) as opened:
        after = opened.undo(reviewer(who), number, why)
    if as_json:
        _print_json({"claims": [claim_json(after)]})
    else:
        typer.echo(after_text([after], lang))


@app.command()
def reviews(
    disputes: Annotated[bool, typer.Option("--conflicts", help="Only claims that reviewers disagree about.")] = False,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """The reviewed claims with who said what, and those that reviewers disagree about."""
    from lianpu.ledger.reviewing import disputes_in
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import after_text, claim_json, disputes_json, disputes_text
    from lianpu.views.wording import t

    with Ledger.open(ledger, create=False) as opened:
        reviewed = [kept for kept in opened.claims() if kept.reviews]
        found = disputes_in(opened, reviewed)
    if as_json:
        _print_json({"claims": [] if disputes else [claim_json(c) for c in reviewed], "conflicts": disputes_json(found)})
    elif disputes:
        typer.echo(disputes_text(found, lang))
    else:
        typer.echo(after_text(reviewed, lang) or t("review.none", lang))


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
        _print_json(history_json(events, claims))
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
        _print_json(difference_json(found))
    else:
        typer.echo(difference_text(found, load_library(None), lang))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
    place: Place = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only claims of this kind, e.g. capacity.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only claims of this document.")] = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
) -> None:
    """Write claims into a workbook for review, those in conflict and in doubt first."""
    from lianpu.ledger.reviewing import claims_to_review
    from lianpu.ledger.store import Ledger
    from lianpu.views.review_workbook import write_review_workbook
    from lianpu.views.wording import t

    with Ledger.open(ledger, create=False) as opened:
        found = claims_to_review(opened, place=place, kinds=kind or (), document=document)
    number = write_review_workbook(found, file, lang)
    typer.echo(t("review_sheet.written", lang, claims=number, file=file))


@app.command()
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook that came back.")],
    who: Annotated[str | None, typer.Option("--who", help="The reviewer, where a row names nobody.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Take the good rows of a workbook with wrong ones.")] = False,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Compare a returned workbook with what went out, and take its reviews."""
    from lianpu.ledger.review_sheet import apply, read_returned
    from lianpu.ledger.store import Ledger
    from lianpu.views.review_workbook import decisions, returned_json, returned_text, titles

    with Ledger.open(ledger, create=False) as opened:
        found = read_returned(opened, file, titles=titles(), decisions=decisions(), who=who)
        applied = not dry_run and (partial or not found.rejected)
        if applied:
            apply(opened, found)
    if as_json:
        _print_json(returned_json(found, applied=applied))
    else:
        typer.echo(returned_text(found, lang, applied=applied))
    if found.rejected and not applied and not dry_run:
        raise typer.Exit(2)


def _print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
