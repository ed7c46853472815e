"""A ledger of many claims: import by the command line's own path, the state of one city, memory.

    .venv/bin/python benchmarks/ledger.py [CLAIMS] [ADDRESS]

Writes a table of CLAIMS rows (default 1,000,000) about invented plants in all prefectures of China, imports it into a new
ledger (an SQLite file, or the empty database at ADDRESS), and asks for the state of one prefecture. CPU seconds are of
this process; the server's are its own.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from lianpu.divisions import divisions
from lianpu.ledger.importing import import_into
from lianpu.ledger.state import states_of
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_rows import COLUMNS

PLACE = "曲靖市"
KINDS = (
    ("capacity", "battery", "cathode", "磷酸铁锂", "万吨/年"), ("capacity", "pv", "ingot", "单晶硅棒", "GW/年"),
    ("capacity", "aluminium", "smelting", "电解铝", "万吨/年"), ("production", "steel", "steel", "粗钢", "万吨"),
    ("investment", "battery", "all", "投资", "亿元"), ("output_value", "pv", "all", "产值", "亿元"),
    ("growth", "economy", "all", "GDP", "%"),
)  # fmt: skip
STATUSES = ("operating", "under_construction", "planned", "negotiating")
ROWS_OF_A_SOURCE = 10


def write_table(path: Path, rows: int) -> None:
    dice = random.Random(1)
    cities = [d for d in divisions() if len(d.code) == 4]
    city, source = cities[0], ("", "", "")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for n in range(rows):
            if n % ROWS_OF_A_SOURCE == 0:
                city = dice.choice(cities)
                day = f"{dice.randint(2018, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
                source = (f"{city.name}项目集中开工 {n}", f"https://example.org/{n}", day)
            kind, *good, unit = dice.choice(KINDS)
            sized = kind in ("capacity", "investment")
            subject = f"{city.short}第{dice.randint(1, 40)}厂" if kind == "capacity" else city.name
            status = dice.choice(STATUSES) if sized else "operating"
            cells = (round(dice.uniform(1, 100), 1), unit, dice.choice(("", "", "about", ">=")), status)
            table.writerow((f"X{n}", kind, subject, *good, *cells, city.name, source[2], source[2][:4], *source))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "claims.csv"
        write_table(table, rows)
        address = sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "ledger.sqlite")
        with Ledger.open(address) as ledger:
            started, wall = time.process_time(), time.perf_counter()
            report = import_into(ledger, table)
            spent, waited = time.process_time() - started, time.perf_counter() - wall
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"import  {report.added:,} claims: {spent:.1f} s CPU, {waited:.1f} s in all")
            print(f"        {report.added / spent:,.0f} claims/s of CPU, {report.added / waited:,.0f} in all; peak {peak:.0f} MB")
            for _ in range(2):
                started, wall = time.process_time(), time.perf_counter()
                (state,) = states_of(ledger, at="2023-12", place=PLACE)
                spent, waited = time.process_time() - started, time.perf_counter() - wall
                print(f"state   of {PLACE}, {len(state.rows)} rows: {spent:.2f} s CPU, {waited:.2f} s in all")


if __name__ == "__main__":
    main()
