"""Files in as jobs: read beside the server, stopped when asked, found again after a restart."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from lianpu.errors import LianpuError
from lianpu.intake import read_into
from lianpu.ledger.store import Ledger
from lianpu.web.app import create_app
from lianpu.web.desk import Source
from lianpu.web.jobs import LOST_AFTER, MOST_AT_ONCE, Jobs
from web.conftest import EXAMPLE, Served


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def empty(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    import sys

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    with TestClient(create_app(Source.at(str(ledger)), most=1 << 20), raise_server_exceptions=False) as client:
        yield client


def _end(ask: Any, job: str, seconds: float = 60) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told: dict[str, Any] = ask.get(f"/api/jobs/{job}").json()["job"]
        if told["state"] not in ("queued", "running"):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def _many(number: int, lines: int) -> list[tuple[str, tuple[str, bytes]]]:
    """Documents that take a while together."""
    text = "\n".join(f"曲靖市第{i}家企业年产{i + 3}万吨电解铝项目已建成投产，{i + 2}GW切片项目正在建设。" for i in range(lines))
    return [("files", (f"{n}.txt", f"{text}第{n}份。".encode())) for n in range(number)]


def test_a_file_is_read_and_its_copy_goes(empty: TestClient, ledger: Path) -> None:
    sent = empty.post("/api/jobs", files={"files": (EXAMPLE.name, EXAMPLE.read_bytes())}, data={"who": "李工"}).json()["job"]
    told = _end(empty, sent["id"])
    assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
    assert told["result"]["documents"] == [{"name": "qujing.txt", "kind": "txt", "claims": 36, "new": True}]
    assert len(empty.get("/api/inbox").json()["claims"]) == 36
    assert not (Path(f"{ledger}.jobs") / sent["id"]).exists()


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "C:\\windows\\evil.txt", "evil\r\n.txt", "..", "a" * 400 + ".txt", "名" * 200 + ".txt"]
)
def test_names_stay_in_their_folder(empty: TestClient, tmp_path: Path, name: str) -> None:
    before = {path for path in tmp_path.parent.rglob("*evil*") if ".jobs" not in str(path)}
    answer = empty.post("/api/jobs", files={"files": (name, "曲靖市年产10万吨电解铝项目已建成投产。".encode())})
    assert answer.status_code == 200, answer.text
    assert _end(empty, answer.json()["job"]["id"])["state"] == "done"
    assert {path for path in tmp_path.parent.rglob("*evil*") if ".jobs" not in str(path)} == before


def test_what_cannot_be_read_is_told(empty: TestClient) -> None:
    files = [("files", ("a.bin", bytes(range(256)))), ("files", ("b.pdf", b"%PDF-1.7 no")), ("files", ("c.txt", b""))]
    told = _end(empty, empty.post("/api/jobs", files=files).json()["job"]["id"])
    assert told["state"] == "done" and len(told["result"]["skipped"]) == 3
    assert all("/tmp" not in one["told"] for one in told["result"]["skipped"])


def test_a_table_that_is_none_fails_in_one_line(empty: TestClient) -> None:
    sent = empty.post("/api/jobs", files={"files": ("x.csv", b"a,b\n1,2\n")}, data={"kind": "import"})
    told = _end(empty, sent.json()["job"]["id"])
    assert told["state"] == "failed" and told["error"].startswith("x.csv")


def test_too_much_is_refused(empty: TestClient) -> None:
    answer = empty.post("/api/jobs", files={"files": ("big.txt", b"x" * (1 << 21))})
    assert answer.status_code == 413 and "1 MB" in answer.json()["error"]
    streamed = empty.post(
        "/api/jobs", content=iter([b"x" * 65536] * 40), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert streamed.status_code in (400, 413)


def test_a_cancelled_job_stops_and_the_ledger_is_whole(empty: TestClient, ledger: Path) -> None:
    sent = empty.post("/api/jobs", files=_many(60, 60)).json()["job"]
    until = time.monotonic() + 30
    while empty.get(f"/api/jobs/{sent['id']}").json()["job"]["done"] < 2 and time.monotonic() < until:
        time.sleep(0.05)
    empty.post(f"/api/jobs/{sent['id']}/cancel")
    told = _end(empty, sent["id"], 5)
    assert told["state"] == "cancelled" and 2 <= told["done"] < 60
    time.sleep(1)
    with Ledger.open(ledger, create=False) as opened:
        held = len(opened.documents())
        time.sleep(1)
        assert 2 <= held == len(opened.documents()) < 60


def test_a_job_outlives_its_server(ledger: Path) -> None:
    server = Served(ledger).start()
    sent = httpx.post(f"{server.address}/api/jobs", files=_many(20, 30), timeout=30).json()["job"]
    server.process.kill()
    server.process.wait(10)
    again = Served(ledger).start()
    try:
        with httpx.Client(base_url=again.address) as client:
            told = _end(client, sent["id"])
        assert (told["state"], told["done"], len(told["result"]["documents"])) == ("done", 20, 20)
    finally:
        again.stop()


def test_a_plan_is_a_job_that_says_what_a_limit_changes(empty: TestClient, ledger: Path) -> None:
    read_into([EXAMPLE], ledger)
    name = empty.get("/api/plans/limits").json()["limits"][0]
    whole, less = (
        _end(empty, empty.post("/api/plans", json={"last": 2026, "limits": limits}).json()["job"]["id"])
        for limits in ([], [f"{name}=20%"])
    )
    assert (whole["state"], less["state"]) == ("done", "done"), (whole["error"], less["error"])
    assert less["result"]["objective"] < whole["result"]["objective"]
    assert less["result"]["base"] == pytest.approx(whole["result"]["objective"])
    assert less["result"]["changes"] and "净现值" in less["result"]["text"]["zh"]


@pytest.mark.parametrize("body", [{"limits": ["nothing=5"]}, {"limits": ["power by month=lots"]}, {"first": 2050, "last": 2030}])
def test_a_mistake_in_a_plan_is_told_in_one_line(empty: TestClient, ledger: Path, body: dict[str, Any]) -> None:
    read_into([EXAMPLE], ledger)
    told = _end(empty, empty.post("/api/plans", json=body).json()["job"]["id"])
    assert told["state"] == "failed" and told["error"] and "the program failed" not in told["error"]


def test_every_worker_sees_the_same_jobs(ledger: Path) -> None:
    server = Served(ledger, workers=2).start()
    try:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            sent = client.post("/api/jobs", files={"files": (EXAMPLE.name, EXAMPLE.read_bytes())}).json()["job"]
            assert _end(client, sent["id"])["state"] == "done"
        answers = {httpx.get(f"{server.address}/api/balance", timeout=30).content for _ in range(6)}  # a connection each
        assert len(answers) == 1
    finally:
        server.stop()


def test_a_job_without_a_sign_of_life_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(tmp_path)
    job = jobs.add("read", "x", {})
    assert jobs.get(job.id).state == "queued"
    later = time.time() + LOST_AFTER + 1
    monkeypatch.setattr("lianpu.web.jobs.time.time", lambda: later)
    assert jobs.get(job.id).state == "lost"


def test_only_so_many_at_once(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    for _ in range(MOST_AT_ONCE):
        jobs.add("read", "x", {})
    with pytest.raises(LianpuError, match="are running"):
        jobs.add("read", "x", {})
    with pytest.raises(LianpuError, match="no job 'nothing'"):
        jobs.get("nothing")


def test_what_has_ended_stays_so(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    job = jobs.add("read", "x", {})
    jobs.end(job.id, "done", result={"a": 1})
    jobs.write(job.id, state="running")
    assert (jobs.get(job.id).state, jobs.get(job.id).result) == ("done", {"a": 1})
