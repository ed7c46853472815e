"""The workbench's server: requests per second of CPU, what a first visit transfers, visitors at once, memory.

``python benchmarks/workbench.py [LEDGER]`` (default: the sample document). Linux: CPU and memory come from /proc.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from lianpu.intake import read_into

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "qujing.txt"
REQUESTS, VISITORS = 2000, 50
SIMPLE = ("/api/mark", "/api/ledger/state", "/api/balance", "/ledger")
VISIT = ("/chain", "/api/chain", "/api/figures/flows?scenario=A&theme=light&lang=zh")
LIMITS = httpx.Limits(max_connections=VISITORS)


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Resident memory in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


async def many(address: str, path: str, number: int) -> int:
    """Answers that are none, of ``number`` requests of eight at a time."""
    async with httpx.AsyncClient(base_url=address, limits=LIMITS, timeout=120) as client:
        waiting = asyncio.Semaphore(8)

        async def one() -> bool:
            async with waiting:
                return (await client.get(path)).status_code >= 400

        return sum(await asyncio.gather(*(one() for _ in range(number))))


async def visit(address: str) -> tuple[int, int]:
    """(bytes, errors) of a first visit of the chain page: shell, styles, scripts, data; compressed as browsers ask for it."""
    got = errors = 0
    async with httpx.AsyncClient(base_url=address, timeout=120, headers={"Accept-Encoding": "gzip"}) as client:
        shell = await client.get("/chain?lang=zh")
        links = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shell.text))
        folder = next(iter(links)).split("/")[2]
        scripts = {f"/static/{folder}/{name}" for name in SCRIPTS}
        for path in [*sorted(links | scripts), *VISIT[1:]]:
            async with client.stream("GET", path) as answer:
                errors += answer.status_code >= 400
                got += sum([len(part) async for part in answer.aiter_raw()])
        async with client.stream("GET", "/chain?lang=zh") as answer:
            got += sum([len(part) async for part in answer.aiter_raw()])
    return got, errors


SCRIPTS = ("lib/parts.js", "lib/chart.js", "lib/tables.js", "lib/why.js", "vendor/echarts.js")


async def measure(address: str, pid: int) -> None:
    size, errors = await visit(address)
    print(f"first visit of the chain page: {size / 1024:.0f} KB transferred, {errors} errors")
    for path in SIMPLE:
        await many(address, path, 20)
        used, began = cpu(pid), time.perf_counter()
        errors = await many(address, path, REQUESTS)
        used, wall = cpu(pid) - used, time.perf_counter() - began
        print(f"{path}: {REQUESTS / used:.0f} requests per second of CPU ({REQUESTS / wall:.0f}/s here), {errors} errors")
    before, used, began = memory(pid), cpu(pid), time.perf_counter()
    visits = await asyncio.gather(*(visit(address) for _ in range(VISITORS)))
    used, wall, grown = cpu(pid) - used, time.perf_counter() - began, memory(pid) - before
    print(
        f"{VISITORS} visitors at once: {sum(e for _, e in visits)} errors, {wall:.1f} s, {used / VISITORS:.3f} s of CPU and "
        f"{grown / VISITORS:.3f} MB a visitor; {memory(pid):.0f} MB in all"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = sys.argv[1] if len(sys.argv) > 1 else str(Path(folder) / "ledger.sqlite")
        if len(sys.argv) <= 1:
            read_into([EXAMPLE], ledger)
        command = [sys.executable, "-m", "lianpu.cli", "serve", ledger, "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr is not None
            found = re.search(r"http://[\w.:]+", server.stderr.readline())
            assert found
            asyncio.run(measure(found[0], server.pid))
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
