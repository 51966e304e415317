"""The recorded CloudEvents as the CloudEvents SDK reads them: an independent opinion.

The SDK (1.12, which Google's framework brings) reads JSON out of any body and decodes no header
(https://github.com/cloudevents/sdk-python/blob/1.12.0/cloudevents/http/http_methods.py), so that
data is compared where it is declared to be JSON, and text without percent signs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cloudevents.exceptions import GenericException
from cloudevents.http import from_http, from_json

from faasport.runtime import cloudevents, cloudevents_json
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of
from faasport.runtime.wire import decode_request

HERE = Path(__file__).parent
ROWS = [
    row
    for row in json.loads((HERE / "MANIFEST.json").read_text("utf-8"))["events"]
    if row["platform"] in {"cloudevents", "knative"}
]
OURS = {"specversion", "id", "source", "type", "subject", "time", "datacontenttype"}
SCHEMAS = {"dataschema", "schemaurl"}
# The SDK refuses or garbles these, and why that is wrong.
WRONG = {
    "sdkpy-from-http-mixed-headers": "it takes the structured body for the event (quirk E8)",
    "spec-http-1": "a body that is no JSON, as the specification elides it, is refused (quirk E3)",
    "sdkpy-from-binary-header-decoding": "it leaves percent signs as they are (quirk E2)",
    "spec-json-format-1": "it reads elided base64 leniently",
    "spec-json-format-7": "it reads no batches",
}


def native(row: dict[str, Any]) -> Any:
    return json.loads((HERE / "events" / row["file"]).read_text("utf-8"))


def by_the_sdk(payload: Any) -> Any:
    if "method" not in payload:
        return from_json(json.dumps(payload))
    request = decode_request(payload)
    return from_http({name.lower(): value for name, value in request.headers}, request.body)


@pytest.mark.parametrize(
    "row", [r for r in ROWS if Path(r["file"]).stem not in WRONG], ids=lambda row: row["file"]
)
def test_the_sdk_reads_the_same(row: dict[str, Any]) -> None:
    payload = native(row)
    theirs = by_the_sdk(payload)
    told = theirs.get_attributes()
    codec = cloudevents if "method" in payload else cloudevents_json

    (event,) = codec.decode_events(payload)

    for name in ("id", "source", "type", "subject", "datacontenttype"):
        assert told.get(name) == getattr(event, name)
    if event.time is not None:  # without one, the SDK takes the present
        assert moment_of(told["time"]) == event.time
    assert (told.get("dataschema") or told.get("schemaurl")) == event.dataschema
    extra = {n: v for n, v in told.items() if n not in OURS | SCHEMAS and v is not None}
    assert {n: v for n, v in extra.items() if n != "datacontentencoding"} == event.attributes
    if event.datacontenttype == "application/json":
        assert theirs.get_data() == event.data
    if event.data is None:
        assert theirs.get_data() is None


@pytest.mark.parametrize(
    "row", [r for r in ROWS if Path(r["file"]).stem in WRONG], ids=lambda row: row["file"]
)
def test_what_the_sdk_gets_wrong_is_still_wrong_there(row: dict[str, Any]) -> None:
    payload = native(row)

    def ours() -> Any:
        codec = cloudevents if "method" in payload else cloudevents_json
        (event,) = codec.decode_events(payload)
        return event.subject, event.source, event.data

    def theirs() -> Any:
        event = by_the_sdk(payload)
        told = event.get_attributes()
        return told.get("subject"), told.get("source"), event.get_data()

    assert _or_refused(ours) != _or_refused(theirs)


def _or_refused(read: Any) -> Any:
    try:
        return read()
    except (PayloadError, GenericException, TypeError, ValueError, AttributeError) as refusal:
        return type(refusal).__name__
