"""The steps of a run as they happen, on standard error; silent where that is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEPS = {
    "library": ("技术与价格库", "library of technologies and prices"),
    "read": ("读文件", "reading the documents"),
    "ledger": ("记台账", "keeping the ledger"),
    "balance": ("算平衡", "balancing the chains"),
    "write": ("写报告与工作簿", "writing report and workbook"),
}


@contextmanager
def progress(lang: str) -> Iterator[Callable[[str], None]]:
    """A function to call at the start of each step."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name: None
        return
    with console.status("…") as status:
        yield lambda name: status.update(STEPS[name][lang == "en"])
