"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEED = SHARED / "seeds" / "000_bd6e7a3370cbc3da.txt"
GOLD = SHARED / "gold" / "seed-gold.json"
needs_seed = pytest.mark.skipif(not SEED.is_file(), reason="the seed document is not beside this checkout")


def lianpu(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command; does not judge its exit code."""
    env = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "lianpu.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, timeout=120, encoding="utf-8")


def printed_json(*arguments: object, cwd: Path | None = None) -> Any:
    """What a command with ``--json`` prints; it must succeed and print nothing else."""
    done = lianpu(*arguments, "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
