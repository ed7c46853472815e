"""The contradictions in a table of 274 dated claims about one city and its province, found without being told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.claim_rows import Told, told
from lianpu.checking import bands_of
from lianpu.ledger.checks import Checked, check
from lianpu.library.load import load_library

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "qujing-claims.csv"
#: code, and rows of the table that do not fit together (docs/checks.md says in words what is wrong with each).
CONTRADICTIONS = (
    ("growth_against_levels", {"YB22", "YB23", "YB03"}),
    ("two_values", {"YB29", "YB30"}),
    ("share_of_levels", {"YB02", "BA07"}),
    ("level_off_path", {"EC15", "EC01", "EC02", "EC03"}),
    ("average_real_or_nominal", {"EC03", "EC01", "EC02"}),
    ("target_path", {"EC12", "EC13", "EC02"}),
    ("implied_ratio", {"BA48", "BA46"}),
    ("implied_ratio", {"NB07", "NB06"}),
    ("cut_share", {"CU14", "CU15", "CU16", "CU10"}),
    ("plan_after_its_date", {"SD26"}),
    ("definitions", {"YA07", "YA01"}),
    ("indicator_variants", {"SD17", "YA12", "YA19", "YA20"}),
    ("revised_size", {"PV34", "PV22.2"}),
    ("revised_size", {"BA21", "BA12"}),
    ("cumulative_called_built", {"BA46", "BA25"}),
    ("trial_and_operating", {"BA24", "BA23"}),
    ("target_missed", {"YB15", "YB31"}),
    ("part_above_group", {"PV57.1", "PV99", "PV101", "PV102"}),
    ("growth_out_of_line", {"BA29", "PV67"}),
    ("two_dates", {"PV81.1", "PV81.2", "PV55.1", "PV55.2"}),
    ("two_dates", {"BA28", "BA38"}),
    ("trial_after_operation", {"PV105.1", "PV105.2", "PV56.1", "PV56.2"}),
    ("silent_plan", {"PV04"}),
)


@pytest.fixture(scope="module")
def table() -> tuple[Told, Checked]:
    if not TABLE.is_file():
        pytest.skip("the table of claims is not beside the project")
    claims = told(TABLE)
    return claims, check(claims.claims, bands_of(load_library()))


def test_at_least_twelve_are_found_and_named(table: tuple[Told, Checked]) -> None:
    claims, found = table
    named = {(f.code, frozenset(claims.rows(f.claims))) for f in found.findings}
    missing = [(code, sorted(rows)) for code, rows in CONTRADICTIONS if (code, frozenset(rows)) not in named]
    assert not missing and len(CONTRADICTIONS) >= 12


def test_what_agrees_is_confirmed(table: tuple[Told, Checked]) -> None:
    """5.3 / 25.7 = 20.6 %; 10 + 90 = 100; 2 + 3.3 = 5.3; and 71.6 x 3.5532 = 254.4 and 160 / 23 = 0.70 are derived."""
    claims, found = table
    told_too = [d for d in found.derived if d.confirmed_by]
    confirmed = {(d.rule, frozenset(claims.rows(d.parents)), *claims.rows(d.confirmed_by)) for d in told_too}
    assert ("share", frozenset({"BA05", "BA07"}), "BA06") in confirmed
    assert ("standing_and_building", frozenset({"SD14", "SD15"}), "AL13") in confirmed
    assert ("sum", frozenset({"BA02", "BA03"}), "SD21") in confirmed
    values = {frozenset(claims.rows(d.parents)): d.claim.value for d in found.derived}
    assert values[frozenset({"PV71", "PV74"})] == pytest.approx(71.6e8 * 3.5532)
    assert values[frozenset({"BA42", "BA39"})] == pytest.approx(160e8 / 23e3)


def test_few_findings_are_grave_and_none_is_an_error(table: tuple[Told, Checked]) -> None:
    _, found = table
    grave = [f for f in found.findings if f.severity != "note"]
    assert len(grave) <= 12 and not [f for f in grave if f.severity == "error"]
