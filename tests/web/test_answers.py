"""The answers of the API are those of the commands; files go out and a review workbook comes back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from lianpu.cli import app as commands


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/api/questions/1", ["answer", "1"]),
        ("/api/questions/3?lang=en", ["answer", "3", "--lang", "en"]),
        ("/api/questions/12?figure=need/alumina/A", ["answer", "12", "--figure", "need/alumina/A"]),
        ("/api/targets?scenario=C", ["targets", "--scenario", "C"]),
        ("/api/resilience?stock=5&recover=30", ["resilience", "--stock", "5", "--recover", "30"]),
        ("/api/norms", ["norms"]),
        ("/api/footprint?contract=0.5", ["footprint", "--contract", "0.5"]),
        ("/api/indicators?scenario=B", ["indicators", "--scenario", "B"]),
    ],
)
def test_an_answer_is_the_command_s(client: TestClient, ledger_file: Path, path: str, command: list[str]) -> None:
    printed = CliRunner().invoke(commands, [*command, "--ledger", str(ledger_file), "--json"])
    assert printed.exit_code == 0, printed.output
    told = client.get(path).json()
    shown = told.pop("shown")
    assert told == json.loads(printed.output)
    for table in shown:
        assert all(column["key"] in row for row in table["rows"] for column in table["columns"])


def test_the_report_and_the_workbook_go_out(shared_client: TestClient) -> None:
    report = shared_client.get("/api/files/report.html")
    assert "attachment" in report.headers["content-disposition"] and "氧化铝" in report.text
    workbook = shared_client.get("/api/files/workbook.xlsx?lang=en")
    sheets = openpyxl.load_workbook(io.BytesIO(workbook.content), read_only=True).sheetnames
    assert len(sheets) > 5


def test_a_review_workbook_goes_out_and_comes_back(client: TestClient) -> None:
    sent = openpyxl.load_workbook(io.BytesIO(client.get("/api/files/review.xlsx?lang=zh").content))
    sheet = sent.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    place = next(column for head, column in heads.items() if head == "地点")
    who = next(column for head, column in heads.items() if head == "审核人")
    sheet.cell(row=2, column=place, value="曲靖市麒麟区")
    sheet.cell(row=2, column=who, value="李工")
    kept = io.BytesIO()
    sent.save(kept)
    files = {"file": ("review.xlsx", kept.getvalue())}
    looked = client.post("/api/files/review.xlsx", files=files).json()
    assert (looked["applied"], len(looked["reviews"]), looked["rejected"]) == (False, 1, [])
    assert client.get("/api/ledger/reviews").json()["claims"] == []
    taken = client.post("/api/files/review.xlsx?dry_run=false", files=files).json()
    assert taken["applied"]
    assert [c["place"] for c in client.get("/api/ledger/reviews").json()["claims"]] == ["曲靖市麒麟区"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"hello"])
def test_what_is_no_review_workbook_is_told(client: TestClient, content: bytes) -> None:
    answer = client.post("/api/files/review.xlsx", files={"file": ("review.xlsx", content)})
    assert answer.status_code == 400 and "Traceback" not in answer.json()["error"] and "/tmp" not in answer.json()["error"]
