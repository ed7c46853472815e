"""The scripts of others: whole, with licence, and asking nobody."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import lianpu.web

STATIC = Path(lianpu.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"


def test_every_vendored_file_is_what_the_table_says() -> None:
    with (VENDOR / "files.csv").open(encoding="utf-8") as table:
        told = {row["file"]: row for row in csv.DictReader(table)}
    assert told.keys() == {path.name for path in VENDOR.iterdir() if path.suffix in (".js", ".css")}
    for name, row in told.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == row["sha256"], name
        for package in row["packages"].split(" + "):
            assert (VENDOR / "licences" / f"{package.split()[0]}.txt").is_file()


def test_no_page_names_an_address_of_elsewhere() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix in (".js", ".css") and path.parent != VENDOR:
            text = path.read_text(encoding="utf-8")
            assert "http://" not in text.replace("http://www.w3.org/", "") and "https://" not in text, path
