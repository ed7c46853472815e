"""One question to a model, with patience that ends: bounded in time, in tries and in size."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lianpu.errors import LianpuError
from lianpu.reading.llm.endpoint import INSTALL, NO_HTTPX, Endpoint

if TYPE_CHECKING:
    import httpx

LARGEST = 2_000_000  # bytes of an answer; a page of claims has a hundredth of it
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_CONNECT_S = 10.0

Messages = list[dict[str, str]]


class NoAnswerError(Exception):
    """The model gave none that can be used, in words for the user."""


class _TryAgainError(NoAnswerError):
    pass


class Client:
    """Asks one endpoint about one document. Raises :class:`NoAnswerError`; :class:`LianpuError` where httpx is missing."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.deadline = time.monotonic() + endpoint.document_s
        self._plain = False  # some servers refuse response_format

    def ask(self, messages: Messages) -> str:
        """The text of the model's answer."""
        pause = self.endpoint.pause_s
        for left in range(self.endpoint.tries - 1, -1, -1):
            try:
                return _content(self._post(messages))
            except _TryAgainError:
                if not left or time.monotonic() + pause >= self.deadline:
                    raise
                time.sleep(pause)
                pause *= 2
        raise NoAnswerError("was not asked")

    def _post(self, messages: Messages) -> bytes:
        httpx = _httpx()
        patience = min(self.endpoint.answer_s, self.deadline - time.monotonic())
        if patience <= 0:
            raise NoAnswerError(f"took longer than {self.endpoint.document_s:g} s for the document")
        body: dict[str, Any] = {"model": self.endpoint.name, "messages": messages, "temperature": 0}
        if not self._plain:
            body["response_format"] = {"type": "json_object"}
        headers = {"Authorization": f"Bearer {self.endpoint.key}"} if self.endpoint.key else {}
        timeout = httpx.Timeout(patience, connect=min(patience, _CONNECT_S))

        def call() -> bytes:
            with httpx.stream("POST", self.endpoint.url, json=body, headers=headers, timeout=timeout) as response:
                self._judge(response)
                return _whole(response, time.monotonic() + patience)

        try:
            return _within(patience, call)
        except (httpx.TimeoutException, TimeoutError):
            raise _TryAgainError(f"did not answer within {patience:.3g} s") from None
        except httpx.TransportError as error:
            raise _TryAgainError(f"cannot be reached ({_plainly(error)})") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise NoAnswerError(f"cannot be asked ({_plainly(error)})") from None

    def _judge(self, response: httpx.Response) -> None:
        code = response.status_code
        if code == 400 and not self._plain:
            self._plain = True
            raise _TryAgainError("answered HTTP 400")
        if code in _AGAIN:
            raise _TryAgainError(f"answered HTTP {code}")
        if code != 200:
            raise NoAnswerError(f"answered HTTP {code}")


def _within(seconds: float, call: Callable[[], bytes]) -> bytes:
    """What ``call`` returns or raises, :class:`TimeoutError` after ``seconds`` whatever it does: a time-out of httpx
    bounds the wait for each packet, not for all of them."""
    held: list[bytes | Exception] = []

    def run() -> None:
        try:
            held.append(call())
        except Exception as error:  # handed to the thread that asked
            held.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not held:
        raise TimeoutError
    if isinstance(held[0], Exception):
        raise held[0]
    return held[0]


def _whole(response: httpx.Response, until: float) -> bytes:
    held = bytearray()
    for part in response.iter_bytes():
        held += part
        if len(held) > LARGEST:
            raise NoAnswerError(f"answered more than {LARGEST // 1_000_000} MB")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(held)


def _content(raw: bytes) -> str:
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise NoAnswerError("did not answer in the chat-completions protocol") from None
    if not isinstance(content, str) or not content.strip():
        raise NoAnswerError("gave an empty answer")
    return content


def _plainly(error: Exception) -> str:
    return str(error) or type(error).__name__


def _httpx() -> Any:
    try:
        import httpx
    except ImportError:
        raise LianpuError(NO_HTTPX, hint=INSTALL) from None
    return httpx
