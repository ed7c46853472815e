"""Systems from files: planned, saved, refused with file, sheet and row; limits from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianpu.engine.plan.plan import InfeasibleError
from lianpu.errors import LianpuError
from lianpu.planning import conflict_json, plan, save, why_not
from lianpu.views.plan_reasons import conflict_text
from lianpu.views.plan_text import plan_text

TABLES = {
    "settings": "key,value\nyears,2025 2030\nslices,q1 q2 q3 q4\ndiscount_rate,0.08\ncurrency,CNY",
    "sites": "id\nX",
    "goods": "id,unit\nmetal,t\npower,kWh",
    "plants": "id,site,residual,unit\nsmelter,X,10,t/a",
    "flows": "activity,good,amount\nsmelter,metal,1\nsmelter,power,-10000",
    "markets": "id,good,site,side,price,limit\ngrid,power,X,buy,0.4,40000",
    "demands": "id,good,site,amount\nneed,metal,X,2",
    "profiles": "table,id,field,year,slice,value\nmarkets,grid,limit,,q1,30000",
    "measures": "id,unit\npower used,kWh",
    "terms": "measure,of,item\npower used,buy,grid",
}


def folder(path: Path, **changes: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in (TABLES | changes).items():
        (path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return path


def workbook(path: Path) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, text in TABLES.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                for column, cell in enumerate(line.split(",")):
                    sheet.write(row, column, float(cell) if cell.replace(".", "").isdigit() and name != "settings" else cell)
    return path


def test_a_folder_and_a_workbook_say_the_same(tmp_path: Path) -> None:
    """8 t a year at 10 000 kWh and 0.4: 32 000 a year, ten years at mid-year."""
    found = plan(folder(tmp_path / "tables"))
    assert found.objective == pytest.approx(sum(32_000 / 1.08 ** (k + 0.5) for k in range(10)))
    assert plan(workbook(tmp_path / "tables.xlsx")).objective == pytest.approx(found.objective)
    assert found.system.markets.limit[0].tolist() == [[30000, 40000, 40000, 40000]]


def test_a_limit_set_for_once(tmp_path: Path) -> None:
    """70 000 kWh a year are too few for 80 000."""
    with pytest.raises(InfeasibleError) as error:
        plan(folder(tmp_path / "tables"), limits=["power used=70000"])
    found = why_not(error.value)
    assert {fact.name for fact in found.facts} == {"metal", "power used"}
    assert "demands.csv, demands, row 2" in conflict_text(found, "en")
    assert "70,000" in conflict_text(found, "zh")
    assert json.dumps(conflict_json(found))


@pytest.mark.parametrize(
    ("limit", "said"),
    [("powr used=1", "did you mean 'power used'"), ("power used", "is no limit"), ("power used=x", "no number")],
)
def test_wrong_limits(tmp_path: Path, limit: str, said: str) -> None:
    with pytest.raises(LianpuError, match=said):
        plan(folder(tmp_path / "tables"), limits=[limit])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"plants": "id,site,residual,unit\nsmelter,X,many,t/a"}, r"plants.csv, plants, row 2 \(smelter\): 'residual' must be"),
        ({"plants": "id,site,residual,lifetme\nsmelter,X,10,5"}, r"plants, row 2 .*'lifetme'; did you mean 'lifetime'"),
        ({"flows": "activity,good,amount\nsmelter,metal,1\nsmelter,steam,-1"}, r"flows.csv, flows, row 3.*unknown good 'steam'"),
        ({"demands": "id,good,site,amount\nneed,metal,X,nan"}, r"demands.csv, demands, row 2 .*NaN"),
        ({"markets": "id,good,site,side,price,unit\ngrid,power,X,buy,0.4,t"}, r"markets.csv, markets, row 2 .*cannot turn t"),
        ({"profiles": "table,id,field,value\nmarkets,gird,limit,3"}, r"profiles.csv, profiles, row 2: unknown id 'gird'"),
        ({"profiles": "table,id,field,slice,value\nmarkets,grid,limit,q9,3"}, r"row 2: unknown slice 'q9'"),
        ({"settings": "key,value\nyears,2025\ndiscount,1"}, r"settings.csv, settings, row 3: unknown setting 'discount'"),
        ({"plant": "id\nx"}, r"unknown table 'plant'; did you mean 'plants'"),
        ({"goods": "id,unit\nmetal,t\nmetal,t\npower,kWh"}, r"goods.csv, goods, row 3 \(metal\): the id 'metal' is taken"),
    ],
)
def test_refused_with_file_and_row(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(LianpuError, match=said):
        plan(folder(tmp_path / "tables", **change))


def test_what_is_saved_can_be_read(tmp_path: Path) -> None:
    import duckdb

    found = plan(folder(tmp_path / "tables"))
    save(found, tmp_path / "out")
    rows = duckdb.sql(f"SELECT sum(value) FROM '{tmp_path}/out/run.parquet' WHERE year = 2025").fetchall()
    assert rows == [(pytest.approx(8),)]
    told = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    assert told["inputs"] == found.system.digest()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_words(tmp_path: Path, lang: str) -> None:
    words = plan_text(plan(folder(tmp_path / "tables")), lang)
    assert "CNY" in words
    assert "{" not in words


def test_from_python(tmp_path: Path) -> None:
    import lianpu

    found = lianpu.plan(folder(tmp_path / "tables"), "cost", limits=["power used=90000"])
    assert found.why()
    assert found.compare(found)[0].change == 0


def test_frames_need_pandas(tmp_path: Path) -> None:
    from importlib.util import find_spec

    found = plan(folder(tmp_path / "tables"))
    if find_spec("pandas") is None:
        with pytest.raises(LianpuError, match="pandas is not installed"):
            found.to_pandas()
    else:
        assert found.to_pandas()["run"]["value"].sum() == pytest.approx(16)


def test_import_stays_light() -> None:
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-c", "import lianpu, sys; print(sorted({'numpy', 'scipy', 'highspy'} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
