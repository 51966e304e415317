"""Where events go that nobody could handle: a topic, and a subscription that keeps them.

https://cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic
"""

from __future__ import annotations

from faasport.packager import name
from faasport.project.model import Project
from faasport_gcp.packager import limits
from faasport_gcp.packager.resources import Resources, ref
from faasport_gcp.packager.units import Unit

TOPIC = "google_pubsub_topic"
SUBSCRIPTION = "google_pubsub_subscription"
# https://cloud.google.com/pubsub/docs/subscription-properties#message-retention: 31 days at most
KEPT = "2678400s"
# https://cloud.google.com/pubsub/docs/subscription-properties#expiration: "" is never
FOREVER = {"ttl": ""}
# https://cloud.google.com/iam/docs/service-agents#cloud-pub-sub-service-account
AGENT = (
    "serviceAccount:service-${data.google_project.project.number}"
    "@gcp-sa-pubsub.iam.gserviceaccount.com"
)


def resources(project: Project, unit: Unit, subscription: str) -> Resources:
    """The topic, its subscription, and what Pub/Sub itself must be granted to forward: to publish
    there, and to acknowledge what it takes out of `subscription`."""
    key = key_of(unit)
    called = name_of(project, unit)
    return {
        TOPIC: {key: {"name": called}},
        SUBSCRIPTION: {
            key: {
                "name": called,
                "topic": ref(f"{TOPIC}.{key}.id"),
                "message_retention_duration": KEPT,
                "expiration_policy": FOREVER,
            }
        },
        "google_pubsub_topic_iam_member": {
            key: {
                "topic": ref(f"{TOPIC}.{key}.id"),
                "role": "roles/pubsub.publisher",
                "member": AGENT,
            }
        },
        "google_pubsub_subscription_iam_member": {
            key: {
                "subscription": subscription,
                "role": "roles/pubsub.subscriber",
                "member": AGENT,
            }
        },
    }


def key_of(unit: Unit) -> str:
    """Two underscores, which no key made of a name has: it is nobody else's."""
    return f"{unit.key}__dead_letters"


def name_of(project: Project, unit: Unit) -> str:
    """Of the topic and of its subscription."""
    return name.resource(project, f"{unit.label}-dead-letters", limit=limits.RESOURCE_NAME)


def attempts(wanted: int) -> int:
    """The nearest number that Pub/Sub takes."""
    return min(max(wanted, limits.DELIVERIES.lowest), limits.DELIVERIES.highest)


def warnings(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Where that is another one than was asked for."""
    told = [
        (unit.label, unit.consumer.trigger.options["max_attempts"])
        for unit in units
        if "max_attempts" in unit.consumer.trigger.options
    ]
    return tuple(
        f"{label}: it is delivered {attempts(wanted)} times before it goes to the dead letters, "
        f"and not {wanted}: Pub/Sub takes {limits.DELIVERIES.lowest} to "
        f"{limits.DELIVERIES.highest} ({limits.DELIVERIES.source})."
        for label, wanted in told
        if attempts(wanted) != wanted
    )
