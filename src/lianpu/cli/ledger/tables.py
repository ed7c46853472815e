"""``lianpu ledger import|export|take``: tables in, and review workbooks out and back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.ledger.options import Place, Who
from lianpu.cli.options import DEFAULT_LEDGER, Address, Json, Lang, Language, print_json

if TYPE_CHECKING:
    from lianpu.ledger.company_exports import Measure

app = typer.Typer()


@app.command("import")
def import_(
    tables: Annotated[
        list[Path], typer.Argument(metavar="TABLE…", help="Tables of dated claims, exports of firms: .csv, .xlsx.")
    ],
    partial: Annotated[bool, typer.Option("--partial", help="Take the good rows of a table with wrong ones.")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="A TOML file that says what the headings are.")
    ] = None,
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="OUT.xlsx", help="Write wrong tables back, the wrong cells marked.")
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
    if marked is not None and any(report.refused for report in reports):
        from lianpu.views.marked_table import write_marked

        write_marked(reports, marked)
    if as_json:
        print_json(import_json(reports, ledger))
    else:
        typer.echo(import_text(reports, ledger, lang))
    if any(report.refused and not report.taken for report in reports):
        raise typer.Exit(2)


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
        print_json(returned_json(found, applied=applied))
    else:
        typer.echo(returned_text(found, lang, applied=applied))
    if found.rejected and not applied and not dry_run:
        raise typer.Exit(2)
