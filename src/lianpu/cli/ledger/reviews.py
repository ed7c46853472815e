"""``lianpu ledger review|undo|reviews``: what people say of claims."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.ledger.options import Who
from lianpu.cli.options import DEFAULT_LEDGER, Address, Json, Lang, Language, print_json

app = typer.Typer()

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
        print_json({"claims": [claim_json(kept) for kept in after]})
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
        print_json({"claims": [claim_json(after)]})
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
        print_json({"claims": [] if disputes else [claim_json(c) for c in reviewed], "conflicts": disputes_json(found)})
    elif disputes:
        typer.echo(disputes_text(found, lang))
    else:
        typer.echo(after_text(reviewed, lang) or t("review.none", lang))
