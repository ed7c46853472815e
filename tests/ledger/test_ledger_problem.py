"""The claims of a ledger as a reconciliation problem: their identities are balances, their figures readings."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ledger.claim_rows import Told, altered, kept, told, write_rows
from lianpu.errors import LianpuError
from lianpu.ledger.facts import facts_of
from lianpu.ledger.reconcile.adjust import Reconciliation, reconcile
from lianpu.ledger.reconcile.ledger_problem import ledger_problem
from lianpu.ledger.reconcile.spread import spread
from lianpu.ledger.reconcile.suspected import findings_of
from lianpu.views.reconciliation import reconciliation_text

GROWTH = (
    "output_value|曲靖市|pv|all|绿色硅光伏产业产值|71.6|亿元||operating|曲靖市|2022-07-12|2021|甲报",
    "growth|曲靖市|pv|all|2022产值同比|255.32|%||operating|曲靖市|2023-07-13|2022|乙报",
    "output_value|曲靖市|pv|all|光伏产业产值|254.4|亿元||operating|曲靖市|2023-07-13|2022|丙报",
)
SHARE = (
    "share|曲靖市|battery|cathode|占全国产能|20.6|%||operating|中国|2020-12-31|2020",
    "capacity|中国|battery|cathode|磷酸铁锂产能|25.7|万吨/年||operating|中国|2020-12-31|2020",
    "capacity|曲靖市|battery|cathode|磷酸铁锂 合计|5.3|万吨/年||operating|曲靖市|2020-12-31|2020",
)
SOURCES = (
    "power|云南省|energy|generation|2023 火电发电量|640.29|亿千瓦时||operating|云南省|2024-02|2023",
    "power|云南省|energy|generation|2023 风电发电量|277.24|亿千瓦时||operating|云南省|2024-02|2023",
    "power|云南省|energy|hydro|2023 水电|2897.65|亿千瓦时||operating|云南省|2024-02|2023",
    "power|云南省|energy|generation|2023 太阳能发电量|89.88|亿千瓦时||operating|云南省|2024-02|2023",
    "power|云南省|energy|generation|2023 规上发电量|3905.06|亿千瓦时||operating|云南省|2024-02|2023",
)


def claims_of(tmp_path: Path, *rows: str) -> Told:
    return told(write_rows(tmp_path / "rows.csv", rows))


def value(found: Reconciliation, part: str) -> tuple[float, float]:
    (one,) = (q for q in found.quantities if part in q.name)
    assert one.adjusted is not None and one.sd is not None
    return one.adjusted, one.sd


def test_growth_times_level(tmp_path: Path) -> None:
    found = reconcile(ledger_problem(claims_of(tmp_path, *GROWTH).claims))
    # 71.6 x 3.5532 = 254.41, within the rounding of 254.4
    assert not found.gross_error and found.chi2 < 0.01 and found.dof == 1
    assert value(found, "2022产值同比")[0] == pytest.approx(2.5532, rel=0.01)
    assert [len(e.claims) for e in found.problem.equations] == [3]


def test_sources_add_up_to_the_total(tmp_path: Path) -> None:
    found = reconcile(ledger_problem(claims_of(tmp_path, *SOURCES).claims))
    assert not found.gross_error
    total, sd = value(found, "规上发电量")
    assert total == pytest.approx(3905.06e8, rel=1e-3)
    assert sd < 0.03 * 3905.06e8  # surer than the total's own reading, which has 3 %


@pytest.mark.parametrize(
    ("rows", "term", "factor"), [(GROWTH, 0, 10), (GROWTH, 2, 0.1), (SHARE, 2, 10), (SHARE, 1, 1.5), (SOURCES, 2, 10)]
)
def test_an_altered_figure_is_a_gross_error_that_names_its_claim(
    tmp_path: Path, rows: tuple[str, ...], term: int, factor: float
) -> None:
    claims = claims_of(tmp_path, *altered(rows, term, factor))
    found = reconcile(ledger_problem(claims.claims))
    assert found.gross_error and found.p is not None and found.p < 0.01
    named = {m.id: claims.rows(m.claims) for m in found.problem.measurements}
    assert f"R{term + 1}" in set().union(*(named[reading] for reading in found.suspects[0].readings))
    assert all(q.adjusted is None for q in found.quantities)  # nothing tells which of them is wrong


def test_a_second_witness_tells_which_figure_is_wrong(tmp_path: Path) -> None:
    """The share and the nation's capacity speak for 5.3; of two figures for the city one is ten times that."""
    wrong = "capacity|曲靖市|battery|cathode|磷酸铁锂 合计|53|万吨/年||operating|曲靖市|2020-12-31|2020|乙报"
    claims = claims_of(tmp_path, *SHARE, wrong)
    found = reconcile(ledger_problem(claims.claims))
    (suspect,) = found.suspects
    named = {m.id: claims.rows(m.claims) for m in found.problem.measurements}
    assert [named[reading] for reading in suspect.readings] == [{"R4"}]
    assert value(found, "磷酸铁锂 合计")[0] == pytest.approx(5.3e4, rel=0.01)
    (finding,) = findings_of(found)
    assert (finding.code, finding.severity, finding.figure) == ("gross_error", "error", pytest.approx(53e4))
    assert claims.rows(finding.claims) == {"R4"}
    assert finding.suggested == pytest.approx(5.3e4, rel=0.01)
    assert finding.low is not None and finding.high is not None and finding.low < finding.suggested < finding.high


def test_what_nobody_states_follows_with_its_error(tmp_path: Path) -> None:
    found = reconcile(ledger_problem(claims_of(tmp_path, *GROWTH[:2]).claims))
    level, sd = value(found, "(by_growth)")
    assert level == pytest.approx(254.4e8, rel=1e-3)
    assert sd == pytest.approx(math.hypot(3.5532 * 0.03 * 71.6e8, 71.6e8 * 0.03 * 2.5532), rel=0.01)


def test_the_same_digits_again_are_no_second_reading(tmp_path: Path) -> None:
    again = "output_value|曲靖市|pv|all|绿色硅光伏产业产值|71.6|亿元||operating|曲靖市|2022-08-01|2021|丁网"
    problem = ledger_problem(claims_of(tmp_path, *GROWTH, again).claims)
    assert len(problem.measurements) == 3
    assert max(len(m.claims) for m in problem.measurements) == 2


def test_only_what_is_asked(tmp_path: Path) -> None:
    claims = claims_of(tmp_path, *GROWTH, *SHARE).claims
    assert len(ledger_problem(claims).equations) == 2
    assert len(ledger_problem(claims, year=2020).equations) == 1
    with pytest.raises(LianpuError, match="no balance among the claims about 大理州") as error:
        ledger_problem(claims, place="大理州")
    assert error.value.hint


def test_how_sure_a_printed_figure_is() -> None:
    """5.3 is 5.25 to 5.35, evenly: 0.05/√3; 约 adds 5 %/√3, a portal 3 %, a filing 0.5 %."""
    (exact,) = facts_of([kept("a", "capacity", 5.3, "t", quote="5.3吨")])
    (about,) = facts_of([kept("a", "capacity", 5.3, "t", bound="about", quote="约5.3吨")])
    (between,) = facts_of([kept("a", "capacity", None, "t", bound="range", low=4.0, high=6.0)])
    assert spread(exact, 1) == pytest.approx(math.hypot(0.05 / math.sqrt(3), 0.03 * 5.3))
    assert spread(exact, 5) == pytest.approx(math.hypot(0.05 / math.sqrt(3), 0.005 * 5.3))
    assert spread(about, 1) == pytest.approx(math.hypot(spread(exact, 1), 0.05 * 5.3 / math.sqrt(3)))
    assert spread(between, 1) == pytest.approx(math.hypot(1 / math.sqrt(3), 0.03 * 5.0))


def test_a_better_source_is_changed_less(tmp_path: Path) -> None:
    """266 is not 71.6 x 3.5532: by the squares of 0.5 and 3 %, the filed level moves a 36th of what the other does."""
    rows = (GROWTH[0].replace("甲报", "年报"), GROWTH[1], GROWTH[2].replace("254.4", "266"))
    found = reconcile(ledger_problem(claims_of(tmp_path, *rows).claims), level=0.0)
    moved = {m.reading.id: abs(m.deviation or 0.0) / m.reading.value for m in found.measurements}
    filed, other = (next(moved[n] for n in moved if n.endswith(f"(output_value) {year}")) for year in (2021, 2022))
    assert filed == pytest.approx(other / 36, rel=0.1)


@pytest.mark.parametrize(("lang", "growth", "level"), [("zh", "增速", "由增速推算"), ("en", "growth", "by its growth")])
def test_kinds_and_rules_are_put_in_words(tmp_path: Path, lang: str, growth: str, level: str) -> None:
    text = reconciliation_text(reconcile(ledger_problem(claims_of(tmp_path, *GROWTH[:2]).claims)), lang)
    assert f"({growth})" in text and f"({level})" in text and "by_growth" not in text


def test_two_figures_of_one_year_lead_back_to_one_unknown_figure(tmp_path: Path) -> None:
    other = "output_value|曲靖市|pv|all|光伏产业产值|300|亿元||operating|曲靖市|2023-07-13|2022|丁报"
    found = reconcile(ledger_problem(claims_of(tmp_path, *GROWTH[1:], other).claims))
    assert sum("growth_back" in q.name for q in found.quantities) == 1
    assert found.gross_error and len(found.suspects[0].readings) == 2
