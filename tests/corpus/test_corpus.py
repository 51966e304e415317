"""Every recorded HTTP payload decodes to its neutral values, or is refused with a reason.

`python tests/corpus/test_corpus.py` writes expected.json anew: read the difference against the
quirks of the platform before it is committed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_aws.runtime import alb, http_v1, http_v2
from faasport_azure import invoke as azure_invoke
from faasport_azure.runtime import http as azure_http
from faasport_gcp.runtime import http as gcp_http
from faasport_vercel.runtime import http as vercel_http, lambda_event

HERE = Path(__file__).parent
GOLDEN = HERE / "expected.json"
RECORDED = json.loads((HERE / "MANIFEST.json").read_text("utf-8"))["events"]

CODECS: dict[tuple[str, str], ModuleType] = {
    ("aws", "alb"): alb,
    ("aws", "apigw_v1"): http_v1,
    ("aws", "apigw_http_v1"): http_v1,
    ("aws", "apigw_v2"): http_v2,
    ("aws", "function_url"): http_v2,
    # What no HTTP codec takes is shown to the one that would be there.
    ("aws", "authorizer"): http_v1,
    ("aws", "websocket"): http_v1,
    ("aws", "lambda_edge"): http_v2,
    ("aws", "vpc_lattice"): http_v2,
    ("azure", "http"): azure_http,
    ("gcp", "http"): gcp_http,
    ("vercel", "http"): vercel_http,
    ("vercel", "lambda_invoke"): lambda_event,
}
# What is neither HTTP nor looks like it has its test beside this one.
EVENTS = [row for row in RECORDED if (row["platform"], row["trigger"]) in CODECS]
FILES = [row["file"] for row in EVENTS]
AWS = (alb, http_v1, http_v2)
LOOKALIKES = {"authorizer", "websocket", "lambda_edge", "vpc_lattice"}

# Decoded and refused by platform, as README and changelog may say.
COUNTS = {
    ("aws", "decoded"): 136,
    ("aws", "refused"): 30,
    ("azure", "decoded"): 16,
    ("azure", "refused"): 3,
    ("gcp", "decoded"): 13,
    ("vercel", "decoded"): 21,
}


def native(file: str) -> Any:
    return json.loads((HERE / "events" / file).read_text("utf-8-sig"))


def decoded(row: dict[str, Any]) -> Request:
    payload = native(row["file"])
    if row["platform"] == "azure":
        payload = azure_invoke.received(payload)
    request: Request = CODECS[row["platform"], row["trigger"]].decode_request(payload)
    return request


def outcome(row: dict[str, Any]) -> dict[str, Any]:
    try:
        request = decoded(row)
    except PayloadError as refusal:
        return {"refused": str(refusal)}
    facts = {
        "method": request.method,
        "raw_path": request.raw_path,
        "path": request.path,
        "raw_query": request.raw_query,
        "query": request.query.items(),
        "headers": len(request.headers),
        "cookies": request.cookies,
        "body_sha256": hashlib.sha256(request.body).hexdigest() if request.body else None,
        "body_bytes": len(request.body),
        "client_ip": request.client_ip,
        "scheme": request.scheme,
        "host": request.host,
        "user": request.user["kind"] if request.user else None,
        "time": request.time.isoformat() if request.time else None,
        "trace_id": request.context.trace_id,
        "notes": list(request.notes),
    }
    # What is None or empty is left out, which keeps the file readable.
    kept = {name: value for name, value in facts.items() if value not in (None, "", [], {}, ())}
    return json.loads(json.dumps(kept))


@pytest.mark.parametrize("row", EVENTS, ids=FILES)
def test_a_recorded_payload_has_its_neutral_values(row: dict[str, Any]) -> None:
    expected = json.loads(GOLDEN.read_text("utf-8"))

    actual = outcome(row)

    assert expected[row["file"]] == actual


def test_the_counts_are_those_that_we_state() -> None:
    actual = Counter(
        (row["platform"], "refused" if "refused" in outcome(row) else "decoded") for row in EVENTS
    )

    assert actual == COUNTS


def test_no_expectation_is_left_without_its_payload() -> None:
    assert sorted(json.loads(GOLDEN.read_text("utf-8"))) == sorted(FILES)


def test_every_payload_is_named_with_its_source() -> None:
    notice = (HERE / "NOTICE.md").read_text("utf-8")

    there = {str(path.relative_to(HERE / "events")) for path in HERE.glob("events/**/*.json")}

    assert there == {row["file"] for row in RECORDED}
    assert all(row["license"] and f"| {row['source']['repo']} |" in notice for row in RECORDED)


# The fixtures of Vercel's own that say what must come out: of the request, or as cookies.
# (`[hello].py` is answered with a random word that no payload holds.)
PROBES = [file for file in FILES if "/probe-" in file and "square-brackets" not in file]
EXPECTED = {file: native(file)["expect"] for file in PROBES if "expect" in native(file)}


@pytest.mark.parametrize("file", EXPECTED)
def test_a_vercel_probe_is_answered_as_it_expects(file: str) -> None:
    expect = EXPECTED[file]
    request = vercel_http.decode_request(native(file))
    cookies = expect["responseHeaders"].get("set-cookie", [])

    # What the functions of those fixtures say: the URL, or the path and the query.
    where = f"path: {request.path.removeprefix('/api/')} query: {dict(request.query)}"
    response = Response(f"{request.url}\n{where}", cookies=cookies)
    answer = vercel_http.encode_response(response, request)

    assert expect.get("mustContain", "") in answer["body"]
    assert [value for name, value in answer["headers"] if name == "set-cookie"] == cookies


@pytest.mark.parametrize("codec", AWS, ids=lambda codec: codec.__name__.rpartition(".")[2])
@pytest.mark.parametrize("row", RECORDED, ids=lambda row: row["file"])
def test_a_foreign_payload_is_decoded_or_refused(codec: ModuleType, row: dict[str, Any]) -> None:
    payload = native(row["file"])
    own = CODECS.get((row["platform"], row["trigger"]))
    is_own = own is codec and row["trigger"] not in LOOKALIKES
    if is_own:
        return

    with pytest.raises(PayloadError) as refusal:
        codec.decode_request(payload)

    assert str(refusal.value).startswith("This is ")


if __name__ == "__main__":
    values = {row["file"]: outcome(row) for row in EVENTS}
    GOLDEN.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(Counter((r["platform"], "refused" in values[r["file"]]) for r in EVENTS))
