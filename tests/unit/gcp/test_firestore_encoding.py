"""Firestore's protobuf, which Google's own classes read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faasport_gcp.runtime.firestore_encoding import encoded
from faasport_gcp.runtime.firestore_protobuf import members_of

RECORDED = Path(__file__).parents[2] / "corpus" / "events" / "gcp" / "firestore"
VALUES: dict[str, Any] = {
    "null": {"nullValue": None},
    "true": {"booleanValue": True},
    "false": {"booleanValue": False},
    "zero": {"integerValue": "0"},
    "smallest": {"integerValue": str(-(2**63))},
    "largest": {"integerValue": str(2**63 - 1)},
    "double": {"doubleValue": -1.25},
    "text": {"stringValue": "é ✓ 😀"},
    "long text": {"stringValue": "x" * 300},
    "bytes": {"bytesValue": "AP8="},
    "time": {"timestampValue": "2024-02-29T06:00:00.250Z"},
    "time before 1970": {"timestampValue": "1969-12-31T23:59:59.500Z"},
    "place": {"geoPointValue": {"latitude": 51.5, "longitude": -0.5}},
    "reference": {"referenceValue": "projects/p/databases/(default)/documents/a/b"},
    "empty array": {"arrayValue": {}},
    "array": {"arrayValue": {"values": [{"integerValue": "1"}, {"mapValue": {}}]}},
    "map": {"mapValue": {"fields": {"a": {"stringValue": "b"}}}},
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_read_back(name: str) -> None:
    data = {"value": {"name": "n", "fields": {"v": VALUES[name]}}}

    assert members_of(encoded(data)) == data


@pytest.mark.parametrize(
    "name", ["gce-ex-binary-document-event-data-complex", "ffconf-firestore-simple-legacy-input"]
)
def test_a_recorded_event_is_read_back(name: str) -> None:
    recorded = json.loads((RECORDED / f"{name}.json").read_text())
    data = recorded.get("data", recorded)

    assert members_of(encoded(data)) == {key: each for key, each in data.items() if each}
