"""The door to a language model, against a server on loopback that speaks the protocol: right, lying, slow and broken."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from lianpu.errors import LianpuError
from lianpu.ledger.resolve import Witness, resolve
from lianpu.ledger.store import Ledger
from lianpu.reading.claims import MODEL_ONLY, Claim
from lianpu.reading.extract import extract
from lianpu.reading.llm import client as client_module
from lianpu.reading.llm.door import with_model
from lianpu.reading.llm.endpoint import ADDRESS, KEY, NAME, Endpoint, endpoint
from lianpu.reading.llm.prompt import pieces
from lianpu.reading.read import read

TEXT = (
    "临江市2024年产业简报\n青岚铝业年产10万吨铝板带项目正在加快建设。该企业还将配套5万吨再生铝。"
    "全市铝产业产值达60亿元，同比下降3.5%。\n"
)

Body = dict[str, Any]
Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each question with the server's reply; what was asked is kept."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.body: Body = json.loads(raw)
        server: Any = self.server
        server.asked.append((self.path, dict(self.headers), self.body))
        server.reply(self)

    def send(self, raw: bytes, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        with suppress(OSError):  # the reader has gone, which some tests want
            self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(reply: Reply) -> Iterator[tuple[Endpoint, list[tuple[str, dict[str, str], Body]]]]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    server.reply, server.asked = reply, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
        yield Endpoint(url, "tiny", answer_s=5, document_s=20, pause_s=0.01), server.asked
    finally:
        server.shutdown()
        server.server_close()


def answer(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def says(*claims: Body) -> Reply:
    return lambda handler: handler.send(answer(json.dumps({"claims": list(claims)}, ensure_ascii=False)))


def rules(text: str = TEXT) -> list[Claim]:
    return extract(text, default_place="临江市", published="2024-12-01")


def asked(reply: Reply, text: str = TEXT, base: list[Claim] | None = None, **patience: float) -> tuple[list[Claim], bool]:
    with served(reply) as (door, _):
        door = replace(door, **patience)  # type: ignore[arg-type]
        return with_model(
            rules(text) if base is None else base, text, door, document="a.txt", place="临江市", published="2024-12-01"
        )


def alone(found: list[Claim]) -> list[Claim]:
    return [c for c in found if c.origin == "tiny"]


# What it may add


def test_it_fills_what_the_rules_left_empty_and_the_origin_is_kept() -> None:
    base = [replace(c, subject=None) if c.value == 50_000 else c for c in rules()]
    said = {"quote": "该企业还将配套5万吨再生铝", "quantity": "5万吨", "kind": "capacity", "subject": "青岚铝业",
            "product": "铝板带"}  # fmt: skip
    found, answered = asked(says(said), base=base)
    claim = next(c for c in found if c.value == 50_000)
    assert answered and len(found) == len(base)
    assert (claim.subject, claim.origin, dict(claim.how)["subject"]) == ("青岚铝业", "both", "tiny")
    assert claim.product == next(c for c in base if c.value == 50_000).product, "what the rules read stays"
    assert {c.origin for c in found if c is not claim} == {"rules"}
    assert claim.to_json()["origin"] == "both" and Claim.from_json(claim.to_json()) == claim


def test_a_claim_of_its_own_waits_for_a_person() -> None:
    said = {"quote": "同比下降3.5%", "quantity": "3.5%", "kind": "growth", "product": "铝产业", "value": 99}
    found, _ = asked(says(said), base=[])
    (claim,) = found
    assert (claim.value, claim.unit, claim.origin) == (-3.5, "%", "tiny"), "our grammar reads the number and the fall"
    assert claim.confidence < 0.5 and MODEL_ONLY in claim.flags
    capacity = replace(claim, kind="capacity", value=5.0, unit="t/a", product_id="lfp", bound="exact")
    waits = resolve([Witness("x", capacity, "d")], inside=lambda w: True)
    reviewed = resolve([Witness("x", capacity, "d", reviewed=True)], inside=lambda w: True)
    assert [u.reason for u in waits.unused] == ["model_only"] and not waits.capacities
    assert len(reviewed.capacities) == 1


def test_date_and_bound_are_read_by_our_grammar() -> None:
    text = "预计2026年6月底前形成约8万吨甲酸产能。\n"
    said = {"quote": "预计2026年6月底前形成约8万吨甲酸产能", "quantity": "8万吨", "kind": "capacity", "product": "甲酸",
            "modality": "planned", "date": "2026年6月底"}  # fmt: skip
    (claim,), _ = asked(says(said), text, base=[])
    assert claim.date is not None and claim.date.start.startswith("2026-06")
    assert (claim.value, claim.unit, claim.bound, claim.modality) == (80_000.0, "t/a", "about", "planned")


def test_english_figures_are_read_by_the_english_grammar() -> None:
    text = "Harbour Steel said that crude steel output fell 3.5% in 2023, while a 200,000-tonne zinc line is being built.\n"
    fall = {"quote": "crude steel output fell 3.5% in 2023", "quantity": "3.5%", "kind": "growth", "date": "2023"}
    line = {"quote": "a 200,000-tonne zinc line is being built", "quantity": "200,000-tonne", "kind": "capacity",
            "product": "zinc", "status": "under_construction"}  # fmt: skip
    found, _ = asked(says(fall, line, line | {"quantity": "300,000-tonne"}), text, base=[])
    assert [(c.kind, c.value, c.unit) for c in found if c.kind == "capacity"] == [("capacity", 200_000.0, "t/a")]
    (growth,) = [c for c in found if c.kind == "growth"]
    assert growth.value == -3.5 and growth.date is not None and growth.date.start == "2023"


# What it may not


@pytest.mark.parametrize(
    "said",
    [
        {"quote": "青岚铝业年产20万吨铝板带项目", "quantity": "20万吨", "kind": "capacity"},  # no such words
        {"quote": "青岚铝业年产10万吨铝板带项目", "quantity": "30万吨", "kind": "capacity"},  # no such figure
        {"quote": "0万吨铝板带项目", "quantity": "0万吨", "kind": "capacity", "product": "铝板带"},  # a figure cut in two
        {"quote": "青岚铝业年产10万吨铝板带项目", "quantity": 100000, "kind": "capacity"},  # a number of its own
        {"quote": "青岚铝业年产10万吨铝板带项目", "quantity": "10万吨", "kind": "investment"},  # tonnes are no money
        {"quote": "青岚铝业年产10万吨铝板带项目", "quantity": "10万吨", "kind": "dream"},
        {"quote": "青岚铝业年产10万吨铝板带项目", "kind": "project", "subject": "海神集团"},  # a firm that is nowhere
        {"quote": "", "kind": "project", "subject": "青岚铝业"},
        {"quote": 5, "kind": ["capacity"], "subject": {}},
        {"kind": "project"},
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped(said: Body) -> None:
    found, answered = asked(says(said), base=[])
    assert answered and found == []


def test_names_and_dates_that_the_text_does_not_print_are_dropped() -> None:
    said = {"quote": "青岚铝业年产10万吨铝板带项目", "quantity": "10万吨", "kind": "capacity", "subject": "海神集团",
            "product": "铝板带", "place": "上海市", "date": "2030年", "status": "thriving", "modality": "sure"}  # fmt: skip
    (claim,), _ = asked(says(said), base=[])
    assert (claim.subject, claim.product, claim.place) == (None, "铝板带", "临江市")
    assert (claim.date, claim.status, claim.modality) == (None, None, "observed")


def test_it_cannot_change_what_the_rules_read() -> None:
    said = {"quote": "青岚铝业年产10万吨铝板带项目正在加快建设", "quantity": "10万吨", "kind": "production", "subject": "临江市",
            "product": "再生铝", "status": "cancelled", "modality": "target"}  # fmt: skip
    before = rules()
    found, _ = asked(says(said))
    stripped = [replace(c, how=()) for c in found]
    assert stripped == sorted(before, key=lambda c: c.clean_span[0])


# What may go wrong


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


WRONG: dict[str, Reply] = {
    "http 500": lambda h: h.send(b"oh", 500),
    "http 400": lambda h: h.send(b"no", 400),
    "http 404": lambda h: h.send(b"oh", 404),
    "no json": lambda h: h.send(b"<html>welcome</html>"),
    "json of another kind": lambda h: h.send(b'{"choices": []}'),
    "deep": lambda h: h.send(b"[" * 200_000),
    "empty": lambda h: h.send(b""),
    "empty content": lambda h: h.send(answer("  ")),
    "words": lambda h: h.send(answer("I am sorry, I cannot read this.")),
    "claims of no list": lambda h: h.send(answer('{"claims": "many"}')),
    "huge": lambda h: h.send(b" " * 3_000_000),
    "hangs up": lambda h: h.connection.close(),
    "silent": lambda h: time.sleep(1.0),
    "drips": drip,
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_leaves_the_rules_reading_and_one_warning(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    before = rules()
    with caplog.at_level(logging.WARNING, "lianpu"):
        found, answered = asked(WRONG[fault], answer_s=0.3, document_s=1.0)
    assert found == before and not answered
    (record,) = caplog.records
    assert "a.txt" in record.getMessage() and "tiny" in record.getMessage() and "rules alone" in record.getMessage()


def test_nobody_listening_is_a_warning_too(caplog: pytest.LogCaptureFixture) -> None:
    door = Endpoint("http://127.0.0.1:9/v1/chat/completions", "tiny", tries=2, pause_s=0.01)
    found, answered = with_model(rules(), TEXT, door, document="a.txt", place=None, published=None)
    assert found == rules() and not answered
    assert "cannot be reached" in caplog.text


def test_it_is_asked_again_after_a_passing_fault() -> None:
    replies = iter([WRONG["http 500"], WRONG["hangs up"], says()])
    found, answered = asked(lambda handler: next(replies)(handler))
    assert answered and len(found) == len(rules())


def test_a_server_without_response_format_is_asked_plainly() -> None:
    def picky(handler: Handler) -> None:
        (WRONG["http 400"] if "response_format" in handler.body else says())(handler)

    assert asked(picky)[1]


def test_one_bad_piece_costs_that_piece_only(caplog: pytest.LogCaptureFixture) -> None:
    text = "".join(f"第{n}号企业青岚铝业年产{n}万吨铝板带项目正在加快建设。" for n in range(1, 301))
    asked_about: list[str] = []

    def reply(handler: Handler) -> None:
        asked_about.append(handler.body["messages"][1]["content"])
        (WRONG["words"] if len(asked_about) == 1 else says())(handler)

    _, answered = asked(reply, text, base=[])
    assert answered and len(asked_about) == len(list(pieces(text))) > 1
    assert "parts of it" in caplog.text


def test_pieces_hold_whole_sentences_and_all_of_them() -> None:
    text = "".join(f"第{n}句话说到这里。" for n in range(1000)) + "长" * 7000 + "。" + "完。"
    spans = list(pieces(text))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(b - a <= 3000 for a, b in spans)
    assert text[slice(*spans[0])].endswith("。")


# How it is switched on


def test_it_is_off_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (ADDRESS, NAME, KEY):
        monkeypatch.delenv(name, raising=False)
    assert endpoint() is None


@pytest.mark.parametrize(
    ("address", "name", "key", "told"),
    [
        ("ftp://x/v1", "tiny", None, "no address of a language model"),
        ("http://[::1/v1", "tiny", None, "no address of a language model"),
        ("http://localhost:1/v1", None, None, "has no name"),
        (None, "tiny", None, "has no address"),
        ("http://localhost:1/v1", "tiny", "a\nb", "is no key"),
    ],
)
def test_a_wrong_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, address: str | None, name: str | None, key: str | None, told: str
) -> None:
    for variable, value in ((ADDRESS, address), (NAME, name), (KEY, key)):
        monkeypatch.delenv(variable, raising=False)
        if value is not None:
            monkeypatch.setenv(variable, value)
    with pytest.raises(LianpuError, match=told):
        endpoint()


def test_a_document_is_read_with_it_and_the_ledger_keeps_the_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    said = {"quote": "青岚铝业年产10万吨铝板带项目正在加快建设", "kind": "presence", "subject": "青岚铝业"}
    with served(says(said)) as (door, questions):
        monkeypatch.setenv(ADDRESS, door.url.removesuffix("/chat/completions"))
        monkeypatch.setenv(NAME, "tiny")
        monkeypatch.setenv(KEY, "sesame")
        reading = read(path)
    (url, headers, body) = questions[0]
    assert url == "/v1/chat/completions" and headers["Authorization"] == "Bearer sesame"
    assert body["model"] == "tiny" and "青岚铝业" in body["messages"][1]["content"]
    assert reading.reader.endswith("model tiny")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add(reading)
        origins = {kept.claim.kind: kept.claim.origin for kept in ledger.claims()}
    assert origins["presence"] == "tiny" and origins["capacity"] == "rules"
    presence = next(c for c in reading.claims if c.kind == "presence")
    assert presence.quote == reading.text[slice(*presence.span)] == said["quote"]


def test_without_httpx_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    door = Endpoint("http://127.0.0.1:9/v1/chat/completions", "tiny")
    with pytest.raises(LianpuError, match=r"lianpu\[llm\]"):
        client_module.Client(door).ask([])
