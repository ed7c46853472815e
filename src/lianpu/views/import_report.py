"""What an import of tables brought and what it refused: as text and as the JSON of ``lianpu ledger import``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lianpu.ledger.company_exports import TEXTS, Measure
from lianpu.ledger.importing import ImportReport
from lianpu.views.wording import t

SHOWN = 50  # refused rows in the text; the JSON has all


def import_text(reports: Sequence[ImportReport], ledger: str, lang: str) -> str:
    """A line for each table, then each refused row with its place in the file."""
    lines = []
    for report in reports:
        key = "refused_whole" if report.refused and not report.taken else "taken"
        lines.append(
            t(f"import.{key}", lang, file=report.file, added=report.added, known=report.known, ledger=ledger,
              refused=len(report.refused))
        )  # fmt: skip
        if report.withdrawn:
            lines.append(t("import.withdrawn", lang, claims=report.withdrawn))
        for reason, rows in Counter(row.reason for row in report.left_out).items():
            lines.append(t("import.left_out", lang, rows=rows, why=t(f"left_out_because.{reason}", lang)))
        lines += [f"  {row.place}: {row.what}; {row.hint}" for row in report.refused[:SHOWN]]
        if len(report.refused) > SHOWN:
            lines.append(t("import.more", lang, rows=len(report.refused) - SHOWN))
    return "\n".join(lines)


def columns_text(path: Path, columns: Mapping[str, Measure], lang: str) -> str:
    """What the columns of an export are taken for, a line each."""
    lines = [t("import.columns", lang, file=path)]
    for heading, measure in columns.items():
        role = t(f"export_role.{measure.role}", lang) if measure.role in TEXTS else t(f"kind.{measure.role}", lang)
        lines.append(f"  {heading} → {role} {measure.unit}".rstrip())
    return "\n".join(lines)


def import_json(reports: Sequence[ImportReport], ledger: str) -> dict[str, Any]:
    """``added``, ``known``, ``withdrawn``, ``documents``, ``refused``, ``left_out`` over all tables (docs/json.md)."""
    return {
        "ledger": ledger,
        "files": [report.file for report in reports],
        **{key: sum(getattr(r, key) for r in reports) for key in ("added", "known", "withdrawn", "documents")},
        "refused": [{"file": r.file} | asdict(row) for r in reports for row in r.refused],
        "left_out": [{"file": r.file} | asdict(row) for r in reports for row in r.left_out],
    }
