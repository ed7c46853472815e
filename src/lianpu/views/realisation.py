"""Chances of announced projects as text, and as the JSON of ``lianpu ledger realise``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lianpu.ledger.realise.backtest import Backtest
from lianpu.ledger.realise.estimate import LEVEL, Realisation, Spread
from lianpu.ledger.realise.histories import ProjectHistory
from lianpu.ledger.realise.outlook import Outlook, Prospect
from lianpu.library.load import Library
from lianpu.views.numbers import amount
from lianpu.views.table import Column, Kind, Table, printed
from lianpu.views.wording import chain_name, good_name, region_name, t

PROSPECTS: tuple[tuple[str, Kind], ...] = (
    ("project", "text"), ("product", "text"), ("size", "number"), ("status", "text"), ("age", "number"),
    ("chance", "number"), ("months", "number"), ("cases", "text"), ("silence", "text"),
)  # fmt: skip
CASES: tuple[tuple[str, Kind], ...] = (
    ("project", "text"), ("product", "text"), ("first", "text"), ("sizes", "number"), ("outcome", "text"), ("delay", "text"),
)  # fmt: skip


def outlook_text(found: Outlook, library: Library, lang: str) -> str:
    """A line for each open project, then the cases that the chances are learnt from."""
    head = t("realise.head", lang, place=region_name(found.place, lang), at=found.at.isoformat(), horizon=f"{found.horizon:g}")
    if not found.prospects:
        return f"{head}\n{t('realise.none', lang)}"
    prospects = Table(
        "prospects", head, _columns(PROSPECTS, lang), tuple(_prospect_row(p, library, lang) for p in found.prospects),
        note=t("realise.note", lang, level=f"{LEVEL:.0%}"),
    )  # fmt: skip
    cases = Table(
        "cases", t("realise.cases_title", lang, count=len({h.project for h in found.cases})), _columns(CASES, lang),
        tuple(_case_row(h, library, lang) for h in found.cases), note=_delays(found, lang),
    )  # fmt: skip
    return "\n\n".join([printed(prospects, lang), printed(cases, lang)])


def outlook_json(found: Outlook, library: Library, lang: str, ledger: str) -> dict[str, Any]:
    """``projects`` with their chances and evidence, ``cases`` (docs/realise.md)."""
    return {
        "ledger": ledger,
        "at": found.at.isoformat(),
        "place": found.place,
        "horizon_months": found.horizon,
        "level": LEVEL,
        "projects": [_prospect_json(p, library, lang) for p in found.prospects],
        "cases": [_history_json(h, library, lang) for h in found.cases],
    }


def backtest_text(found: Backtest, lang: str) -> str:
    """How the predictions came out, and a line for each project that is decided."""
    if found.brier is None:
        return t("realise.undecided", lang, at=found.at.isoformat(), count=len(found.predictions))
    head = t(
        "realise.brier", lang, at=found.at.isoformat(), by=found.by.isoformat(), brier=f"{found.brier:.3f}",
        decided=found.decided, count=len(found.predictions), expected=f"{found.expected:.1f}", stood=found.stood,
    )  # fmt: skip
    lines = [
        t("realise.foretold", lang, project=_name(p.project, lang), chance=_chance(p.foretold),
          outcome=t(f"realise.outcome_{str(p.stood).lower()}", lang))
        for p in found.predictions
    ]  # fmt: skip
    return "\n".join([head, *lines])


def backtest_json(found: Backtest, library: Library, lang: str, ledger: str) -> dict[str, Any]:
    """``brier``, what was expected and what stood, and each prediction with its outcome (null: nobody said)."""
    return {
        "ledger": ledger, "at": found.at.isoformat(), "by": found.by.isoformat(), "decided": found.decided,
        "brier": found.brier, "brier_of_one_half": found.even, "expected": found.expected, "stood": found.stood,
        "predictions": [
            {**_project_json(p.project, library, lang), **_chance_json(p.foretold), "stood": p.stood} for p in found.predictions
        ],
    }  # fmt: skip


def _columns(columns: tuple[tuple[str, Kind], ...], lang: str) -> tuple[Column, ...]:
    return tuple(Column(key, t(f"realise.{key}", lang), kind=kind) for key, kind in columns)


def _prospect_row(prospect: Prospect, library: Library, lang: str) -> dict[str, str]:
    project, chance = prospect.project, prospect.chance
    quiet = project.silence
    cases = t("realise.cases_of", lang, cases=chance.cases, realised=chance.realised, borrowed=chance.borrowed)
    return {
        "project": _name(project, lang),
        "product": _product(project, library, lang),
        "size": _size(project, lang),
        "status": t(f"status.{project.status}", lang),
        "age": f"{prospect.age:.0f}",
        "chance": _chance(chance),
        "months": _spread(chance.months, lang),
        "cases": cases,
        "silence": t("realise.passed_over", lang, documents=quiet.documents, lists=quiet.lists) if quiet else "",
    }


def _case_row(h: ProjectHistory, library: Library, lang: str) -> dict[str, str]:
    sizes = list(dict.fromkeys(amount(e.value, h.unit, lang) for e in h.events if e.value))
    return {
        "project": _name(h, lang),
        "product": _product(h, library, lang),
        "first": f"{t(f'status.{h.events[0].status}', lang)} {h.events[0].told.isoformat()[:7]}",
        "sizes": " → ".join(sizes),
        "outcome": _outcome(h, lang),
        "delay": h.start_up.isoformat()[:7] if h.start_up else "",
    }


def _outcome(h: ProjectHistory, lang: str) -> str:
    if h.stands is not None:
        code = "stands" if h.pending is None else "stands_by"
        return t(f"realise.{code}", lang, date=h.stands.isoformat()[:7])
    if h.given_up is not None:
        return t("realise.given_up", lang, date=h.given_up.isoformat()[:7])
    return t("realise.unheard" if h.silence else "realise.open", lang, date=h.last_told.isoformat()[:7])


def _delays(found: Outlook, lang: str) -> str:
    chance = found.prospects[0].chance
    if chance.delay is None:
        return t("realise.no_delay", lang, count=chance.delay_cases)
    return t("realise.delays", lang, count=chance.delay_cases, delay=_spread(chance.delay, lang))


def _name(h: ProjectHistory, lang: str) -> str:
    named = "期" in h.subject or "phase" in h.subject.lower()
    phase = t("realise.phase", lang, number=h.phase) if h.phase is not None and not named else ""
    return " ".join(part for part in (h.subject, phase, f"({h.place})" if h.place else "") if part)


def _product(h: ProjectHistory, library: Library, lang: str) -> str:
    return good_name(h.product_id, library, lang) if h.product_id in library.goods else h.product


def _size(h: ProjectHistory, lang: str) -> str:
    return next((amount(e.value, h.unit, lang) for e in reversed(h.events) if e.value), "")


def _chance(chance: Realisation) -> str:
    return f"{chance.probability:.0%} ({chance.low:.0%}–{chance.high:.0%})"


def _spread(spread: Spread | None, lang: str) -> str:
    if spread is None:
        return ""
    ends = [t("realise.beyond", lang) if end is None else f"{end:.0f}" for end in (spread.median, spread.low, spread.high)]
    return f"{ends[0]} ({ends[1]}–{ends[2]})"


def _prospect_json(prospect: Prospect, library: Library, lang: str) -> dict[str, Any]:
    return {
        **_project_json(prospect.project, library, lang),
        "age_months": prospect.age,
        **_chance_json(prospect.chance),
        "claims": list(prospect.project.claims),
    }


def _project_json(h: ProjectHistory, library: Library, lang: str) -> dict[str, Any]:
    return {
        "subject": h.subject,
        "phase": h.phase,
        "place": h.place,
        "product": good_name(h.product_id, library, "zh") if h.product_id in library.goods else h.product,
        "product_id": h.product_id or None,
        "chain": chain_name(h.chain, library, lang) if h.chain else None,
        "status": h.status,
        "stage": h.stage,
        "value": next((e.value for e in reversed(h.events) if e.value), None),
        "unit": h.unit,
        "last_told": h.last_told.isoformat(),
        "silence": None if h.silence is None else asdict(h.silence) | {"until": h.silence.until.isoformat()},
    }


def _chance_json(chance: Realisation) -> dict[str, Any]:
    return {
        "probability": chance.probability,
        "low": chance.low,
        "high": chance.high,
        "cases": chance.cases,
        "cases_realised": chance.realised,
        "cases_silent": chance.silent,
        "cases_borrowed": chance.borrowed,
        "months": None if chance.months is None else asdict(chance.months),
        "delay_months": None if chance.delay is None else asdict(chance.delay),
        "delay_cases": chance.delay_cases,
        "learnt_from": list(chance.basis),
    }


def _history_json(h: ProjectHistory, library: Library, lang: str) -> dict[str, Any]:
    return {
        **_project_json(h, library, lang),
        "events": list(_events(h)),
        "expected": [{"told": told.isoformat(), "day": day.isoformat(), "claim": claim} for told, day, claim in h.expected],
        "stands": h.stands and h.stands.isoformat(),
        "stood_after": h.pending and h.pending.isoformat(),
        "given_up": h.given_up and h.given_up.isoformat(),
        "claims": list(h.claims),
        "text": _outcome(h, lang),
    }


def _events(h: ProjectHistory) -> Iterator[dict[str, Any]]:
    for e in h.events:
        since, told = (None if day.year == 1 else day.isoformat() for day in (e.since, e.told))
        yield {"status": e.status, "since": since, "told": told, "value": e.value, "claim": e.claim}
