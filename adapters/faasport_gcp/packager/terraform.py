"""main.tf.json: functions of the second generation, in Terraform's JSON syntax, and all that
calls them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from faasport.packager import name, references
from faasport.project.model import Project
from faasport_gcp.packager import (
    archives,
    eventarc,
    functions,
    jobs,
    labels,
    limits,
    overlaid,
    owned,
    places,
    subscriptions,
)
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.resources import Resources, commented, merged, ref
from faasport_gcp.packager.units import Deployed, Unit

FILE = "main.tf.json"
BUCKET, OBJECT = "google_storage_bucket", "google_storage_bucket_object"
# What calls the function of each kind of trigger.
CALLERS: dict[str, Callable[[Deployment, Unit], Resources]] = {
    "schedule": jobs.resources,
    "queue": subscriptions.resources,
    "topic": subscriptions.resources,
    "bucket": eventarc.resources,
    "table": eventarc.resources,
    "event": eventarc.resources,
}
DEAD_LETTERS = "dead_letters"
# Those whose subscription is not ours.
THROUGH_EVENTARC = ("bucket", "table", "event")


def configuration(deployment: Deployment) -> dict[str, Any]:
    """The configuration as data."""
    looked_up = _data(deployment)
    outputs = _outputs(deployment)
    found = {
        "//": f"{deployment.project.name} ({deployment.project.stage}), packaged by faasport.",
        "terraform": {
            "required_version": ">= 1.5",
            "required_providers": {
                "google": {"source": "hashicorp/google", "version": ">= 6.0, < 8.0"}
            },
        },
        "variable": _variables(deployment),
        "provider": {"google": {"project": "${var.project}", "region": "${var.region}"}},
        **({"data": looked_up} if looked_up else {}),
        "resource": _resources(deployment),
        **({"output": outputs} if outputs else {}),
    }
    document = references.resolved(deployment.options.document, deployment.places.told)
    return overlaid.document(found, document)


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _resources(deployment: Deployment) -> Resources:
    """What all functions have in common with the project's tags, and each with its own."""
    common = [
        _source(deployment),
        owned.resources(deployment),
        commented(eventarc.agents(deployment.project), "Cloud Storage tells Eventarc of objects."),
    ]
    tags = deployment.project.settings().tags
    app = deployment.application
    http = [_finished(app, functions.http(deployment, app))] if app else []
    return merged(
        [
            labels.labelled(merged(common), tags),
            *http,
            *(_finished(each, _unit(deployment, each)) for each in deployment.units),
        ]
    )


def _unit(deployment: Deployment, each: Unit) -> Resources:
    called = CALLERS[each.consumer.trigger.kind](deployment, each)
    return merged([functions.event(deployment, each), called])


def _finished(each: Deployed, resources: Resources) -> Resources:
    """With what they are for, and with labels."""
    return labels.labelled(commented(resources, f"Of {each.label}."), each.settings.tags)


def _variables(deployment: Deployment) -> dict[str, Any]:
    options = deployment.options
    found: dict[str, Any] = {
        "project": {"type": "string", "description": "The id of the Google Cloud project."},
        "region": {
            "type": "string",
            "description": "Where the functions run.",
            "default": options.region,
        },
    }
    if any(each.consumer.trigger.kind == "table" for each in deployment.units):
        found[places.LOCATION] = {
            "type": "string",
            "description": "Where the database of Firestore is.",
            "default": options.firestore_location or options.region,
        }
    return found


def _data(deployment: Deployment) -> Resources:
    """Whose number names the agents that are granted something."""
    own = {"google_project": {"project": {"project_id": ref("var.project")}}}
    forwards = any(
        each.consumer.trigger.kind != "schedule" and not subscriptions.existing(deployment, each)
        for each in deployment.units
    )
    return merged([own if forwards else {}, eventarc.data(deployment.project)])


def _outputs(deployment: Deployment) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if deployment.application:
        found["url"] = {
            "description": "Where the application answers.",
            "value": functions.url_of(deployment.application),
        }
    if through := through_eventarc(deployment):
        found[DEAD_LETTERS] = {
            "description": "Commands that give the subscriptions of Eventarc their dead letters.",
            "value": [
                command for each in through for command in eventarc.commands(deployment, each)
            ],
        }
    if pushed := subscriptions.commands(deployment):
        found["push"] = {
            "description": "Commands that push what existing subscriptions hold.",
            "value": pushed,
        }
    return found


def through_eventarc(deployment: Deployment) -> list[Unit]:
    return [each for each in deployment.units if each.consumer.trigger.kind in THROUGH_EVENTARC]


def source_bucket(project: Project) -> str:
    """The bucket of the sources, as it is called after the project of Google Cloud."""
    return f"{name.resource(project, limit=limits.BUCKET_NAME)}-source"


def _source(deployment: Deployment) -> Resources:
    """The bucket, and in it each archive under its digest: a new one is a new build."""
    body = {
        "//": "What Google builds the functions from.",
        "name": f"${{var.project}}-{source_bucket(deployment.project)}",
        "location": "${var.region}",
        "uniform_bucket_level_access": True,
        "public_access_prevention": "enforced",
        "force_destroy": True,
    }
    return {BUCKET: {"source": body}, OBJECT: _objects(deployment)}


def _objects(deployment: Deployment) -> dict[str, Any]:
    paths: Iterable[str] = dict.fromkeys(deployment.archives.values()) or (archives.COMMON,)
    return {
        archives.key_of(path): {
            "//": "What Google builds the functions from.",
            "name": f'source-${{filesha256("${{path.module}}/{path}")}}.zip',
            "bucket": "${google_storage_bucket.source.name}",
            "source": f"${{path.module}}/{path}",
        }
        for path in paths
    }
