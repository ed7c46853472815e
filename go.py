"""Runs lianpu from a bare checkout: ``python3 go.py run DOC…`` or ``python3 go.py test``. Needs Python 3.11 and pip.

The first call makes ``.venv`` beside this file and installs what the locks name, by hash and from wheels only; later
calls go straight on. Any word but ``test`` is handed to the command ``lianpu``.
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
OFFLINE = ("Retrying (", "ConnectionError", "ConnectTimeout", "ProxyError", "SSLError", "ReadTimeout")
NO_INDEX = "no package index answers; connect to one, set PIP_INDEX_URL to a mirror, or PIP_FIND_LINKS to a folder of wheels"
NO_PIP = f"pip is missing; install it (Debian, Ubuntu: apt install python3-pip; elsewhere: {sys.executable} -m ensurepip)"


def pip_install(*wanted: str) -> None:
    if importlib.util.find_spec("pip") is None:
        sys.exit(f"go.py: {NO_PIP}")
    pip = [sys.executable, "-m", "pip", "--python", str(BIN / "python"), "--disable-pip-version-check", "install", "-q"]
    done = subprocess.run([*pip, *wanted], cwd=HOME, capture_output=True, text=True, errors="replace")
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
        told = errors[-1] if errors else f"pip left with code {done.returncode}"
        sys.exit(f"go.py: {NO_INDEX if any(sign in done.stderr for sign in OFFLINE) else told}")


def state(lock: Path) -> str:
    """What ``.venv`` was made from; a folder that has moved counts as new, since its scripts name their old place."""
    made_from = [sys.version, sys.base_prefix, str(HOME)]
    files = [file.read_text(encoding="utf-8") for file in (HOME / "pyproject.toml", CORE, lock)]
    return hashlib.sha256("\0".join(made_from + files).encode()).hexdigest()


def ready(lock: Path) -> bool:
    mark = VENV / f"{lock.name}.done"
    return mark.is_file() and mark.read_text() == state(lock)


def prepare(lock: Path) -> None:
    print(f"go.py: installing {lock.name} into .venv, once …", file=sys.stderr, flush=True)
    if lock == CORE:
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    pip_install("--require-hashes", "--only-binary", ":all:", "-r", lock.name)
    if lock == CORE:
        pip_install("--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    (VENV / f"{lock.name}.done").write_text(state(lock))


def main(words: list[str]) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"go.py: lianpu needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    testing = words[:1] == ["test"]
    try:
        for lock in (CORE, DEV) if testing else (CORE,):
            if not ready(lock):
                prepare(lock)
    except OSError as error:
        sys.exit(f"go.py: cannot make {VENV}: {error}")
    os.environ["PYTHONUTF8"] = "1"
    command = [str(BIN / "python"), "-m", "pytest", *words[1:]] if testing else [str(BIN / "lianpu"), *words]
    if testing:
        os.chdir(HOME)
    if os.name == "nt":  # there, exec would hand the prompt back before the command is done
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
