"""What of a resource is not as it should be."""

from __future__ import annotations

from typing import Any

import pytest

from faasport_gcp.deployer import compare
from faasport_gcp.deployer.kinds import FUNCTIONS, SUBSCRIPTIONS, TRIGGERS

LIVE = {
    "state": "ACTIVE",
    "labels": {"a": "1", "goog-managed-by": "x"},
    "build_config": {"runtime": "python313", "source": {"storage_source": {"bucket": "b"}}},
    "service_config": {
        "available_memory": "256Mi",
        "min_instance_count": 2,
        "environment_variables": {"A": "1", "LOG_EXECUTION_ID": "true"},
    },
}


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        ({"labels": {"a": "1"}}, ()),
        ({"labels": {"a": "2"}}, ("labels",)),
        ({"labels": {}}, ("labels",)),
        ({"service_config": {"available_memory": "256Mi"}}, ()),
        (
            {"service_config": {"available_memory": "1Gi"}},
            ("service_config.available_memory",),
        ),
        ({"service_config": {"environment_variables": {"A": "1"}}}, ()),
        (
            {"service_config": {"environment_variables": {"A": "1", "B": "2"}}},
            ("service_config.environment_variables",),
        ),
        (
            {"service_config": {"environment_variables": {}}},
            ("service_config.environment_variables",),
        ),
        (
            {"build_config": {"source": {"storage_source": {"bucket": "c"}}}},
            ("build_config.source",),
        ),
    ],
)
def test_fields_that_differ(wanted: dict[str, Any], paths: tuple[str, ...]) -> None:
    assert compare.differing(FUNCTIONS, wanted, LIVE, ()) == paths


def test_what_was_said_once_and_is_not_any_more_goes() -> None:
    before = ("service_config.min_instance_count", "service_config.vpc_connector")

    found = compare.differing(FUNCTIONS, {}, LIVE, before)

    assert found == ("service_config.min_instance_count",)


def test_to_expire_never_is_not_to_expire_some_day() -> None:
    live = {"expiration_policy": {"ttl": "2678400s"}}

    found = compare.differing(SUBSCRIPTIONS, {"expiration_policy": {}}, live, ())

    assert found == ("expiration_policy",)


def test_criteria_have_no_order() -> None:
    one, two = {"attribute": "type", "value": "x"}, {"attribute": "bucket", "value": "y"}

    found = compare.differing(
        TRIGGERS, {"event_filters": [one, two]}, {"event_filters": [two, one]}, ()
    )

    assert found == ()


def test_the_platforms_own_labels_are_kept() -> None:
    whole = compare.completed(FUNCTIONS, {"labels": {"a": "2"}}, LIVE)

    assert whole["labels"] == {"a": "2", "goog-managed-by": "x"}


def test_details_name_tables_and_show_no_value_of_theirs() -> None:
    wanted = {"service_config": {"available_memory": "1Gi", "environment_variables": {"A": "top"}}}
    paths = compare.differing(FUNCTIONS, wanted, LIVE, ())

    told = compare.detail(paths, wanted, LIVE)

    assert told == "available_memory 256Mi to 1Gi, environment_variables"
