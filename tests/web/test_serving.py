"""Starting the server: what cannot be served is told in one line before anything listens."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from lianpu.errors import LianpuError
from lianpu.web.serving import serve

ASKED: dict[str, Any] = {
    "host": "127.0.0.1", "port": 0, "workers": 1, "without_login": False, "place": None, "library": None, "lang": "en",
}  # fmt: skip


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_beyond_this_machine_only_when_said(tmp_path: Path, host: str) -> None:
    with pytest.raises(LianpuError, match="there is no login yet"):
        serve(str(tmp_path / "ledger.sqlite"), **ASKED | {"host": host})
    assert not (tmp_path / "ledger.sqlite").exists()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(LianpuError, match="choose another --port"):
            serve(str(tmp_path / "ledger.sqlite"), **ASKED | {"port": taken.getsockname()[1]})


def test_what_is_no_ledger(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("hello")
    with pytest.raises(LianpuError, match="is not a ledger"):
        serve(str(note), **ASKED)
    with pytest.raises(LianpuError, match="holds no run"):
        serve(str(tmp_path), **ASKED)
