"""A document shown to a model piece by piece; whatever goes wrong there, the rules' reading stays as it is."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from lianpu.reading.claims import Claim
from lianpu.reading.llm.checks import NoClaimsError, Page, kept, parsed
from lianpu.reading.llm.client import Client, NoAnswerError
from lianpu.reading.llm.endpoint import Endpoint
from lianpu.reading.llm.merge import merged
from lianpu.reading.llm.prompt import messages, pieces

log = logging.getLogger("lianpu")


def with_model(
    claims: Sequence[Claim], clean: str, endpoint: Endpoint, *, document: str, place: str | None, published: str | None
) -> tuple[list[Claim], bool]:
    """The claims with what the model adds, and whether it answered at all. One warning a document tells of its faults.

    Raises :class:`LianpuError` only where the package httpx is missing.
    """
    client = Client(endpoint)
    found: list[Claim] = []
    faults: list[str] = []
    asked = 0
    for start, end in pieces(clean):
        asked += 1
        page = Page(clean, start, end, place, published)
        try:
            found += kept(parsed(client.ask(messages(clean[start:end], place, published))), page)
        except NoClaimsError as fault:
            faults.append(str(fault))
        except NoAnswerError as fault:
            faults.append(str(fault))
            break  # a server that is down or slow is not asked about the other pieces
    if faults:
        what = "read by the rules alone" if len(faults) == asked else "parts of it read by the rules alone"
        log.warning("lianpu: %s: the language model %s %s; %s", document, endpoint.name, faults[0], what)
    answered = asked > len(faults)
    return (merged(claims, found, endpoint.name), True) if answered else (list(claims), False)
