from __future__ import annotations

import pytest

from faasport_gcp.packager.labels import LABELLED
from tests.unit.targets.gcp_plans import plan, planned, refused

TAGS = {"Cost Center": "EU/Shop", "team": "orders"}


def test_tags_are_labels_of_every_resource_that_has_any():
    configuration = planned(tags=TAGS)

    labels = [
        body.get("labels")
        for kind, named in configuration["resource"].items()
        for body in named.values()
        if kind in LABELLED
    ]
    assert labels == [{"cost-center": "eu-shop", "team": "orders"}] * len(labels)
    assert len(labels) > 20


def test_a_function_has_its_own_tags_and_its_resources_too():
    resources = planned(functions={"fulfil": {"tags": {"who": "me"}}})["resource"]

    labelled = {
        f"{kind}.{name}"
        for kind, named in resources.items()
        for name, body in named.items()
        if body.get("labels") == {"who": "me"}
    }
    assert labelled == {
        "google_cloudfunctions2_function.fulfil",
        "google_pubsub_subscription.fulfil",
        "google_pubsub_subscription.fulfil__dead_letters",
        "google_pubsub_topic.fulfil__dead_letters",
    }


def test_labels_of_the_raw_table_stand_beside_the_tags():
    raw = {"labels": {"mine": "x", "team": "raw"}}

    configuration = planned(tags=TAGS, targets={"gcp": {"functions": {"fulfil": {"raw": raw}}}})

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    assert functions["fulfil"]["labels"] == {"cost-center": "eu-shop", "team": "raw", "mine": "x"}
    assert "mine" not in functions["app"]["labels"]


def test_without_tags_there_are_no_labels():
    assert "labels" not in str(planned())


def test_a_tag_that_is_spelt_otherwise_is_warned_of_once():
    told = [each for each in plan(tags=TAGS).warnings if each.startswith("Labels")]
    silent = [each for each in plan(tags={"team": "orders"}).warnings if "abel" in each]

    assert len(told) == 1
    assert "cost-center=eu-shop" in told[0]
    assert "team" not in told[0]
    assert silent == []


@pytest.mark.parametrize(
    "tags", [{"1st": "x"}, {"a" * 64: "x"}, {"a": "x" * 64}, {"prix€": "1"}, {"a": "50%"}]
)
def test_what_is_no_label_is_refused(tags):
    assert "is no label" in refused(tags=tags)["bad-tag"]


def test_tags_that_would_be_one_label_are_refused():
    found = refused(tags={"Cost Center": "1", "cost-center": "1"})

    assert "'cost-center'" in found["same-tag"]


def test_more_labels_than_a_resource_has_are_refused():
    assert "64" in refused(tags={f"t{number}": "" for number in range(65)})["limit"]
