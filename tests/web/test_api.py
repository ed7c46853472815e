"""The API gives what the commands print, keeps answers only while they hold, and tells mistakes in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from lianpu.cli import app as commands
from lianpu.web.app import create_app
from lianpu.web.desk import Source


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/api/ledger/state?at=2022-09&place=曲靖市", ["ledger", "state", "--at", "2022-09", "--place", "曲靖市"]),
        ("/api/ledger/conflicts", ["ledger", "conflicts"]),
        ("/api/ledger/checks?severity=doubt&lang=en", ["ledger", "checks", "--severity", "doubt", "--lang", "en"]),
        ("/api/ledger/history?name=qujing.txt", ["ledger", "history", "qujing.txt"]),
        ("/api/ledger/reviews", ["ledger", "reviews"]),
        ("/api/balance?lang=en", ["balance", "--lang", "en"]),
    ],
)
def test_an_endpoint_gives_what_the_command_prints(client: TestClient, ledger_file: Path, path: str, command: list[str]) -> None:
    printed = CliRunner().invoke(commands, [*command, "--ledger", str(ledger_file), "--json"])
    assert printed.exit_code == 0, printed.output
    assert client.get(path).json() == json.loads(printed.output)


def test_every_figure_leads_to_a_sentence(shared_client: TestClient) -> None:
    found = shared_client.get("/api/why", params={"figure": "need/alumina/A"}).json()
    assert found["rows"][0]["id"].startswith("AL-smelt-alumina")
    assert "全市电解铝产能68万吨" in found["text"]


def test_a_claim_comes_in_its_sentence_and_as_the_file_has_it(shared_client: TestClient) -> None:
    state = shared_client.get("/api/ledger/state").json()
    ids = [claim for row in state["totals"] for claim in row["claims"]]
    cards = shared_client.get("/api/claims", params={"ids": ",".join(ids)}).json()["claims"]
    assert [card["id"] for card in cards] == list(dict.fromkeys(ids))
    for card in cards:
        start, end = card["mark"]
        assert card["quote"].strip("，。、；") in card["sentence"] or card["sentence"][start:end]
    assert any(card["printed"] != card["sentence"][slice(*card["mark"])] for card in cards)  # the sample is damaged


def test_a_review_changes_the_answers_and_an_undo_changes_them_back(client: TestClient) -> None:
    before = client.get("/api/ledger/state").json()["totals"]
    row = next(row for row in before if row["product_id"] == "aluminium_liquid" or "铝" in row["product"])
    first = client.get("/api/ledger/state")
    done = client.post("/api/claims/reviews", json={"claims": row["claims"], "action": "reject", "who": "李工", "why": "旧数"})
    assert [card["decision"] for card in done.json()["claims"]] == ["reject"] * len(row["claims"])
    after = client.get("/api/ledger/state", headers={"If-None-Match": first.headers["etag"]})
    assert after.status_code == 200 and row not in after.json()["totals"]
    for _ in row["claims"]:
        assert client.post("/api/claims/undo", json={"who": "李工"}).status_code == 200
    assert client.get("/api/ledger/state").json()["totals"] == before


def test_what_was_changed_meanwhile_is_not_reviewed_unseen(client: TestClient) -> None:
    claim = client.get("/api/ledger/state").json()["totals"][0]["claims"][0]
    seen = client.get("/api/claims", params={"ids": claim}).json()["claims"][0]["seen"]
    edit = {"claims": [claim], "action": "edit", "fields": {"place": "沾益区"}, "who": "甲"}
    assert client.post("/api/claims/reviews", json=edit | {"seen": seen}).status_code == 200
    late = client.post("/api/claims/reviews", json={"claims": [claim], "action": "accept", "who": "乙", "seen": seen})
    assert late.status_code == 400 and "changed since" in late.json()["error"]


def test_what_has_not_changed_is_not_sent_again(shared_client: TestClient) -> None:
    first = shared_client.get("/api/balance")
    again = shared_client.get("/api/balance", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_two_processes_give_the_same_bytes(ledger_file: Path) -> None:
    answers = []
    for _ in range(2):
        with TestClient(create_app(Source.at(str(ledger_file)))) as client:
            answers.append(
                [client.get(path).content for path in ("/api/ledger", "/api/ledger/checks", "/api/balance", "/ledger")]
            )
    assert answers[0] == answers[1]


def test_an_empty_ledger_has_pages(tmp_path: Path) -> None:
    with TestClient(create_app(Source.at(str(tmp_path / "new" / "ledger.sqlite")))) as client:
        assert client.get("/ledger").status_code == 200
        assert client.get("/api/ledger").json()["documents"] == []
        assert client.get("/api/balance").json()["findings"] == []


def test_the_schema_names_every_endpoint(shared_client: TestClient) -> None:
    schema = shared_client.get("/api/openapi.json").json()
    assert {"/api/ledger/state", "/api/claims/reviews", "/api/why"} <= schema["paths"].keys()


def test_plants_stand_in_their_county(client: TestClient) -> None:
    """A person says where the anode plant stands: it moves from the city's tile to the county's."""
    state = client.get("/api/ledger/state").json()
    claim = next(t["claims"][0] for p in state["plants"] if p["owner"] == "索通云铝" for t in p["tranches"])
    edit = {"claims": [claim], "action": "edit", "fields": {"place": "曲靖市沾益区"}, "who": "甲"}
    assert client.post("/api/claims/reviews", json=edit).status_code == 200
    told = client.get("/api/ledger/places").json()
    here = next(tile for tile in told["tiles"] if tile["place"] == "沾益区")
    assert [(p["owner"], p["tranches"][0]["value"]) for p in here["plants"]] == [("索通云铝", 900_000)]
    assert told["tiles"][-1]["place"] is None and "罗平县" in told["silent"]
