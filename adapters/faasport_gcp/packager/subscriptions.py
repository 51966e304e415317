"""Queues and topics: a subscription to the topic, pushed to the function.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/pubsub_subscription
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_gcp.packager import dead_letters, functions, limits, owned
from faasport_gcp.packager.resources import Resources, merged, ref
from faasport_gcp.packager.units import Unit

# https://cloud.google.com/pubsub/docs/handling-failures#subscription_retry_policy
AGAIN = {"minimum_backoff": "10s", "maximum_backoff": "600s"}


def resources(project: Project, unit: Unit) -> Resources:
    """The subscription and its dead letters."""
    path = f"{dead_letters.SUBSCRIPTION}.{unit.key}"
    own: Resources = {dead_letters.SUBSCRIPTION: {unit.key: _subscription(project, unit)}}
    return merged([own, dead_letters.resources(project, unit, ref(f"{path}.id"))])


def _subscription(project: Project, unit: Unit) -> dict[str, Any]:
    trigger = unit.consumer.trigger
    body: dict[str, Any] = {
        "name": name.resource(project, unit.consumer.label, limit=limits.RESOURCE_NAME),
        "topic": ref(f"{owned.path_of(trigger.kind, trigger.name)}.id"),
        "ack_deadline_seconds": max(unit.settings.timeout, limits.ACKNOWLEDGEMENT.lowest),
        "expiration_policy": dead_letters.FOREVER,
        "push_config": {
            "push_endpoint": functions.url_of(unit),
            "oidc_token": functions.token_of(unit),
        },
        "retry_policy": AGAIN,
        "dead_letter_policy": {
            "dead_letter_topic": ref(f"{dead_letters.TOPIC}.{dead_letters.key_of(unit)}.id"),
            "max_delivery_attempts": dead_letters.attempts(trigger.options["max_attempts"]),
        },
        # Before the first message comes, its caller may call and its dead letters be forwarded.
        "depends_on": [
            f"{functions.INVOKER}.{unit.key}",
            f"google_pubsub_topic_iam_member.{dead_letters.key_of(unit)}",
        ],
    }
    if trigger.options.get("ordered"):
        body["enable_message_ordering"] = True
    return body
