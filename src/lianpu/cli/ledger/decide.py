"""``lianpu ledger decide …``: a person's word on which names are one firm."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.ledger.options import Who
from lianpu.cli.options import DEFAULT_LEDGER, HELP, Address, Json, Lang, Language, print_json

app = typer.Typer(no_args_is_help=True, context_settings=HELP, rich_markup_mode=None)

One = Annotated[str, typer.Argument(metavar="A", help="A firm's name as a claim has it.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other name.")]
Why = Annotated[str | None, typer.Option("--why", help="The reason.")]


@app.command("same-firm")
def same_firm(
    one: One, other: Other, who: Who = "", why: Why = None, ledger: Address = DEFAULT_LEDGER, lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two names are one firm, e.g. after it was renamed."""
    _decide(one, other, True, who, why, ledger, lang, as_json)


@app.command("not-same-firm")
def not_same_firm(
    one: One, other: Other, who: Who = "", why: Why = None, ledger: Address = DEFAULT_LEDGER, lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two names that are taken for one firm are two."""
    _decide(one, other, False, who, why, ledger, lang, as_json)


@app.command()
def undo(
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="A decision's number; default: your last.")] = None,
    who: Who = "",
    why: Why = None,
    ledger: Address = DEFAULT_LEDGER,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """Let a decision count no longer; an undo can be undone."""
    from lianpu.ledger.firm_words import undo_decision
    from lianpu.ledger.reviewing import reviewer
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import decision_json, decision_line

    with Ledger.open(ledger, create=False) as opened:
        made = undo_decision(opened, reviewer(who), number, why)
    if as_json:
        print_json({"decision": decision_json(made)})
    else:
        typer.echo(decision_line(made, lang))


@app.command("list")
def list_decisions(ledger: Address = DEFAULT_LEDGER, lang: Language = Lang.zh, as_json: Json = False) -> None:
    """All words on firms, and which of them count."""
    from lianpu.ledger.firm_words import firm_decisions
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import decisions_json, decisions_text

    with Ledger.open(ledger, create=False) as opened:
        told, counted = firm_decisions(opened)
    if as_json:
        print_json({"decisions": decisions_json(told, counted)})
    else:
        typer.echo(decisions_text(told, counted, lang))


def _decide(one: str, other: str, same: bool, who: str, why: str | None, ledger: str, lang: Lang, as_json: bool) -> None:
    from lianpu.ledger.firm_words import decide_firms
    from lianpu.ledger.reviewing import reviewer
    from lianpu.ledger.store import Ledger
    from lianpu.views.reviews_table import decision_json, decision_line

    with Ledger.open(ledger, create=False) as opened:
        made = decide_firms(opened, one, other, same=same, who=reviewer(who), why=why)
    if as_json:
        print_json({"decision": decision_json(made)})
    else:
        typer.echo(decision_line(made, lang))
