"""Every recorded payload of an event decodes to its neutral values, or is refused by name.

One file a platform, `events_expected/<platform>.json`:

    {
      "codecs": {"sqs": "faasport_aws.runtime.sqs", ...},    every event codec of the platform
      "prepare": "faasport_azure.invoke:received",           optional: payload -> native, for all
      "counts": {"sqs": {"decoded": 14, "refused": 0}, ...}, by the manifest's trigger
      "files": {
        "aws/sqs/a.json":   {"decodes": {"sqs": [{"kind": "queue", "event": {...}}, ...]}},
        "aws/other/b.json": {"refused": "a fragment of what a codec says of it"}
      }
    }

`event` is the neutral JSON that `faasport.runtime.neutral` writes. Every payload of the manifest
that is not HTTP is listed. What `decodes` does not name must refuse the payload with a
PayloadError: a payload is never handed to the wrong handler. HTTP requests are listed only if they
are an event as well.

`python tests/corpus/test_events.py <platform>` writes that file anew (the codecs must be in it,
and "counts" and "files" may be empty): read every line of it against the quirks of the platform
before it is committed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime import neutral
from faasport.runtime.errors import PayloadError
from faasport.runtime.neutral_fields import kind_of

HERE = Path(__file__).parent
EXPECTED = HERE / "events_expected"
PLATFORMS = sorted(path.stem for path in EXPECTED.glob("*.json"))
RECORDED = json.loads((HERE / "MANIFEST.json").read_text("utf-8"))["events"]


class Platform:
    """What one platform's file says, and its codecs."""

    def __init__(self, name: str) -> None:
        self.path = EXPECTED / f"{name}.json"
        self.told = json.loads(self.path.read_text("utf-8"))
        self.files: dict[str, Any] = self.told["files"]
        self.rows = [row for row in RECORDED if row["platform"] == name]

    @cached_property
    def codecs(self) -> dict[str, ModuleType]:
        return {name: import_module(module) for name, module in self.told["codecs"].items()}

    @cached_property
    def prepare(self) -> Callable[[Any], Any]:
        reference = self.told.get("prepare")
        if reference is None:
            return lambda payload: payload
        module, _, name = reference.partition(":")
        return getattr(import_module(module), name)

    def outcome(self, file: str) -> dict[str, Any]:
        """What each codec makes of a payload: its events, or what it says."""
        return {name: self._of(codec, file) for name, codec in self.codecs.items()}

    def _of(self, codec: ModuleType, file: str) -> Any:
        payload = json.loads((HERE / "events" / file).read_text("utf-8-sig"))
        try:
            events = codec.decode_events(self.prepare(payload))
        except PayloadError as refusal:
            return str(refusal)
        written = [{"kind": kind_of(e), "event": neutral.encode_events([e])} for e in events]
        return json.loads(json.dumps(written))

    def found(self, file: str) -> dict[str, Any]:
        outcome = self.outcome(file)
        decoded = {name: told for name, told in outcome.items() if isinstance(told, list)}
        if decoded:
            return {"decodes": decoded}
        ((said, _),) = Counter(outcome.values()).most_common(1)
        return {"refused": said}

    def counts(self) -> dict[str, dict[str, int]]:
        counted: dict[str, dict[str, int]] = {}
        for row in self.rows:
            if row["file"] in self.files:
                tally = counted.setdefault(row["trigger"], {"decoded": 0, "refused": 0})
                tally["decoded" if "decodes" in self.files[row["file"]] else "refused"] += 1
        return counted


ALL = {name: Platform(name) for name in PLATFORMS}
FILES = [
    pytest.param(platform, row, id=row["file"])
    for platform in ALL.values()
    for row in platform.rows
]


@pytest.mark.parametrize(("platform", "row"), FILES)
def test_a_recorded_payload_has_its_neutral_values(platform: Platform, row: dict[str, Any]) -> None:
    file = row["file"]
    if row["kind"] != "http":
        assert file in platform.files, "it is not listed"
    expected = platform.files.get(file, {"refused": ""})

    actual = platform.outcome(file)

    decodes = expected.get("decodes", {})
    assert decodes == {name: told for name, told in actual.items() if isinstance(told, list)}
    refusals = [said for said in actual.values() if isinstance(said, str)]
    assert decodes or any(expected["refused"] in said for said in refusals)


@pytest.mark.parametrize(("platform", "row"), FILES)
def test_what_is_expected_can_be_read_again(platform: Platform, row: dict[str, Any]) -> None:
    for told in platform.files.get(row["file"], {}).get("decodes", {}).values():
        for each in told:
            (event,) = neutral.decode_events(each["event"], each["kind"])

            assert json.loads(json.dumps(neutral.encode_events([event]))) == each["event"]


@pytest.mark.parametrize("platform", ALL.values(), ids=ALL.keys())
def test_the_counts_are_those_that_we_state(platform: Platform) -> None:
    assert platform.told["counts"] == platform.counts()


@pytest.mark.parametrize("platform", ALL.values(), ids=ALL.keys())
def test_no_expectation_is_left_without_its_payload(platform: Platform) -> None:
    assert set(platform.files) <= {row["file"] for row in platform.rows}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        written = Platform(name)
        written.files = {
            row["file"]: found
            for row in written.rows
            for found in [written.found(row["file"])]
            if row["kind"] != "http" or "decodes" in found
        }
        told = {**written.told, "counts": written.counts(), "files": written.files}
        written.path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(name, written.counts())
