"""Which language model is asked: an address that speaks the chat-completions protocol, kept in the environment.

``LIANPU_MODEL`` (address), ``LIANPU_MODEL_NAME`` and ``LIANPU_MODEL_KEY`` reach worker processes too. Without the first
no model is asked and nothing leaves the machine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from lianpu.errors import LianpuError

ADDRESS, NAME, KEY = "LIANPU_MODEL", "LIANPU_MODEL_NAME", "LIANPU_MODEL_KEY"
NO_HTTPX = "a language model needs the package httpx, which is not installed"
INSTALL = "install it with pip install 'lianpu[llm]', or leave out --model"
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask and with what patience; all times in seconds.

    ``answer_s`` bounds one answer, ``document_s`` all that is asked about one document, retries and pauses included.
    """

    url: str
    name: str
    key: str | None = None
    answer_s: float = 60.0
    document_s: float = 180.0
    tries: int = 3
    pause_s: float = 0.5


def use(address: str | None, name: str | None) -> None:
    """Asks this model from now on, in this process and those it starts; None: as the environment says already.

    Raises :class:`LianpuError` for an address or a setting that cannot be used.
    """
    for variable, value in ((ADDRESS, address), (NAME, name)):
        if value is not None:
            os.environ[variable] = value
    if endpoint() is not None and find_spec("httpx") is None:
        raise LianpuError(NO_HTTPX, hint=INSTALL)


def endpoint() -> Endpoint | None:
    """The model to ask, None where none is named. Raises :class:`LianpuError` for settings that cannot be used."""
    address, name = os.environ.get(ADDRESS), os.environ.get(NAME)
    if not address:
        if name:
            raise LianpuError(f"the language model '{name}' has no address", hint=f"give --model URL, or set {ADDRESS}")
        return None
    if not _is_address(address):
        hint = "give an address such as http://localhost:8000/v1"
        raise LianpuError(f"'{address}' is no address of a language model", hint=hint)
    if not name:
        raise LianpuError("the language model has no name", hint=f"give --model-name NAME, or set {NAME}")
    key = os.environ.get(KEY)
    if key and not (key.isascii() and key.isprintable()):
        raise LianpuError(f"the key in {KEY} is no key", hint="it must be one line of ASCII characters")
    url = address.rstrip("/")
    return Endpoint(url if url.endswith(_PATH) else url + _PATH, name, key)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or bracket that is none
        return False
