"""The two commands of the README on a bare machine, as far as can be told without installing; ``.ci/run`` installs."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from acceptance.shell import lianpu

ROOT = Path(__file__).resolve().parents[2]
HASHES = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
PINNED = re.compile(rf"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\\n{HASHES}", re.MULTILINE)
CLOSED = "http://127.0.0.1:9/simple"  # nothing listens on the discard port


def pins(lock: str) -> set[tuple[str, str, str]]:
    """(name, version, marker) of every requirement; fails where a line is anything but a pinned, hashed requirement."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert PINNED.sub("", text) == ""
    return set(PINNED.findall(text))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    for name in ("go.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def last_words(command: list[str], folder: Path, **environment: str) -> str:
    """What a command that must fail says last, after at most one line of progress."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    done = subprocess.run(command, cwd=folder, env=kept | environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout == ""
    *progress, words = done.stderr.splitlines()
    assert all(line.startswith("go.py: installing") for line in progress)
    return words


def test_the_readme_opens_with_the_two_commands() -> None:
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1]
    assert block.splitlines()[1:] == ["python3 go.py run examples/qujing.txt", "python3 go.py test"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_pins_and_hashes_and_no_address(lock: str) -> None:
    assert len(pins(lock)) > 10


def test_the_dev_lock_adds_to_the_core_lock_and_changes_none_of_it() -> None:
    assert pins("requirements.lock") < pins("requirements-dev.lock")


def test_every_requirement_of_the_project_is_locked_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    core = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    dev = project["project"]["optional-dependencies"]["dev"]
    for wanted, lock in ((core, "requirements.lock"), (dev, "requirements-dev.lock")):
        for requirement in map(Requirement, wanted):
            locked = [version for name, version, _ in pins(lock) if name == canonicalize_name(requirement.name)]
            assert locked and all(version in requirement.specifier for version in locked), requirement


def test_the_build_backend_stands_in_the_lock_by_the_same_words() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]


def test_without_pip_it_says_what_to_install_and_makes_nothing(bare: Path) -> None:
    words = last_words([sys.executable, "-S", "go.py", "run", "a.txt"], bare)  # -S: no site-packages, so no pip
    assert words.startswith("go.py: pip is missing; install it")
    assert not (bare / ".venv").exists()


def test_without_an_index_it_says_so_and_the_next_call_begins_anew(bare: Path) -> None:
    python = shutil.which("python3", path=f"{sys.base_prefix}/bin") or sys.executable
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip(f"{python} has no pip")
    words = last_words(
        [python, "go.py", "run", "a.txt"], bare,
        PIP_INDEX_URL=CLOSED, PIP_RETRIES="1", PIP_CONFIG_FILE=os.devnull, PIP_NO_CACHE_DIR="1",
    )  # fmt: skip
    assert words.startswith("go.py: no package index answers")
    assert not list((bare / ".venv").glob("*.done"))


def test_an_older_python_is_told_which_one_is_needed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = runpy.run_path(str(bare / "go.py"))["main"]
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    with pytest.raises(SystemExit, match=r"lianpu needs Python 3\.11 or newer"):
        main()


def test_the_readme_shows_what_the_first_command_prints(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```\n1. ")[1].split("\n```")[0]
    done = lianpu("run", ROOT / "examples" / "qujing.txt", "--out", tmp_path / "out")
    assert "1. " + shown in done.stdout
