"""Problem files: what they may hold, and one line for what is wrong in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.reconciling import stan_example
from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.adjust import reconcile
from lianpu.ledger.reconcile.problem_file import read_problem, reconcile_file

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reconcile"


def written(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_the_example_of_stan_is_the_published_one() -> None:
    found = reconcile_file(EXAMPLES / "stan.csv")
    assert found.chi2 == pytest.approx(0.29591, abs=5e-6)
    assert found["F4"].sd == pytest.approx(reconcile(stan_example())["F4"].sd)


def test_units_percentages_and_second_readings_in_toml() -> None:
    problem = read_problem(EXAMPLES / "smelter.toml")
    readings = {m.id: m for m in problem.measurements}
    assert readings["铝锭"].sd == pytest.approx(0.52)  # 1% of 52
    assert (readings["customs"].quantity, readings["customs"].value) == ("铝锭", 50.5)
    found = reconcile(problem)
    # by power 905 GWh / 13500 kWh/t = 67037 t; by alumina 131000/1.93 = 67876 t; by products 51.8 + 15 = 66.8 kt
    assert 66_700 < (found["铝液"].adjusted or 0) < 67_900


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_chinese_headings_and_full_width_signs(tmp_path: Path, encoding: str) -> None:
    text = "名称,数值,标准差,单位,平衡式\n进料,100,５％,t/a,\n出料,98,2,t/a,\n废料,,,t/a,\n,,,,进料＝出料＋废料\n"
    problem = read_problem(written(tmp_path, "a.csv", text.replace("５％", "5％"), encoding))
    assert [m.sd for m in problem.measurements] == [5.0, 2.0]
    assert reconcile(problem)["废料"].adjusted == pytest.approx(2.0)


def test_json_is_the_same_tree(tmp_path: Path) -> None:
    tree = {
        "quantities": {"a": {"value": 10, "sd": 1}, "b": 4, "c": {}},
        "balances": ["a=b+c"],
        "measurements": [{"quantity": "c", "value": 5.0, "sd": 1.0}],
    }
    found = reconcile_file(written(tmp_path, "a.json", json.dumps(tree)))
    assert (found["b"].adjusted, found["c"].adjusted) == (4.0, pytest.approx(5.5))  # 10 - 4 and 5, weighed alike


def test_readings_that_go_together_in_a_table(tmp_path: Path) -> None:
    text = "name,value,sd,id,correlated_with,rho\nF,100,10,one,,\nF,110,10,two,one,0.5\n"
    found = reconcile_file(written(tmp_path, "a.csv", text))
    assert found.chi2 == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,value\na,1\n", "row 1: no column 'sd'"),
        ("name,value,sd,colour\na,1,1,red\n", "row 1: unknown column 'colour'"),
        ("name,value,sd\na,1,\n", "row 2, column sd: a value without sd"),
        ("name,value,sd\na,ten,1\n", "row 2, column value: 'ten' is no number"),
        ("name,value,sd\na,,1\n", "row 2, column value: sd without value"),
        ("name,value,sd\n,1,1\n", "row 2, column name: no name"),
        ("name,value,sd\na,1,1,3\n", "row 2: 4 cells under 3 columns"),
        ("name,value,sd,unit\na,1,1,banana\n", "unknown unit 'banana'"),
        ("name,value,sd,equation\na,1,1,\n,,,a=b\n", "no quantity 'b'"),
        ("name,value,sd,equation\na,1,1,\nx,3,,a=a+1\n", "row 3, column value: a balance has no value"),
        ("name,value,sd,unit\na,1,1,t\na,1,1,kt\n", "row 3, column unit: 'a' is in t before"),
        ("", "row 1: no column 'name'"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, "a.csv", text)
    with pytest.raises(LianpuError) as error:
        reconcile_file(path)
    assert told in str(error.value) and str(path) in str(error.value) and error.value.hint


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", "quantities = 3", "has no quantities"),
        ("a.toml", "a = = 3", "cannot be read"),
        ("a.json", '{"quantities": {"a": {"value": 1, "std": 2}}}', "quantities.a: unknown key 'std'"),
        ("a.json", '{"quantities": {"a": true}}', "quantities.a: 'True' is no table"),
        ("a.json", '{"quantities": {"a": 1}, "balance": []}', "unknown key 'balance'"),
        ("a.json", '{"quantities": {"a": 1}, "balances": "a=1"}', "'balances' is no list"),
        ("a.json", "[" * 100_000, "cannot be read"),
        ("a.xlsx", "", "is no problem file"),
    ],
)
def test_what_is_wrong_in_a_tree(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(LianpuError) as error:
        reconcile_file(written(tmp_path, name, text))
    assert told in str(error.value)
