"""Files out: the report, the workbook, the claims for review; and a review workbook that comes back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Response, UploadFile

from lianpu.ledger.review_sheet import apply, read_returned
from lianpu.ledger.reviewing import claims_to_review, reviewer
from lianpu.views.report import render_report
from lianpu.views.review_workbook import decisions, returned_json, titles, write_review_workbook
from lianpu.views.workbook import write_workbook
from lianpu.web.api.parameters import Lang, OnDesk, Place, Readable, Region
from lianpu.web.desk import Desk, as_json

router = APIRouter(prefix="/api/files", tags=["files"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Who = Annotated[str, Query(max_length=100, description="The reviewer, where a row names nobody."), Readable]


@router.get("/report.html")
def report(desk: OnDesk, place: Region = None, lang: Lang = "zh") -> Response:
    """The report: one page that reads without a network."""
    page = render_report(desk.dossier(place), lang)
    return _file(page.encode(), "text/html; charset=utf-8", _named(desk, place, "report", "html"))


@router.get("/workbook.xlsx")
def workbook(desk: OnDesk, place: Region = None, lang: Lang = "zh") -> Response:
    """Every table of the answer, for further work."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        write_workbook(desk.dossier(place), path, lang)
        return _file(path.read_bytes(), XLSX, _named(desk, place, "workbook", "xlsx"))


@router.get("/review.xlsx")
def review_workbook(desk: OnDesk, place: Place = None, lang: Lang = "zh") -> Response:
    """The claims in a workbook for review, those in conflict and in doubt first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.xlsx"
        write_review_workbook(claims_to_review(desk.ledger, place=place), path, lang)
        return _file(path.read_bytes(), XLSX, _named(desk, place, "review", "xlsx"))


@router.post("/review.xlsx")
def take(
    desk: OnDesk, file: Annotated[UploadFile, File(description="The workbook that came back.")], who: Who = "",
    dry_run: Annotated[bool, Query(description="Only show what would be taken.")] = True,
) -> Response:  # fmt: skip
    """Compares a returned workbook with what went out; takes its reviews, all or none, where ``dry_run`` is false."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.xlsx"
        path.write_bytes(file.file.read())
        found = read_returned(desk.ledger, path, titles=titles(), decisions=decisions(), who=reviewer(who))
    applied = not dry_run and not found.rejected
    if applied:
        apply(desk.ledger, found)
    return Response(as_json(returned_json(found, applied=applied)), media_type="application/json")


def _named(desk: Desk, place: str | None, what: str, suffix: str) -> str:
    region = place or desk.dossier(None).answer.region.name or "lianpu"
    return f"{region}-{what}-{desk.dossier(place).ledger}.{suffix}"


def _file(content: bytes, kind: str, name: str) -> Response:
    plain = name.encode("ascii", "ignore").decode().replace('"', "").lstrip("-")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
