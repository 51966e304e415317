"""Buckets, tables and generic events: triggers of Eventarc, one for each type.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/eventarc_trigger
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from faasport.packager import name
from faasport.packager.terraform import literal
from faasport.project.model import Consumer, Project
from faasport_gcp.packager import dead_letters, functions, limits, owned
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.resources import ACCOUNT, Resources, merged, ref
from faasport_gcp.packager.units import Unit

TRIGGER = "google_eventarc_trigger"
SAME_PROJECT = "https://cloud.google.com/functions/docs/calling/storage"
STORED = "google.cloud.storage.object.v1."
# https://cloud.google.com/eventarc/docs/reference/supported-events#cloud-storage
OBJECTS = {
    "created": "finalized",
    "deleted": "deleted",
    "archived": "archived",
    "updated": "metadataUpdated",
}
DOCUMENT = "google.cloud.firestore.document.v1."
# https://cloud.google.com/eventarc/docs/reference/supported-events#cloud-firestore
DOCUMENTS = {
    "insert": ("created",),
    "update": ("updated",),
    "delete": ("deleted",),
    "upsert": ("created", "updated"),
}
# Its alerts, remote configuration, tests and users are in no region:
# https://github.com/firebase/firebase-tools/tree/master/src/deploy/functions/services
FIREBASE = "google.firebase."
_AGENT = "google_storage_project_service_account"


def resources(deployment: Deployment, unit: Unit) -> Resources:
    """The triggers, what their services must be granted, and the dead letters."""
    project = deployment.project
    triggers = _TRIGGERS[unit.consumer.trigger.kind](deployment, unit.consumer)
    named = {_key(unit, suffix): body for suffix, body in triggers.items()}
    made = {key: {**_common(project, key, unit), **body} for key, body in named.items()}
    return merged([{TRIGGER: made}, _receiver(unit), *_dead_letters(project, unit, made)])


@dataclass(frozen=True)
class Subscription:
    """One that Eventarc has made for a trigger, and what it is to be told: Terraform cannot.

    https://cloud.google.com/eventarc/docs/retry-events#dead-letter-topics
    """

    trigger: str
    """Its name among Terraform's resources."""
    name: str
    topic: str
    attempts: int
    deadline: int


def subscriptions(deployment: Deployment, unit: Unit) -> list[Subscription]:
    """Those of one function."""
    options = unit.consumer.trigger.options
    keys = [
        _key(unit, suffix)
        for suffix in _TRIGGERS[unit.consumer.trigger.kind](deployment, unit.consumer)
    ]
    return [
        Subscription(
            trigger=key,
            name=_subscription(key),
            topic=ref(f"{dead_letters.TOPIC}.{dead_letters.key_of(unit)}.id"),
            attempts=dead_letters.attempts(options["max_attempts"]),
            deadline=max(unit.settings.timeout, limits.ACKNOWLEDGEMENT.lowest),
        )
        for key in keys
    ]


def commands(deployment: Deployment, unit: Unit) -> list[str]:
    """What tells them by hand."""
    return [
        f"gcloud pubsub subscriptions update {each.name} "
        f"--dead-letter-topic={each.topic} "
        f"--max-delivery-attempts={each.attempts} "
        f"--ack-deadline={each.deadline}"
        for each in subscriptions(deployment, unit)
    ]


def warnings(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """What is still to do by hand, said once for all functions."""
    labels = [each.consumer.label for each in units if each.consumer.trigger.kind in _TRIGGERS]
    if not labels:
        return ()
    warning = (
        f"{', '.join(labels)}: Terraform cannot give the subscriptions of Eventarc their dead "
        "letters. Run the commands of the output dead_letters when they are made; until then an "
        "event that has failed for 24 hours is lost."
    )
    return (warning,)


def existing(deployment: Deployment) -> tuple[str, ...]:
    """What must hold of buckets that are there already."""
    there = deployment.options.resources.bucket
    return tuple(
        f"{unit.label}: its bucket {there[unit.consumer.trigger.name].name} exists. Eventarc "
        f"listens to it only if it is in the project that is deployed to ({SAME_PROJECT})."
        for unit in deployment.units
        if unit.consumer.trigger.kind == "bucket" and unit.consumer.trigger.name in there
    )


def agents(project: Project) -> Resources:
    """Cloud Storage publishes to topics that Eventarc makes, whose names nobody knows before.

    https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-storage#before-you-begin
    """
    if not any(each.trigger.kind == "bucket" for each in project.consumers):
        return {}
    grant = {
        "project": ref("var.project"),
        "role": "roles/pubsub.publisher",
        "member": f"serviceAccount:${{data.{_AGENT}.agent.email_address}}",
    }
    return {"google_project_iam_member": {"storage_agent": grant}}


def data(project: Project) -> Resources:
    """What is looked up for that."""
    return {_AGENT: {"agent": {}}} if agents(project) else {}


def _key(unit: Unit, suffix: str) -> str:
    """Two underscores, which no key made of a name has: `watch`'s for what is deleted is not the
    one of a function `watch_deleted`."""
    return f"{unit.key}__{suffix}"


def _common(project: Project, key: str, unit: Unit) -> dict[str, Any]:
    function = f"{functions.FUNCTION}.{unit.key}"
    return {
        "name": name.resource(project, key, limit=limits.TRIGGER_NAME),
        "location": ref("var.region"),
        "event_data_content_type": "application/json",
        "service_account": ref(f"{ACCOUNT}.{functions.caller_of(unit)}.email"),
        "destination": {
            "cloud_run_service": {
                "service": ref(f"{function}.name"),
                "region": ref(f"{function}.location"),
            }
        },
        "depends_on": [
            f"{functions.INVOKER}.{unit.key}",
            f"google_project_iam_member.{functions.caller_of(unit)}",
            *_needed(unit),
        ],
    }


def _needed(unit: Unit) -> list[str]:
    is_bucket = unit.consumer.trigger.kind == "bucket"
    return ["google_project_iam_member.storage_agent"] if is_bucket else []


def _receiver(unit: Unit) -> Resources:
    """https://cloud.google.com/eventarc/docs/roles-permissions: granted for a project or not."""
    grant = {
        "project": ref("var.project"),
        "role": "roles/eventarc.eventReceiver",
        "member": f"serviceAccount:${{{ACCOUNT}.{functions.caller_of(unit)}.email}}",
    }
    return {"google_project_iam_member": {functions.caller_of(unit): grant}}


def _dead_letters(project: Project, unit: Unit, triggers: dict[str, Any]) -> list[Resources]:
    """One place for all triggers of the function."""
    first, *others = triggers
    whole = dead_letters.resources(project, unit, _subscription(first))
    kind = "google_pubsub_subscription_iam_member"
    (grant,) = whole[kind].values()
    more = {f"{key}__dead_letters": {**grant, "subscription": _subscription(key)} for key in others}
    return [whole, {kind: more}] if more else [whole]


def _subscription(key: str) -> str:
    return ref(f"{TRIGGER}.{key}.transport[0].pubsub[0].subscription")


def _criteria(**exact: str) -> list[dict[str, str]]:
    return [{"attribute": key, "value": value} for key, value in exact.items()]


def _of_bucket(deployment: Deployment, consumer: Consumer) -> dict[str, Any]:
    """A trigger is where the bucket is.

    https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-storage
    """
    trigger = consumer.trigger
    bucket = deployment.places.bucket(trigger.name)
    return {
        kind: {
            "location": deployment.places.bucket_location(trigger.name),
            "matching_criteria": _criteria(type=STORED + OBJECTS[kind], bucket=bucket),
        }
        for kind in OBJECTS
        if not trigger.options["on"] or kind in trigger.options["on"]
    }


def _of_table(deployment: Deployment, consumer: Consumer) -> dict[str, Any]:
    """Firestore's own trigger is where the database is, and in no other place.

    https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-firestore
    """
    trigger = consumer.trigger
    table = deployment.places.table(trigger.name)
    document = {
        "attribute": "document",
        "operator": "match-path-pattern",
        "value": f"{literal(table.collection or trigger.name)}/{{id}}",
    }
    told = [each for on in trigger.options["on"] for each in DOCUMENTS[on]]
    return {
        kind: {
            "location": deployment.places.table_location(trigger.name),
            "matching_criteria": [
                *_criteria(type=DOCUMENT + kind, database=table.database),
                document,
            ],
        }
        for kind in dict.fromkeys(told or ["written"])
    }


def _of_event(deployment: Deployment, consumer: Consumer) -> dict[str, Any]:
    """Numbered: types are longer than names may be."""
    types = dict.fromkeys(consumer.trigger.options["types"])
    return {str(number): _of_type(deployment, kind) for number, kind in enumerate(types, 1)}


def _of_type(deployment: Deployment, kind: str) -> dict[str, Any]:
    criteria = {"matching_criteria": _criteria(type=literal(kind))}
    if kind.startswith(FIREBASE):
        return {**criteria, "location": "global"}
    if owned.is_googles(kind):
        return criteria
    return {**criteria, **owned.channel(deployment.options)}


_TRIGGERS: dict[str, Callable[[Deployment, Consumer], dict[str, Any]]] = {
    "bucket": _of_bucket,
    "table": _of_table,
    "event": _of_event,
}
