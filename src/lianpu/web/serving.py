"""Starting the server: one process or several, on this machine unless asked otherwise."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path

import uvicorn

from lianpu.errors import LianpuError
from lianpu.views.wording import t
from lianpu.web.app import HOSTS, LEDGER, LIBRARY, PLACE
from lianpu.web.desk import Desk, Source
from lianpu.web.guard import LOCAL

BACKLOG = 2048
APPLICATION = "lianpu.web.app:from_environment"


def serve(
    ledger: str, *, host: str, port: int, workers: int, without_login: bool, place: str | None, library: Path | None, lang: str
) -> None:
    """Serves until stopped. Raises :class:`LianpuError` for a ledger that cannot be used, a port that is taken, and an
    address beyond this machine without ``without_login``."""
    if not (_is_local(host) or without_login):
        hint = "put a proxy with a login before it, or say --without-login: everybody who reaches it may then review"
        raise LianpuError(f"there is no login yet, and {host} is reached from other machines", hint=hint)
    Desk(Source.at(ledger, place), library).ledger.close()  # told here in one line, not by each worker
    listening = _listen(host, port)
    hosts = (*LOCAL, host) if _is_local(host) else ("*",)
    os.environ |= {LEDGER: ledger, PLACE: place or "", LIBRARY: str(library or ""), HOSTS: ",".join(hosts)}
    shown = f"[{host}]" if ":" in host else host
    print(
        t("web.serving", lang, address=f"http://{shown}:{listening.getsockname()[1]}/?lang={lang}"), file=sys.stderr, flush=True
    )
    config = uvicorn.Config(APPLICATION, factory=True, workers=workers, log_level="warning", timeout_graceful_shutdown=3)
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[listening]).run()


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)  # who comes while the server starts waits instead of being refused
    except OSError as error:
        raise LianpuError(f"cannot listen on {host}:{port} ({error.strerror})", hint="choose another --port") from None
    listening.set_inheritable(True)
    return listening
