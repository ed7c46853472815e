"""OSeMOSYS models: the published optimum of UTOPIA, and other rates, methods and caps in the same files."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.planning import plan, plan_json

UTOPIA = Path(__file__).resolve().parents[4] / "shared" / "cases" / "utopia"

needs_utopia = pytest.mark.skipif(not UTOPIA.is_dir(), reason="the published case stands beside the project")


def model(folder: Path, **files: str) -> Path:
    """A model of one plant that meets a demand of 10 in 2020 and 2021: capital 100, life 2, variable cost 3."""
    plain = {
        "REGION": "VALUE\nR", "TECHNOLOGY": "VALUE\nP", "FUEL": "VALUE\nF", "TIMESLICE": "VALUE\nall",
        "MODE_OF_OPERATION": "VALUE\n1", "YEAR": "VALUE\n2020\n2021", "YearSplit": "TIMESLICE,YEAR,VALUE\nall,2020,1\nall,2021,1",
        "OutputActivityRatio": "REGION,TECHNOLOGY,FUEL,MODE_OF_OPERATION,YEAR,VALUE\nR,P,F,1,2020,1\nR,P,F,1,2021,1",
        "SpecifiedAnnualDemand": "REGION,FUEL,YEAR,VALUE\nR,F,2020,10\nR,F,2021,10",
        "SpecifiedDemandProfile": "REGION,FUEL,TIMESLICE,YEAR,VALUE\nR,F,all,2020,1\nR,F,all,2021,1",
        "CapitalCost": "REGION,TECHNOLOGY,YEAR,VALUE\nR,P,2020,100\nR,P,2021,100",
        "OperationalLife": "REGION,TECHNOLOGY,VALUE\nR,P,4",
        "VariableCost": "REGION,TECHNOLOGY,MODE_OF_OPERATION,YEAR,VALUE\nR,P,1,2020,3\nR,P,1,2021,3",
        "DiscountRate": "REGION,VALUE\nR,0.1",
        "defaults": "PARAMETER,DEFAULT\nDepreciationMethod,1\nCapacityFactor,1\nAvailabilityFactor,1\nCapacityToActivityUnit,1\n"
        "OperationalLife,1\nTotalAnnualMaxCapacity,-1\nTotalAnnualMaxCapacityInvestment,-1\n"
        "TotalTechnologyAnnualActivityUpperLimit,-1\nTotalTechnologyModelPeriodActivityUpperLimit,-1\n*,0",
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    for name, text in (plain | files).items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def changed(tmp_path: Path, parameter: str, rows: list[list[str]]) -> Path:
    """A copy of UTOPIA with other rows in one file."""
    folder = tmp_path / "utopia"
    if not folder.exists():
        shutil.copytree(UTOPIA, folder, copy_function=shutil.copyfile)
        folder.chmod(0o755)
    header = (folder / f"{parameter}.csv").read_text().splitlines()[0]
    with (folder / f"{parameter}.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
    return folder


@needs_utopia
def test_utopia_reaches_its_published_optimum() -> None:
    found = plan_json(plan(UTOPIA))
    assert found["objective"] == pytest.approx(29446.86269, rel=1e-6)
    built = {"E01": 2.279801, "E31": 0.11, "RHE": 46.867723, "RHO": 46.135248, "RL1": 34.30399, "SRE": 0.1, "TXD": 17.79}
    assert {name: found["new_capacity"][name] for name in built} == pytest.approx(built, rel=1e-5)
    assert set(found["emissions"]) == {"CO2", "NOX"}
    assert found["evidence"]["balance"] <= 1e-7


def every_year(*keys: str, value: float) -> list[list[str]]:
    return [["UTOPIA", *keys, str(year), str(value)] for year in range(1990, 2011)]


VARIANTS = {
    "a rate of 10 %": ({"DiscountRate": [["UTOPIA", "0.1"]]}, 22451.35859881),
    "a rate of 0": ({"DiscountRate": [["UTOPIA", "0"]]}, 42145.47639434),
    "straight line": ({"DepreciationMethod": [["UTOPIA", "2"]]}, 30278.35707766),
    "whole units": ({"CapacityOfOneTechnologyUnit": every_year("E01", value=0.5)}, 29524.82816217),
    "a cap on CO2 in every year": ({"AnnualEmissionLimit": every_year("CO2", value=6)}, 30098.18813514),
    "a cap on CO2 over all years": ({"ModelPeriodEmissionLimit": [["UTOPIA", "CO2", "120"]]}, 29801.25953897),
    "slow building": ({"TotalAnnualMaxCapacityInvestment": every_year("E01", value=0.1)}, 29621.78509617),
    "less coal": ({"TotalTechnologyAnnualActivityUpperLimit": every_year("IMPHCO1", value=50)}, 29621.56522889),
    "a share of tagged plants": (
        {
            "REMinProductionTarget": every_year(value=0.3), "RETagFuel": every_year("ELC", value=1),
            "RETagTechnology": every_year("E31", value=1) + every_year("E21", value=1),
        }, 30152.86258418,
    ),
}  # fmt: skip


@needs_utopia
@pytest.mark.parametrize("variant", VARIANTS)
def test_other_parameters_in_the_same_files(tmp_path: Path, variant: str) -> None:
    """Against an independent formulation of OSeMOSYS's equations, loop by loop, solved by scipy's milp (without storage,
    which does not bind in any of these); they agreed to 1e-10."""
    files, expected = VARIANTS[variant]
    folder = tmp_path / "utopia"
    for parameter, rows in files.items():
        changed(tmp_path, parameter, rows)
    assert plan(folder, gap=1e-7).objective == pytest.approx(expected, rel=1e-9)


@needs_utopia
def test_a_cap_on_emissions_holds(tmp_path: Path) -> None:
    free = plan(UTOPIA)
    by_year = free.measures.values[free.measures.items.index("CO2")].sum(axis=1)
    cap = 0.9 * by_year.max()
    found = plan(changed(tmp_path, "AnnualEmissionLimit", [["UTOPIA", "CO2", str(y), str(cap)] for y in range(1990, 2011)]))
    capped = found.measures.values[found.measures.items.index("CO2")].sum(axis=1)
    assert capped.max() <= cap * (1 + 1e-9)
    assert found.objective > free.objective


def test_sinking_fund(tmp_path: Path) -> None:
    """10 units of capacity for 100 each in 2020, 2 of 4 years used: salvage 1000 (1 - 0.21 / 0.4641), discounted two years."""
    found = plan(model(tmp_path / "m"))
    salvage = 1000 * (1 - (1.1**2 - 1) / (1.1**4 - 1)) / 1.1**2
    assert found.objective == pytest.approx(1000 - salvage + 30 / 1.1**0.5 + 30 / 1.1**1.5)


def test_straight_line(tmp_path: Path) -> None:
    """2 of 4 years used: half is left."""
    found = plan(model(tmp_path / "m", DepreciationMethod="REGION,VALUE\nR,2"))
    assert found.objective == pytest.approx(1000 - 500 / 1.1**2 + 30 / 1.1**0.5 + 30 / 1.1**1.5)


def test_a_rate_of_zero(tmp_path: Path) -> None:
    found = plan(model(tmp_path / "m", DiscountRate="REGION,VALUE\nR,0"))
    assert found.objective == pytest.approx(1000 - 500 + 60)


def test_whole_units(tmp_path: Path) -> None:
    """10 in units of 4: three units, 12."""
    unit = "REGION,TECHNOLOGY,YEAR,VALUE\nR,P,2020,4\nR,P,2021,4"
    found = plan(model(tmp_path / "m", CapacityOfOneTechnologyUnit=unit, DepreciationMethod="REGION,VALUE\nR,2"))
    assert found.new_capacity()["P"] == pytest.approx(12)
    assert found.objective == pytest.approx(1200 - 600 / 1.1**2 + 30 / 1.1**0.5 + 30 / 1.1**1.5)


def test_own_rate_of_a_technology(tmp_path: Path) -> None:
    """Financed at 20 % over 4 years: 1000 x recovery at 0.2 x present value at 0.1."""
    folder = model(tmp_path / "m", DiscountRateIdv="REGION,TECHNOLOGY,VALUE\nR,P,0.2", DepreciationMethod="REGION,VALUE\nR,2")
    factor = (1 - 1 / 1.2) / (1 - 1.2**-4) * (1 - 1.1**-4) * 1.1 / 0.1
    assert plan(folder).objective == pytest.approx(1000 * factor * (1 - 0.5 / 1.1**2) + 30 / 1.1**0.5 + 30 / 1.1**1.5)


def test_penalty_on_emissions(tmp_path: Path) -> None:
    """2 of CO2 per unit at 5 each: 100 a year more."""
    folder = model(
        tmp_path / "m", EMISSION="VALUE\nCO2", DiscountRate="REGION,VALUE\nR,0",
        EmissionActivityRatio="REGION,TECHNOLOGY,EMISSION,MODE_OF_OPERATION,YEAR,VALUE\nR,P,CO2,1,2020,2\nR,P,CO2,1,2021,2",
        EmissionsPenalty="REGION,EMISSION,YEAR,VALUE\nR,CO2,2020,5\nR,CO2,2021,5",
        AnnualEmissionLimit="REGION,EMISSION,YEAR,VALUE\nR,CO2,2020,-1\nR,CO2,2021,-1",
        ModelPeriodEmissionLimit="REGION,EMISSION,VALUE\nR,CO2,-1",
    )  # fmt: skip
    found = plan(folder)
    assert found.objective == pytest.approx(500 + 60 + 200)
    assert plan_json(found)["emissions"] == {"CO2": pytest.approx(40)}


def test_what_cannot_be_expressed_is_refused_by_file(tmp_path: Path) -> None:
    folder = model(tmp_path / "m", TradeRoute="REGION,FUEL,YEAR,VALUE\nR,F,2020,1")
    with pytest.raises(LianpuError, match=r"TradeRoute.csv: TradeRoute cannot be expressed"):
        plan(folder)


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    folder = model(tmp_path / "m", CapitalCosts="REGION,TECHNOLOGY,YEAR,VALUE\nR,P,2020,5")
    with pytest.raises(LianpuError, match=r"CapitalCosts.csv: unknown parameter"):
        plan(folder)


@pytest.mark.parametrize(
    ("rows", "said"),
    [("R,Q,2020,100", r"CapitalCost.csv, row 2: 'Q' is not in TECHNOLOGY"), ("R,P,2020,nan", r"row 2: 'nan' is no number")],
)
def test_wrong_rows_are_named(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(LianpuError, match=said):
        plan(model(tmp_path / "m", CapitalCost=f"REGION,TECHNOLOGY,YEAR,VALUE\n{rows}"))


def storing(tmp_path: Path, **files: str) -> Path:
    """A store of 100 that holds 15, emptied by T for nothing, beside the plant; one season, day type and bracket."""
    store = {
        "STORAGE": "VALUE\nS", "TECHNOLOGY": "VALUE\nP\nT", "SEASON": "VALUE\n1", "DAYTYPE": "VALUE\n1",
        "DAILYTIMEBRACKET": "VALUE\n1", "Conversionls": "TIMESLICE,SEASON,VALUE\nall,1,1",
        "Conversionld": "TIMESLICE,DAYTYPE,VALUE\nall,1,1", "Conversionlh": "TIMESLICE,DAILYTIMEBRACKET,VALUE\nall,1,1",
        "DaySplit": "DAILYTIMEBRACKET,YEAR,VALUE\n1,2020,0.0027\n1,2021,0.0027", "DiscountRate": "REGION,VALUE\nR,0",
        "OutputActivityRatio": "REGION,TECHNOLOGY,FUEL,MODE_OF_OPERATION,YEAR,VALUE\n"
        + "\n".join(f"R,{t},F,1,{y},1" for t in "PT" for y in (2020, 2021)),
        "TechnologyFromStorage": "REGION,TECHNOLOGY,STORAGE,MODE_OF_OPERATION,VALUE\nR,T,S,1,1",
        "StorageLevelStart": "REGION,STORAGE,VALUE\nR,S,15",
        "ResidualStorageCapacity": "REGION,STORAGE,YEAR,VALUE\nR,S,2020,100\nR,S,2021,100",
        "OperationalLifeStorage": "REGION,STORAGE,VALUE\nR,S,2",
        "StorageMaxDischargeRate": "REGION,STORAGE,VALUE\nR,S,50", "StorageMaxChargeRate": "REGION,STORAGE,VALUE\nR,S,50",
    }  # fmt: skip
    return model(tmp_path / "m", **(store | files))


def test_a_store_gives_what_it_holds(tmp_path: Path) -> None:
    """20 are needed in two years, 15 come out of the store: 5 by the plant, 5 of capacity in 2021, the same in either year
    but for capital: 100 each, 2 of 4 years left at a rate of 0 (built in 2021: 3 of 4)."""
    found = plan(storing(tmp_path))
    assert found.tables["run"].values.sum(axis=(1, 2))[:2] == pytest.approx([5, 15])
    assert found.objective == pytest.approx(5 * 100 * (1 - 3 / 4) + 5 * 3)


def test_a_store_keeps_its_least_level(tmp_path: Path) -> None:
    """10 % of 100 stay: only 5 come out."""
    least = "REGION,STORAGE,YEAR,VALUE\nR,S,2020,0.1\nR,S,2021,0.1"
    found = plan(storing(tmp_path, MinStorageCharge=least))
    assert found.tables["run"].values.sum(axis=(1, 2))[:2] == pytest.approx([15, 5])


def test_a_store_gives_no_faster_than_its_rate(tmp_path: Path) -> None:
    found = plan(storing(tmp_path, StorageMaxDischargeRate="REGION,STORAGE,VALUE\nR,S,4"))
    assert found.tables["run"].values.sum(axis=(1, 2))[:2] == pytest.approx([12, 8])


def test_a_store_is_built_where_it_pays(tmp_path: Path) -> None:
    """No store stands. The plant runs 20 in 2020 at 3; U puts 10 into a store of 10 at 8 (both years of its life are used),
    which serve 2021, where running costs 90."""
    files = {
        "TECHNOLOGY": "VALUE\nP\nT\nU", "StorageLevelStart": "REGION,STORAGE,VALUE\nR,S,0",
        "ResidualStorageCapacity": "REGION,STORAGE,YEAR,VALUE",
        "CapitalCostStorage": "REGION,STORAGE,YEAR,VALUE\nR,S,2020,8\nR,S,2021,8",
        "InputActivityRatio": "REGION,TECHNOLOGY,FUEL,MODE_OF_OPERATION,YEAR,VALUE\nR,U,F,1,2020,1\nR,U,F,1,2021,1",
        "TechnologyToStorage": "REGION,TECHNOLOGY,STORAGE,MODE_OF_OPERATION,VALUE\nR,U,S,1,1",
        "VariableCost": "REGION,TECHNOLOGY,MODE_OF_OPERATION,YEAR,VALUE\nR,P,1,2020,3\nR,P,1,2021,90",
        "CapitalCost": "REGION,TECHNOLOGY,YEAR,VALUE",
    }  # fmt: skip
    found = plan(storing(tmp_path, **files))
    assert found.new_capacity()["storage S"] == pytest.approx(10)
    assert found.objective == pytest.approx(20 * 3 + 10 * 8)


def test_a_store_without_an_order_in_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match=r"SEASON.csv: the set is empty"):
        plan(storing(tmp_path, SEASON="VALUE"))


def test_years_that_are_not_named_are_not_counted(tmp_path: Path) -> None:
    """2020 and 2025: two years of running; 4 years of life end before 2025, so it is built again, 3 of 4 years left."""
    folder = model(
        tmp_path / "m", DiscountRate="REGION,VALUE\nR,0",
        **{
            name: text.replace("2021", "2025")
            for name, text in {
                "YEAR": "VALUE\n2020\n2021", "YearSplit": "TIMESLICE,YEAR,VALUE\nall,2020,1\nall,2021,1",
                "OutputActivityRatio": "REGION,TECHNOLOGY,FUEL,MODE_OF_OPERATION,YEAR,VALUE\nR,P,F,1,2020,1\nR,P,F,1,2021,1",
                "SpecifiedAnnualDemand": "REGION,FUEL,YEAR,VALUE\nR,F,2020,10\nR,F,2021,10",
                "SpecifiedDemandProfile": "REGION,FUEL,TIMESLICE,YEAR,VALUE\nR,F,all,2020,1\nR,F,all,2021,1",
                "CapitalCost": "REGION,TECHNOLOGY,YEAR,VALUE\nR,P,2020,100\nR,P,2021,100",
                "VariableCost": "REGION,TECHNOLOGY,MODE_OF_OPERATION,YEAR,VALUE\nR,P,1,2020,3\nR,P,1,2021,3",
            }.items()
        },
    )  # fmt: skip
    assert plan(folder).objective == pytest.approx(1000 + 1000 * (1 - 3 / 4) + 60)
