"""``python -m lianpu.web.worker FOLDER JOB``: runs one job, tells how far it is, and stops when asked to."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.intake import Watch, import_tables, read_into
from lianpu.reading.folder import Skipped
from lianpu.views.import_report import import_json
from lianpu.views.intake_summary import intake_json
from lianpu.views.wording import LANGUAGES
from lianpu.web.jobs import Job, Jobs

BEAT = 0.5  # seconds between signs of life, and between looks at whether it is to stop


class Progress(Watch):
    """Writes the steps of a job into its row."""

    def __init__(self, jobs: Jobs, job: str) -> None:
        self._jobs, self._job, self._done = jobs, job, 0

    def found(self, number: int) -> None:
        self._jobs.write(self._job, total=number)

    def done(self, name: str) -> None:
        self._done += 1
        self._jobs.write(self._job, done=self._done, note=name)

    def searched(self, seconds: float, best: float, bound: float) -> None:
        """How far a search for whole numbers is."""
        gap = abs(best - bound) / max(1e-10, abs(best))
        self._jobs.write(self._job, note=f"{seconds:.0f} s, {gap:.2%}" if isfinite(gap) else f"{seconds:.0f} s")

    def skipped(self, what: Skipped) -> None:
        self._jobs.write(self._job, note=what.name)


def _read(job: Job, ledger: str, files: list[Path], watch: Progress) -> Mapping[str, Any]:
    return intake_json(read_into(files, ledger, place=job.request["place"], watch=watch)) | {"ledger": None}


def _import(job: Job, ledger: str, files: list[Path], watch: Progress) -> Mapping[str, Any]:
    watch.found(len(files))
    reports = []
    for file in files:
        reports += import_tables([file], ledger, who=job.request["who"])
        watch.done(file.name)
    return import_json(reports, "")


def _plan(job: Job, ledger: str, files: list[Path], watch: Progress) -> Mapping[str, Any]:
    """The best plan of the ledger's region; what the limits change against the plan without them; or why there is none."""
    from lianpu import planning
    from lianpu.engine.plan.plan import InfeasibleError
    from lianpu.pipeline import open_dossier
    from lianpu.views.plan_reasons import changes_text, conflict_text
    from lianpu.views.plan_text import plan_text

    asked = job.request
    dossier = open_dossier([], place=asked["place"], ledger=ledger, library=asked["library"] and Path(asked["library"]))
    loaded = planning.load_dossier(dossier, planning.assumptions(asked["years"]))
    watch.found(2 if asked["limits"] else 1)
    try:
        found = planning.plan(loaded, asked["objective"], limits=asked["limits"], progress=watch.searched)
    except InfeasibleError as error:
        conflict = planning.why_not(error)
        return planning.conflict_json(conflict) | {"text": {lang: conflict_text(conflict, lang) for lang in LANGUAGES}}
    watch.done("")
    told = planning.plan_json(found) | {"text": {lang: plan_text(found, lang) for lang in LANGUAGES}}
    if not asked["limits"]:
        return told
    base = planning.plan(loaded, asked["objective"], progress=watch.searched)
    changes = {lang: changes_text(base.compare(found), lang) for lang in LANGUAGES}
    return told | {"changes": planning.compare_json(base, found), "changes_text": changes, "base": base.objective}


WORK: Mapping[str, Callable[[Job, str, list[Path], Progress], Mapping[str, Any]]] = {
    "read": _read,
    "import": _import,
    "plan": _plan,
}


def main(folder: str, name: str) -> None:
    jobs = Jobs(Path(folder).resolve())
    job = jobs.get(name)
    ledger = job.request["ledger"]
    ledger = ledger if "://" in ledger else str(Path(ledger).resolve())
    jobs.write(name, state="running")
    threading.Thread(target=_keep_alive, args=(jobs, name), daemon=True).start()
    files = jobs.files_of(name)
    files.mkdir(exist_ok=True)
    os.chdir(files)  # documents are called by their own names, not by where the server keeps them
    try:
        result = WORK[job.kind](job, ledger, sorted(Path().iterdir()), Progress(jobs, name))
        jobs.end(name, "done", result=result)
    except LianpuError as error:
        jobs.end(name, "failed", error=str(error))
    except Exception:
        traceback.print_exc()
        jobs.end(name, "failed", error="the program failed; the log beside the ledger tells where")
    finally:
        shutil.rmtree(files, ignore_errors=True)


def _keep_alive(jobs: Jobs, name: str) -> None:
    """Signs of life; and the end of this process, with those that it started, where the job is to stop.

    Stopping at any moment is safe: every addition to a ledger is one transaction.
    """
    done = threading.Event()
    while not done.wait(BEAT):
        if jobs.get(name).cancel:
            jobs.end(name, "cancelled")
            shutil.rmtree(jobs.files_of(name), ignore_errors=True)
            if hasattr(os, "killpg"):
                os.killpg(os.getpgid(0), signal.SIGKILL)
            os._exit(1)
        jobs.write(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
