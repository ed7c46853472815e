"""CPU seconds of starting up: ``python benchmarks/startup.py [DOC]`` with the Python that has lianpu. POSIX only.

Each command runs in processes of its own; printed is the least user + system time of five, children included, beside
the bar that the project set itself on a 2-core machine. CPU time, because wall time says more about the neighbours.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

TIMES = 5
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "qujing.txt"


def cpu_seconds(command: list[str]) -> float:
    """User + system seconds of one command and its children. Raises ``CalledProcessError`` where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(document: str) -> None:
    lianpu = [sys.executable, "-m", "lianpu.cli"]
    with tempfile.TemporaryDirectory() as out:
        cases = (
            ("import lianpu", 0.2, [sys.executable, "-c", "import lianpu"]),
            ("lianpu --help", 0.3, [*lianpu, "--help"]),
            (f"lianpu run {Path(document).name}", 4.0, [*lianpu, "run", document, "--out", out]),
        )
        print(f"CPU seconds, best of {TIMES}; Python {platform.python_version()}, {platform.machine()}")
        for name, bar, command in cases:
            print(f"{min(cpu_seconds(command) for _ in range(TIMES)):6.2f}  bar {bar:.1f}  {name}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(EXAMPLE))
