"""Event patterns: which events EventBridge passes on. Never fewer than the handler wants; what a
pattern cannot say is checked again in process.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport_aws.packager.kinds import OBJECTS

Pattern = dict[str, Any]


def of_bucket(options: Mapping[str, Any], bucket: Any) -> Pattern:
    """What happens to the objects of one bucket.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html
    """
    kinds = options["on"] or OBJECTS
    detail: Pattern = {"bucket": {"name": [bucket]}}
    key = _key(options["prefix"], options["suffix"])
    if key:
        detail["object"] = {"key": [key]}
    return {
        "source": ["aws.s3"],
        "detail-type": [detail_type for kind in kinds for detail_type in OBJECTS[kind]],
        "detail": detail,
    }


def of_event(options: Mapping[str, Any]) -> Pattern:
    """Events by their type, which EventBridge calls `detail-type`, and by their source."""
    source = {"source": [options["source"]]} if options["source"] else {}
    return {**source, "detail-type": [_type(each) for each in options["types"]]}


def _type(told: str) -> Any:
    if "*" not in told:
        return told
    if told.index("*") == len(told) - 1:
        return {"prefix": told[:-1]}
    # Wider than ours, whose `*` is one segment.
    return {"wildcard": told.replace("\\", "\\\\")}


def _key(prefix: str, suffix: str) -> Any:
    """Two conditions on one key would be alternatives, so both are one wildcard; but not where
    they can overlap: `ab*bc` does not match "abc", which starts with "ab" and ends with "bc"."""
    if prefix and suffix and not _overlap(prefix, suffix):
        return {"wildcard": f"{_literal(prefix)}*{_literal(suffix)}"}
    if prefix:
        return {"prefix": prefix}
    return {"suffix": suffix} if suffix else None


def _overlap(prefix: str, suffix: str) -> bool:
    lengths: Iterable[int] = range(1, min(len(prefix), len(suffix)) + 1)
    return any(prefix.endswith(suffix[:length]) for length in lengths)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*")
