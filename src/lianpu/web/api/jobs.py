"""Files in, as jobs: sent, read in a process of their own, looked at from any page."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi import Path as InPath

from lianpu.errors import LianpuError
from lianpu.ledger.reviewing import reviewer
from lianpu.web.api.parameters import OnDesk, Readable
from lianpu.web.desk import as_json
from lianpu.web.jobs import Job, new_id

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

MOST_FILES = 200
LONGEST_NAME = 120
Id = Annotated[str, InPath(max_length=40), Readable]
Short = Annotated[str, Form(max_length=100), Readable]


@router.get("")
def jobs(desk: OnDesk) -> Response:
    """The newest jobs first."""
    return _told({"jobs": [job_json(job) for job in desk.jobs.recent()]})


@router.post("")
def send(
    desk: OnDesk, files: Annotated[list[UploadFile], File(description="Documents, zip archives, or tables of dated claims.")],
    kind: Annotated[Literal["read", "import"], Form(description="read documents, or import tables of dated claims")] = "read",
    place: Short = "", who: Short = "",
) -> Response:  # fmt: skip
    """Sends files: a job reads them into the ledger."""
    if len(files) > MOST_FILES:
        raise LianpuError(f"{len(files)} files at once", hint=f"send at most {MOST_FILES}, or a zip archive")
    id_ = new_id()
    folder = desk.jobs.files_of(id_)
    try:
        names = [_keep(file, folder) for file in files]
        request = {"place": place or desk.source.place, "who": reviewer(who), "ledger": desk.source.ledger}
        job = desk.jobs.add(kind, ", ".join(names[:3]) + (" …" if len(names) > 3 else ""), request, id_)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    desk.jobs.start(job)
    return _told({"job": job_json(job)})


@router.get("/{job}")
def job_of(desk: OnDesk, job: Id) -> Response:
    """How far a job is; its result when it is done."""
    return _told({"job": job_json(desk.jobs.get(job))})


@router.post("/{job}/cancel")
def cancel(desk: OnDesk, job: Id) -> Response:
    """Stops a job within a second; what it has finished stays."""
    return _told({"job": job_json(desk.jobs.cancel(job))})


def job_json(job: Job) -> dict[str, Any]:
    return asdict(job) | {"request": {key: value for key, value in job.request.items() if key not in ("ledger", "library")}}


def _keep(file: UploadFile, folder: Path) -> str:
    """Writes a file under its own name, made harmless; a name that is taken gets a number."""
    folder.mkdir(parents=True, exist_ok=True)
    sent = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in sent if c.isprintable() and c not in '<>:"|?*').strip(" .") or "document"
    stem, dot, suffix = plain.rpartition(".") if "." in plain else (plain, "", "")
    stem = stem.encode()[:LONGEST_NAME].decode(errors="ignore")
    suffix = suffix[:12]
    taken = {path.name for path in folder.iterdir()}
    name = next(n for i in range(len(taken) + 1) if (n := f"{stem}{f' {i + 1}' if i else ''}{dot}{suffix}") not in taken)
    with (folder / name).open("xb") as kept:
        shutil.copyfileobj(file.file, kept, 1 << 20)
    return name


def _told(data: dict[str, Any]) -> Response:
    return Response(as_json(data), media_type="application/json")
