"""Queues and topics: a subscription to the topic, pushed to the function.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/pubsub_subscription
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.packager.references import Reference
from faasport_gcp.packager import dead_letters, functions, limits
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.places import whole
from faasport_gcp.packager.resources import Resources, merged, ref
from faasport_gcp.packager.units import Unit

# Of the account that it calls with, and of what the function counts as internal:
SAME_PROJECT = "https://cloud.google.com/pubsub/docs/create-push-subscription#authentication"
# https://cloud.google.com/pubsub/docs/handling-failures#subscription_retry_policy
AGAIN = {"minimum_backoff": "10s", "maximum_backoff": "600s"}


def resources(deployment: Deployment, unit: Unit) -> Resources:
    """The subscription and its dead letters."""
    if existing(deployment, unit):
        return {}
    path = f"{dead_letters.SUBSCRIPTION}.{unit.key}"
    own: Resources = {dead_letters.SUBSCRIPTION: {unit.key: _subscription(deployment, unit)}}
    return merged([own, dead_letters.resources(deployment.project, unit, ref(f"{path}.id"))])


def existing(deployment: Deployment, unit: Unit) -> str | None:
    """The subscription that is there already, whose messages the function is to have."""
    if unit.consumer.trigger.kind != "queue":
        return None
    found = deployment.options.resources.queue.get(unit.consumer.trigger.name)
    return whole(found.subscription, "subscriptions") if found and found.subscription else None


def commands(deployment: Deployment) -> list[str]:
    """What has those pushed: Terraform changes no subscription that is not its own.

    https://cloud.google.com/sdk/gcloud/reference/pubsub/subscriptions/modify-push-config
    """
    return [
        f"gcloud pubsub subscriptions modify-push-config {subscription} "
        f"--push-endpoint={functions.url_of(unit)} "
        f"--push-auth-service-account={functions.token_of(unit)['service_account_email']} "
        f"--push-auth-token-audience={functions.url_of(unit)}"
        for unit in deployment.units
        if (subscription := existing(deployment, unit))
    ]


def warnings(deployment: Deployment) -> tuple[str, ...]:
    """What must hold of what is there already."""
    return tuple(
        f"{unit.label}: its subscription exists, so nothing of it is changed. It must wait "
        f"{max(unit.settings.timeout, limits.ACKNOWLEDGEMENT.lowest)} s for an answer, have dead "
        f"letters after {dead_letters.attempts(unit.consumer.trigger.options['max_attempts'])} "
        f"attempts{_ordered(unit)}, be in the project that is deployed to ({SAME_PROJECT}), and be "
        "pushed by the command of the output push."
        for unit in deployment.units
        if existing(deployment, unit)
    )


def _ordered(unit: Unit) -> str:
    return ", keep order" if unit.consumer.trigger.options.get("ordered") else ""


def _subscription(deployment: Deployment, unit: Unit) -> dict[str, Any]:
    trigger = unit.consumer.trigger
    body: dict[str, Any] = {
        "name": name.resource(deployment.project, unit.label, limit=limits.RESOURCE_NAME),
        "topic": deployment.places.topic(Reference(trigger.kind, trigger.name)),
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
