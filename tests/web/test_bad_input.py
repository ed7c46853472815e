"""Whatever is asked, the answer is an answer or a mistake told in one line; never an error of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

HALF = "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "0", "-1", "2021-13", "9999", "2021-02-30", "1e400", "../../etc/passwd", "' OR 1=1 --", "曲靖市"]),
    st.sampled_from(["\0", HALF, "%", "_", "need/alumina/A", "<script>"]),
)


def _questions(client: TestClient) -> list[tuple[str, str, list[str]]]:
    """(method, path, names of parameters) of every endpoint of the schema."""
    schema = client.get("/api/openapi.json").json()
    return [
        (method, path, [p["name"] for p in what.get("parameters", [])])
        for path, methods in schema["paths"].items()
        for method, what in methods.items()
    ]


def _plain(answer: Any) -> None:
    assert answer.status_code < 500, (answer.request.url, answer.text)
    if answer.status_code >= 400:
        told = answer.json()["error"]
        assert told and "\n" not in told and "Traceback" not in told


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_in_any_parameter(shared_client: TestClient, data: st.DataObject) -> None:
    asked = [q for q in _questions(shared_client) if q[0] == "get" and "{" not in q[1]]
    _, path, names = data.draw(st.sampled_from(asked))
    given_ = {name: data.draw(ODD) for name in names if data.draw(st.booleans())}
    _plain(shared_client.get(path, params=given_))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    st.sampled_from(["value", "unit", "status", "place", "date", "kind", "low", "nonsense"]), JSON, max_size=3
)
WORDS = st.fixed_dictionaries(
    {}, optional={"claims": st.lists(ODD, max_size=3) | JSON, "action": st.sampled_from(["accept", "edit", "reject", "x"]),
    "fields": FIELDS, "who": ODD, "why": ODD, "seen": JSON, "review": JSON, "settle": st.booleans(), "more": JSON},
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=WORDS | JSON, undo=st.booleans())
def test_any_body_of_a_review(shared_client: TestClient, body: Any, undo: bool) -> None:
    path = "/api/claims/undo" if undo else "/api/claims/reviews"
    _plain(shared_client.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"}))


def test_edits_of_a_real_claim_with_odd_values(client: TestClient) -> None:
    claim = client.get("/api/ledger/state").json()["totals"][0]["claims"][0]
    for fields in ({"value": "many"}, {"unit": "banana"}, {"status": "flying"}, {"kind": None}, {"low": 5}, {"value": 1e400},
                   {"date": "yesterday"}, {"nonsense": "x"}, {}, {"place": "\ud800"}, {"value": True}):  # fmt: skip
        answer = client.post(
            "/api/claims/reviews", content=json.dumps({"claims": [claim], "action": "edit", "who": "甲", "fields": fields}),
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        _plain(answer)
        for path in ("/api/ledger/state", "/api/ledger/checks", "/api/balance", "/ledger"):
            _plain(client.get(path))


@pytest.mark.parametrize("path", ["/nowhere", "/static/x/../../app.py", "/static/x/vendor/nothing.js", "/api/nothing"])
def test_what_is_not_there(shared_client: TestClient, path: str) -> None:
    assert shared_client.get(path).status_code == 404


def test_a_page_of_another_site_cannot_review(client: TestClient) -> None:
    body = {"claims": ["abcd"], "action": "accept"}
    assert client.post("/api/claims/reviews", json=body, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/api/claims/reviews", json=body, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/ledger", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_keeps_to_itself(shared_client: TestClient) -> None:
    for path in ("/ledger", "/api/ledger", "/nowhere"):
        assert "default-src 'self'" in shared_client.get(path).headers["content-security-policy"]


def test_a_hostile_document_stays_text(client: TestClient) -> None:
    claim = client.get("/api/ledger/state").json()["totals"][0]["claims"][0]
    client.post(
        "/api/claims/reviews", json={"claims": [claim], "action": "edit", "fields": {"place": "</script><script>x"}, "who": "甲"}
    )
    page = client.get("/ledger?place=</script><script>alert(1)</script>").text
    assert "<script>x" not in page and "<script>alert" not in page
