"""Terraform's own `validate` of what we emit for Google Cloud, all in few runs."""

from __future__ import annotations

import copy
import itertools
import json
from typing import Any

import pytest

from tests.iam.examples import NAMES, example
from tests.unit.targets.gcp_events import EVENTS
from tests.unit.targets.gcp_plans import ALL, NOTHING, TARGET, gcp, plan, planned
from tests.unit.targets.projects import ASYNC, FUNCTIONS

PERMISSIONS = [
    {"role": "roles/pubsub.publisher", "on": "${topic:signups}"},
    {"role": "roles/pubsub.publisher", "on": "${queue:orders}"},
    {"role": "roles/storage.objectViewer", "on": "${bucket:uploads}"},
    {"role": "roles/datastore.user", "on": "${table:users}"},
    {"role": "roles/pubsub.subscriber", "on": "projects/other/subscriptions/mail"},
    {"role": "roles/pubsub.publisher", "on": "projects/other/topics/mail"},
    {"role": "roles/secretmanager.secretAccessor", "on": "projects/p/secrets/s"},
    {"role": "roles/storage.objectViewer", "on": "gs://pictures"},
    {"role": "roles/iam.serviceAccountUser", "on": "projects/p/serviceAccounts/a@b.c"},
    {"role": "roles/cloudtasks.enqueuer", "on": "projects/p/locations/l/queues/q"},
    {"role": "roles/run.invoker", "on": "projects/p/locations/l/services/s"},
    {"role": "roles/bigquery.dataViewer", "on": "projects/p/datasets/d"},
    {
        "role": "roles/storage.objectViewer",
        "on": "${bucket:uploads}",
        "condition": {
            "title": "below in/",
            "expression": 'resource.name == "projects/_/buckets/${bucket:uploads}/objects/in"',
        },
    },
    {
        "role": "projects/p/roles/reader",
        "project": True,
        "condition": {"title": "by day", "expression": "request.time.getHours() < 20"},
    },
]
EXISTING = {
    "queue": {
        "orders": {"topic": "orders", "subscription": "orders-to-us"},
        "mail": {"topic": "projects/other/topics/mail"},
    },
    "topic": {"signups": {"topic": "projects/other/topics/signups"}},
    "bucket": {"uploads": {"name": "old-uploads", "location": "eu"}},
    "table": {"users": {"database": "people", "collection": "persons", "location": "eur3"}},
}
WHO = {
    "public": {},
    "iam": {"auth": "iam", "invokers": ["user:a@example.com", "group:b@example.com"]},
}
SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "scaled": {
        "memory": 2048,
        "concurrency": {"min": 1, "max": 20, "per_instance": 40},
        **gcp(
            cpu=1,
            ingress="internal-and-load-balancer",
            build_account="builder@p.iam.gserviceaccount.com",
        ),
    },
    "secret": {"secrets": {"KEY": "stripe/key", "OTHER": "projects/p/secrets/s/versions/3"}},
    "tagged": {"tags": {"Cost Center": "EU/Shop"}},
    "granted": {"permissions": {"gcp": PERMISSIONS}},
    "existing": gcp(resources=EXISTING, channel="projects/p/locations/l/channels/c"),
    "raw": gcp(
        raw={
            "service_config": {"vpc_connector": "projects/p/locations/l/connectors/c"},
            "depends_on": ["google_storage_bucket.source"],
        },
        document={
            "resource": {"google_storage_bucket": {"more": {"name": "m", "location": "EU"}}},
            "output": {"uploads": {"value": "${bucket:uploads}"}},
        },
        functions={"fulfil": {"raw": {"lifecycle": {"prevent_destroy": True}}}},
    ),
}
SHAPES = {
    "all": ALL,
    "http": FUNCTIONS,
    "async": (*FUNCTIONS, ASYNC),
    "events": EVENTS,
    **{each.triggers[0].kind: (each,) for each in EVENTS},
}


def configured(shape: str, who: str, settings: str) -> dict[str, Any]:
    """One case; what names a resource that the shape has not is left out."""
    config = copy.deepcopy(SETTINGS[settings])
    table = config.setdefault("targets", {}).setdefault("gcp", {})
    if shape in {"all", "http", "async"}:
        table.update(WHO[who])
    if shape not in {"all", "events"}:
        table.pop("document", None)
        table.pop("functions", None)
        config.pop("permissions", None)
    return config


MATRIX = {
    "-".join(case): case
    for case in itertools.product(SHAPES, WHO, SETTINGS)
    if case[1] == "public" or case[0] in {"all", "http", "async"}
}


def test_terraform_has_nothing_to_say_of_any_combination(terraform_says: Any) -> None:
    cases = {
        name: planned(*SHAPES[shape], **configured(shape, who, settings))
        for name, (shape, who, settings) in MATRIX.items()
    }

    # Each would start the provider anew, and they are all alike: the examples are asked with them.
    providers = [case.pop("provider") for case in cases.values()]
    found = terraform_says("google", cases)

    assert len(cases) >= 90
    assert all(each == providers[0] for each in providers)
    assert not any(found.values()), found


def test_terraform_has_nothing_to_say_of_the_examples(terraform_says: Any) -> None:
    plans = {name: TARGET.plan(example(name), {}, NOTHING) for name in NAMES}

    found = terraform_says(
        "google", {name: json.loads(it.manifests["main.tf.json"]) for name, it in plans.items()}
    )

    assert found.keys() == set(NAMES)
    assert not any(found.values()), found


MISTAKES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "argument": (
        "google_cloudfunctions2_function",
        "app",
        {"service_config": {"available_memry": "1Gi"}},
        "available_memry",
    ),
    "type": (
        "google_cloudfunctions2_function",
        "app",
        {"service_config": {"timeout_seconds": "long"}},
        "timeout_seconds",
    ),
    "block": ("google_pubsub_subscription", "fulfil", {"push_konfig": {}}, "push_konfig"),
    "missing": (
        "google_eventarc_trigger",
        "ingest__created",
        {"matching_criteria": [{"attribute": "type"}]},
        "value",
    ),
    "count": ("google_cloud_scheduler_job", "daily", {"retry_config": [{}, {}]}, "retry_config"),
    "reference": (
        "google_pubsub_subscription",
        "fulfil",
        {"topic": "${google_pubsub_topic.nobodys.id}"},
        "nobodys",
    ),
    "attribute": (
        "google_pubsub_subscription",
        "fulfil",
        {"topic": "${google_pubsub_topic.queue_orders.idd}"},
        "idd",
    ),
}


@pytest.fixture
def seeded() -> dict[str, dict[str, Any]]:
    spoilt = {name: planned() for name in MISTAKES}
    for name, (kind, key, change, _) in MISTAKES.items():
        spoilt[name]["resource"][kind][key].update(change)
        del spoilt[name]["provider"]
    return spoilt


def test_the_check_sees_seeded_mistakes(terraform_says: Any, seeded: Any) -> None:
    found = terraform_says("google", seeded)

    for name, (*_, said) in MISTAKES.items():
        assert any(said in each for each in found[name]), name


def test_every_resource_says_what_it_is_for() -> None:
    resources = planned()["resource"]

    silent = [
        f"{kind}.{name}"
        for kind, named in resources.items()
        for name, body in named.items()
        if "//" not in body and "description" not in body
    ]
    assert silent == []


def test_a_manifest_is_the_same_however_often_it_is_made() -> None:
    assert plan().manifests == plan().manifests
