"""What was read into a ledger and what was not, in words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lianpu.intake import Intake
from lianpu.views.wording import t

SHOWN = 10  # names listed for each reason


def intake_text(intake: Intake, lang: str) -> str:
    """Documents and claims kept, then the files that were left out, by reason."""
    lines = []
    if intake.kept:
        claims, repeated = sum(one.claims for one in intake.new), len(intake.kept) - len(intake.new)
        lines.append(t("intake.kept", lang, documents=len(intake.new), claims=claims, ledger=intake.ledger))
        lines += [t("intake.repeated", lang, documents=repeated)] if repeated else []
    else:
        lines.append(t("intake.nothing", lang))
    if intake.skipped:
        lines.append(t("intake.skipped", lang, files=len(intake.skipped)))
    for code, number in Counter(one.code for one in intake.skipped).most_common():
        names = [one.name for one in intake.skipped if one.code == code]
        more = [t("intake.more", lang, files=number - SHOWN)] if number > SHOWN else []
        lines.append(f"  {t(f'skip.{code}', lang)} ({number}): {', '.join([*names[:SHOWN], *more])}")
    return "\n".join(lines)


def intake_json(intake: Intake) -> dict[str, Any]:
    """``ledger``, ``documents``, ``skipped`` (docs/reading-files.md)."""
    kept = [{"name": one.name, "kind": one.kind, "claims": one.claims, "new": one.new} for one in intake.kept]
    left = [{"name": one.name, "code": one.code, "told": one.told} for one in intake.skipped]
    return {"ledger": str(intake.ledger) if intake.kept else None, "documents": kept, "skipped": left}
