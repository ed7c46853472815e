"""The application over a ledger of the sample document, and a server of its own for browsers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lianpu.intake import read_into
from lianpu.web.app import create_app
from lianpu.web.desk import Source

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    read_into([EXAMPLE], path)
    return path


@pytest.fixture
def client(ledger_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Source.at(str(ledger_file))), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def shared_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """For tests that change nothing."""
    path = tmp_path_factory.mktemp("web") / "ledger.sqlite"
    read_into([EXAMPLE], path)
    with TestClient(create_app(Source.at(str(path))), raise_server_exceptions=False) as client:
        yield client


@dataclass
class Served:
    """A server process; ``address`` is where it listens."""

    ledger: Path
    workers: int = 1
    address: str = ""
    process: subprocess.Popen[str] = field(init=False)

    def start(self, port: int = 0) -> Served:
        command = [sys.executable, "-m", "lianpu.cli", "serve", str(self.ledger), "--port", str(port)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers)], stderr=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stderr is not None
        told = self.process.stderr.readline()
        found = re.search(r"http://[\w.:]+", told)
        assert found, told
        self.address = found[0]
        return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def served(ledger_file: Path) -> Iterator[Served]:
    server = Served(ledger_file).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """For tests that change nothing."""
    path = tmp_path_factory.mktemp("served") / "ledger.sqlite"
    read_into([EXAMPLE], path)
    server = Served(path).start()
    yield server
    server.stop()


@dataclass
class Watched:
    """A page in a browser, with what went wrong on it and what it asked of whom."""

    page: Any
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def watch(browser: Any) -> Iterator[Any]:
    """Opens pages of a width; at the end nothing may have gone wrong on them, or been asked of another address."""
    opened: list[Watched] = []

    def new(width: int = 1360) -> Watched:
        page = browser.new_page(viewport={"width": width, "height": 900})
        watched = Watched(page)
        page.on("console", lambda message: watched.wrong.append(message.text))
        page.on("pageerror", lambda error: watched.wrong.append(str(error)))
        page.on("request", lambda request: watched.asked.append(request.url))
        opened.append(watched)
        return watched

    yield new
    for watched in opened:
        watched.page.close()
        assert watched.wrong == []
        hosts = {url.split("/")[2] for url in watched.asked if not url.startswith(("data:", "blob:"))}
        assert all(host.startswith("127.0.0.1:") for host in hosts), hosts
