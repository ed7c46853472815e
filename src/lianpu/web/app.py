"""The application: endpoints, pages and files behind one guard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from starlette.exceptions import HTTPException

from lianpu import __version__
from lianpu.errors import LianpuError
from lianpu.web import pages, statics
from lianpu.web.api import answers, claims, files, inbox, jobs, ledger, plans, questions
from lianpu.web.desk import Desk, Source, as_json
from lianpu.web.guard import LOCAL, Guard, TooMuchError

MOST_BYTES = 200 * 2**20  # of one request
LEDGER, PLACE, LIBRARY, HOSTS = (f"LIANPU_SERVE_{name}" for name in ("LEDGER", "PLACE", "LIBRARY", "HOSTS"))


def create_app(source: Source, *, library: Path | None = None, hosts: tuple[str, ...] = LOCAL, most: int = MOST_BYTES) -> FastAPI:
    """The application over a ledger. Raises :class:`LianpuError` for a ledger or library that cannot be used."""
    app = FastAPI(
        title="lianpu", version=__version__, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None,
        description="Every screen of the workbench, as data. Keys are those of the command line's --json (docs/json.md).",
    )  # fmt: skip
    app.state.desk = Desk(source, library)
    for room in (ledger, claims, inbox, jobs, answers, questions, plans, files, pages, statics):
        app.include_router(room.router)
    app.add_exception_handler(LianpuError, _mistake)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(TooMuchError, _too_much)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, hosts=hosts, most=most)
    return app


def from_environment() -> FastAPI:
    """For the worker processes of ``lianpu serve``, which tells them by the environment what to serve."""
    library = os.environ.get(LIBRARY)
    source = Source.at(os.environ[LEDGER], os.environ.get(PLACE) or None)
    hosts = tuple(os.environ.get(HOSTS, ",".join(LOCAL)).split(","))
    return create_app(source, library=Path(library) if library else None, hosts=hosts)


def _told(status: int, words: str, **more: Any) -> Response:
    return Response(as_json({"error": words, **more}), status_code=status, media_type="application/json")


def _mistake(_request: Request, error: Exception) -> Response:
    assert isinstance(error, LianpuError)
    file = None if error.file is None else str(error.file) if "://" in str(error.file) else Path(str(error.file)).name
    words = str(LianpuError(error.what, file=file, place=error.place, hint=error.hint))  # not where the server keeps it
    return _told(400, words, what=error.what, hint=error.hint, place=error.place)


def _not_understood(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _told(422, f"{where}: {first['msg']}", what=str(first["msg"]), place=where)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(error.status_code, str(error.detail))


def _too_much(_request: Request, error: Exception) -> Response:
    return _told(413, str(error))
