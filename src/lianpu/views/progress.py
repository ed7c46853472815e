"""The steps of a run as they happen, on standard error; silent where that is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lianpu.intake import Watch
from lianpu.reading.folder import Skipped
from lianpu.views.wording import t

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

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


@contextmanager
def reading_progress(lang: str, *, quiet: bool = False) -> Iterator[Watch]:
    """A bar on standard error while documents are read, none where that is no terminal; a line for each that is not."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        yield _Bar(bar, bar.add_task(t("intake.reading", lang), total=None), console)


class _Bar(Watch):
    def __init__(self, bar: Progress, task: TaskID, console: Console) -> None:
        self._bar, self._task, self._console = bar, task, console

    def found(self, number: int) -> None:
        self._bar.update(self._task, total=number)

    def done(self, name: str) -> None:
        self._bar.advance(self._task)

    def skipped(self, what: Skipped) -> None:
        self._console.print(f"lianpu: {what.told}", markup=False)
