"""lianpu from a bare checkout: ``python3 go.py run DOC…`` or ``python3 go.py test``. Needs Python ≥ 3.11 and pip only.

The first call makes ``.venv`` beside this file from the locks (by hash, wheels only); later calls go straight on.
Any word but ``test`` is handed to the command ``lianpu``.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
CORE, DEV = HOME / "requirements.lock", HOME / "requirements-dev.lock"
NO_PIP = "pip is missing; install it (Debian, Ubuntu: apt install python3-pip; others: python3 -m ensurepip)"
NO_INDEX = "no package index answers; connect, set PIP_INDEX_URL to a mirror or PIP_FIND_LINKS to a folder of wheels"


def pip_install(*wanted: str) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(BIN / "python"), "--disable-pip-version-check", "install"]
    command = [*pip, "--quiet", "--no-compile", *wanted]  # Python compiles what it comes to use: 9 s less here
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, errors="replace")
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [f"code {done.returncode}"]
        sys.exit(f"go.py: {NO_INDEX if 'Retrying (' in done.stderr else 'pip stopped: ' + told[0]}")


def made_from(lock: Path) -> str:
    """What an installed lock stands for; a folder that has moved is made anew, since its scripts name the old place."""
    files = [file.read_text(encoding="utf-8") for file in (HOME / "pyproject.toml", CORE, lock)]
    return hashlib.sha256("\0".join([sys.version, sys.base_prefix, str(HOME), *files]).encode()).hexdigest()


def install(lock: Path) -> None:
    mark = VENV / f"{lock.name}.done"
    if mark.is_file() and mark.read_text() == made_from(lock):
        return
    if importlib.util.find_spec("pip") is None:
        sys.exit(f"go.py: {NO_PIP}")
    print(f"go.py: installing {lock.name} into .venv, this once …", file=sys.stderr, flush=True)
    if lock == CORE:
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    pip_install("--require-hashes", "--only-binary", ":all:", "-r", lock.name)
    if lock == CORE:
        pip_install("--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    mark.write_text(made_from(lock))


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those who have an older one
        sys.exit(f"go.py: lianpu needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    testing = sys.argv[1:2] == ["test"]
    try:
        for lock in [CORE, DEV] if testing else [CORE]:
            install(lock)
    except OSError as error:
        sys.exit(f"go.py: cannot make {VENV}: {error}")
    except KeyboardInterrupt:
        sys.exit("go.py: stopped; the next call installs anew")
    os.environ["PYTHONUTF8"] = "1"
    if testing:
        os.chdir(HOME)
    python, lianpu = str(BIN / "python"), str(BIN / "lianpu")
    command = [python, "-m", "pytest", *sys.argv[2:]] if testing else [lianpu, *sys.argv[1:]]
    if os.name == "nt":  # there, exec gives the prompt back before the command is done
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
