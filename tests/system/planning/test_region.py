"""From documents to a plan to 2035: what stands, projects yes or no, power by month."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lianpu.engine.plan.result import Plan
from lianpu.errors import LianpuError
from lianpu.planning import assumptions, load_region, plan
from lianpu.system.planning.region import Assumptions
from lianpu.views.plan_names import region_names
from lianpu.views.plan_text import plan_text

DOCUMENT = Path(__file__).resolve().parents[3] / "examples" / "qujing.txt"


@pytest.fixture(scope="module")
def found() -> Plan:
    return plan(load_region([DOCUMENT]), "npv", gap=0.005)


def test_years_months_and_projects(found: Plan) -> None:
    """What stands is 680 kt of aluminium and 20 GW of wafers; eight projects and more are decided yes or no."""
    system = found.system
    assert (system.years[-1], len(system.slices)) == (2035, 12)
    residual = dict(zip(system.plants.id, system.plants.residual[:, 0, 0], strict=True))
    assert (residual["primary_aluminium"], residual["wafer"]) == (680, 20)
    assert sum(b == "project" for b in system.plants.build) >= 8
    assert found.evidence.mip_gap <= 0.005
    assert max(found.evidence.balance, found.evidence.rows) <= 1e-7
    built = found.tables["new_capacity"].values[:, :, 0]
    lumps = system.plants.lump[[system.plants.id.index(i) for i in found.tables["new_capacity"].items], 0, 0]
    assert np.allclose(built.sum(axis=1) / lumps, np.round(built.sum(axis=1) / lumps))


def test_every_project_is_told_with_its_claims(found: Plan) -> None:
    decided = {project.name: project for project in found.projects()}
    assert len(decided) >= 8
    said = [project for name, project in decided.items() if "candidate" not in name]
    assert all(project.source for project in said)
    assert {project.year is None for project in decided.values()} == {True, False}


def test_power_of_every_month_keeps_its_limit(found: Plan) -> None:
    system = found.system
    power = found.measures.values[system.measures.id.index("power")]
    bound = system.limits.bound[system.limits.id.index("power by month")]
    assert np.all(power <= bound * (1 + 1e-7))


def test_claims_and_rows_stand_behind_a_plant(found: Plan) -> None:
    source = found.system.plants.source[found.system.plants.id.index("primary_aluminium")]
    assert source.count("-") > 0


def test_half_the_power_is_worth_less(found: Plan) -> None:
    half = plan(load_region([DOCUMENT]), "npv", gap=0.005, limits=["power by month=50%"])
    assert half.objective < found.objective
    assert {c.table for c in found.compare(half)} >= {"objective", "run", "measures"}


def test_other_years(found: Plan) -> None:
    short = plan(load_region([DOCUMENT], given=assumptions("2025-2027")), "npv")
    assert short.system.years.tolist() == [2025, 2026, 2027]


@pytest.mark.parametrize("years", ["soon", "2030-2025"])
def test_years_that_are_none(years: str) -> None:
    with pytest.raises(LianpuError, match=r"--years|before it starts"):
        plan(load_region([DOCUMENT], given=assumptions(years)), "npv")


def test_candidates_can_be_left_out() -> None:
    plain = plan(load_region([DOCUMENT], given=Assumptions(candidates=False, last_year=2026)), "npv")
    assert not any("candidate" in name for name in plain.system.plants.id)


def test_names_as_they_are_told_are_understood() -> None:
    """分月电力 is the limit ``power by month``; a project may be named in Chinese."""
    region = load_region([DOCUMENT], given=Assumptions(last_year=2026))
    names = region_names(region.library, "zh")  # type: ignore[arg-type]
    assert names("primary_aluminium") == "电解铝"
    told = names("prebaked_anode:索通云铝 advancing")
    found = plan(region, "npv", limits=["分月电力=80%"], projects={told: None})
    assert {p.name for p in found.projects() if p.year} == {"prebaked_anode:索通云铝 advancing"}
    words = plan_text(found, "zh", names)
    assert "限额：分月电力" in words
    assert "prebaked" not in words
