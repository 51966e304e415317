"""Tags, which are labels here: lower case, and few characters.

https://cloud.google.com/resource-manager/docs/labels-overview#requirements
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.project.problem import Problem
from faasport_gcp.packager.resources import Resources

SOURCE = "https://cloud.google.com/resource-manager/docs/labels-overview#requirements"
# Of what we emit, the resources that have labels:
# (a channel of Eventarc has none): https://registry.terraform.io/providers/hashicorp/google/latest/docs
LABELLED = frozenset(
    {
        "google_cloudfunctions2_function",
        "google_eventarc_trigger",
        "google_pubsub_subscription",
        "google_pubsub_topic",
        "google_storage_bucket",
    }
)
# Characters that other platforms' tags have and labels have not, and what stands for them there.
TRANSLATED = str.maketrans(dict.fromkeys(" /.:+=@", "-"))
MOST = 64
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_VALUE = re.compile(r"[a-z0-9_-]{0,63}")


def labels_of(tags: Mapping[str, str]) -> dict[str, str]:
    """`{"Cost Center": "EU/Shop"}` as `{"cost-center": "eu-shop"}`."""
    return {_label(key): _label(value) for key, value in sorted(tags.items())}


def labelled(resources: Resources, tags: Mapping[str, str]) -> Resources:
    """Those of them that can have labels with these."""
    labels = labels_of(tags)
    return {
        kind: {
            name: _with(labels, body) if labels and kind in LABELLED else body
            for name, body in named.items()
        }
        for kind, named in resources.items()
    }


def warnings(tags: Mapping[str, str]) -> tuple[str, ...]:
    """One for all that are spelt otherwise."""
    changed = [
        f"{_label(key)}={_label(value)}"
        for key, value in sorted(tags.items())
        if (_label(key), _label(value)) != (key, value)
    ]
    if not changed:
        return ()
    return (f"Labels are lower case and without spaces: {', '.join(changed)} ({SOURCE}).",)


def problems(where: str, tags: Mapping[str, str]) -> Iterator[Problem]:
    """What is no label even so, tags that would be one, and more than there may be."""
    owners: dict[str, list[str]] = defaultdict(list)
    for key, value in sorted(tags.items()):
        owners[_label(key)].append(key)
        if not _KEY.fullmatch(_label(key)) or not _VALUE.fullmatch(_label(value)):
            yield Problem(
                code="bad-tag",
                where=where,
                message=f"{key} = {value!r} is no label: keys begin with a letter, and both have "
                f"at most 63 lower case letters, digits, '-' and '_' ({SOURCE}).",
                fix="Write it so, or leave it out for this target.",
            )
    for label, keys in owners.items():
        if len(keys) > 1:
            yield Problem(
                code="same-tag",
                where=where,
                message=f"{' and '.join(keys)} would both be the label {label!r} ({SOURCE}).",
                fix="Rename one of them.",
            )
    if len(tags) > MOST:
        yield Problem(
            code="limit",
            where=where,
            message=f"a resource has {MOST} labels at most, and these are {len(tags)} ({SOURCE}).",
            fix="Leave some of them out.",
        )


def _with(labels: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `raw` go over the tags."""
    return {**body, "labels": {**labels, **body.get("labels", {})}}


def _label(text: str) -> str:
    return text.lower().translate(TRANSLATED)
