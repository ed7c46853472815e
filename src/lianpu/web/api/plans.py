"""Plans of the region: what limits there are, and a plan as a job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from lianpu import planning
from lianpu.web.api.jobs import job_json
from lianpu.web.api.parameters import OnDesk, Readable, Region
from lianpu.web.desk import as_json

router = APIRouter(prefix="/api/plans", tags=["plans"])

Year = Annotated[int, Field(ge=1990, le=2100)]
Short = Annotated[str, Field(max_length=100), Readable]
Aim = Literal["npv", "value_added", "output_value", "self_sufficiency", "cost", "co2"]


class Asked(BaseModel):
    """``limits`` are ``name=value`` or ``name=90%``, as ``lianpu plan --limit`` takes them."""

    model_config = ConfigDict(extra="forbid")

    objective: Aim = "npv"
    first: Year | None = None
    last: Year = 2035
    limits: Annotated[list[Short], Field(max_length=50)] = []
    place: Short | None = None


@router.get("/limits")
def limits(request: Request, desk: OnDesk, place: Region = None) -> Response:
    """The limits that a plan of the region keeps, by name, and its years."""

    def made() -> dict[str, object]:
        system = planning.load_dossier(desk.dossier(place)).system
        return {"limits": list(system.limits.id), "years": [int(year) for year in system.years]}

    return desk.reply(request, made)


@router.post("")
def start(desk: OnDesk, asked: Asked) -> Response:
    """Starts a plan; its job tells how far it is and, when done, the plan and what the limits changed."""
    years = f"{asked.first}-{asked.last}" if asked.first else str(asked.last)
    library = desk.library_folder and str(Path(desk.library_folder).resolve())
    request = {
        "ledger": desk.source.ledger, "library": library, "place": asked.place or desk.source.place, "years": years,
        "objective": asked.objective, "limits": asked.limits,
    }  # fmt: skip
    name = ", ".join([asked.objective, *asked.limits])
    job = desk.jobs.add("plan", name, request)
    desk.jobs.start(job)
    return Response(as_json({"job": job_json(job)}), media_type="application/json")
