"""The shell of every page: head, banner, words in the page's language; a page's own module draws the rest."""

from __future__ import annotations

import getpass
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from lianpu.views.wording import has_words, keys, t
from lianpu.web.api.parameters import Lang, OnDesk, Region
from lianpu.web.desk import Desk
from lianpu.web.statics import version

if TYPE_CHECKING:
    from jinja2 import Environment

router = APIRouter(include_in_schema=False)

#: The pages in the order of the head, each with a module ``static/pages/NAME.js`` and the words ``web.page.NAME``.
PAGES = (
    "inbox",
    "chain",
    "balance",
    "questions",
    "recruit",
    "plan",
    "risk",
    "carbon",
    "norms",
    "indicators",
    "places",
    "ledger",
    "export",
)
#: Sections of the words that pages use beside their own (``web``).
SECTIONS = (
    "web", "status", "table", "column", "total", "status_class", "severity", "modality", "bound", "kind", "scenario", "mark",
    "review_column", "against", "skip",
)  # fmt: skip


@router.get("/")
def home(request: Request, desk: OnDesk) -> RedirectResponse:
    """The first page that shows something."""
    query = f"?{request.url.query}" if request.url.query else ""
    first = "chain" if desk.ledger.mark().reading else "inbox"
    return RedirectResponse(f"/{first}{query}", status_code=307)


def page(name: str) -> Any:
    def shown(request: Request, desk: OnDesk, lang: Lang = "zh", place: Region = None) -> Response:
        def made() -> bytes:
            return _environment().get_template("shell.html.j2").render(_context(name, desk, request, lang)).encode()

        return desk.keep(request, made, "text/html; charset=utf-8", version())

    return shown


for name_ in PAGES:
    router.add_api_route(f"/{name_}", page(name_), methods=["GET"])


def _context(name: str, desk: Desk, request: Request, lang: str) -> dict[str, Any]:
    dossier = desk.dossier(None)
    other = "en" if lang == "zh" else "zh"
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    region = dossier.answer.region
    chains = {chain.id: number for number, chain in enumerate(desk.library.chains, 1)}
    return {
        "page": name,
        "lang": lang,
        "pages": PAGES,
        "t": t,
        "static": f"/static/{version()}",
        "switch": request.url.replace(query="").include_query_params(**dict(kept), lang=other).path
        + "?"
        + str(request.url.include_query_params(lang=other).query),
        "region": region.name or t("no_region", lang),
        "as_of": region.as_of,
        "snapshot": dossier.ledger,
        "reviews": desk.ledger.mark().review,
        "data": _script_safe({"page": name, "lang": lang, "who": getpass.getuser(), "words": _words(lang), "chains": chains}),
    }


def _script_safe(data: dict[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


@cache
def _words(lang: str) -> dict[str, str]:
    return {key: t(key, lang) for key in keys() if key.partition(".")[0] in SECTIONS and has_words(key)}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("lianpu.web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
