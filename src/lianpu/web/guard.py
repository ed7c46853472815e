"""What every answer passes: the headers that keep a page to itself, and the refusal of what comes from elsewhere.

There is no login yet, so the server is meant for this machine: a page of another site that sends the visitor's browser
here is refused by its origin, and a name that was bent to this address (DNS rebinding) by the host it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lianpu.web.desk import as_json

LOCAL = ("localhost", "127.0.0.1", "::1", "testserver")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAFE = ("GET", "HEAD", "OPTIONS")


class Guard:
    """``hosts`` are the names that the server answers to, ``*`` any; ``most`` the bytes that a request may bring."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], most: int) -> None:
        self.app, self.hosts, self.most = app, frozenset(hosts), most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope["method"], Headers(scope=scope))
        if refused is None:
            return await self.app(scope, _counted(receive, self.most), guarded)
        status, words = refused
        start = {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
        await guarded(start)
        await guarded({"type": "http.response.body", "body": as_json({"error": words})})

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if "*" not in self.hosts and (urlsplit(f"//{host}").hostname or "") not in self.hosts:
            return 400, f"this server does not answer to '{host}'; open it by the address that it printed"
        if method not in SAFE and _from_elsewhere(headers, host):
            return 403, "the request comes from another site; open the page by the address that the server printed"
        if int(headers.get("content-length") or 0) > self.most:
            return 413, _too_much(self.most)
        return None


def _from_elsewhere(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    strange = headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return strange or (origin is not None and urlsplit(origin).netloc != host)


def _too_much(most: int) -> str:
    return f"more than {most / 2**20:.4g} MB at once; send fewer or smaller files"


class TooMuchError(Exception):
    """A request without a length brought more than is taken."""


def _counted(receive: Receive, most: int) -> Receive:
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooMuchError(_too_much(most))
        return message

    return counted
