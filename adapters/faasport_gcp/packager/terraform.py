"""main.tf.json: functions of the second generation, in Terraform's JSON syntax, and all that
calls them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_gcp.packager import eventarc, functions, jobs, limits, owned, subscriptions
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.resources import Resources, merged, ref
from faasport_gcp.packager.units import APP, Unit, application, units_of

ARCHIVE = "source.zip"
# What calls the function of each kind of trigger.
CALLERS = {
    "schedule": jobs.resources,
    "queue": subscriptions.resources,
    "topic": subscriptions.resources,
    "bucket": eventarc.resources,
    "table": eventarc.resources,
    "event": eventarc.resources,
}
# Those whose subscription is not ours.
THROUGH_EVENTARC = ("bucket", "table", "event")


def configuration(project: Project, options: GcpOptions, minimum_python: str) -> dict[str, Any]:
    """The configuration as data."""
    units = units_of(project)
    answers = bool(application(project).functions) or not units
    http = [functions.http(project, options, minimum_python)] if answers else []
    looked_up = _data(project, units)
    return {
        "terraform": {
            "required_version": ">= 1.5",
            "required_providers": {
                "google": {"source": "hashicorp/google", "version": ">= 6.0, < 8.0"}
            },
        },
        "variable": _variables(options, units),
        "provider": {"google": {"project": "${var.project}", "region": "${var.region}"}},
        **({"data": looked_up} if looked_up else {}),
        "resource": merged(
            [
                _source(project),
                *http,
                owned.resources(project),
                eventarc.agents(project),
                *(functions.event(project, options, minimum_python, each) for each in units),
                *(CALLERS[each.consumer.trigger.kind](project, each) for each in units),
            ]
        ),
        **_outputs(units, answers=answers),
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _variables(options: GcpOptions, units: tuple[Unit, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "project": {"type": "string", "description": "The id of the Google Cloud project."},
        "region": {
            "type": "string",
            "description": "Where the function runs.",
            "default": options.region,
        },
    }
    if any(each.consumer.trigger.kind == "table" for each in units):
        found[eventarc.LOCATION] = {
            "type": "string",
            "description": "Where the database of Firestore is.",
            "default": options.firestore_location or options.region,
        }
    return found


def _data(project: Project, units: tuple[Unit, ...]) -> Resources:
    """Whose number names the agents that are granted something."""
    own = {"google_project": {"project": {"project_id": ref("var.project")}}}
    forwards = any(each.consumer.trigger.kind != "schedule" for each in units)
    return merged([own if forwards else {}, eventarc.data(project)])


def _outputs(units: tuple[Unit, ...], *, answers: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if answers:
        found["url"] = {
            "description": "Where the application answers.",
            "value": ref(f"{functions.FUNCTION}.{APP}.service_config[0].uri"),
        }
    through = [each for each in units if each.consumer.trigger.kind in THROUGH_EVENTARC]
    if through:
        found["dead_letters"] = {
            "description": "Commands that give the subscriptions of Eventarc their dead letters.",
            "value": [command for each in through for command in eventarc.commands(each)],
        }
    return {"output": found} if found else {}


def _source(project: Project) -> dict[str, Any]:
    """The bucket, and in it the archive under its digest: a new one is a new build."""
    bucket = name.resource(project, limit=limits.BUCKET_NAME)
    digest = f'${{filesha256("${{path.module}}/{ARCHIVE}")}}'
    return {
        "google_storage_bucket": {
            "source": {
                "name": f"${{var.project}}-{bucket}-source",
                "location": "${var.region}",
                "uniform_bucket_level_access": True,
                "public_access_prevention": "enforced",
                "force_destroy": True,
            }
        },
        "google_storage_bucket_object": {
            "source": {
                "name": f"source-{digest}.zip",
                "bucket": "${google_storage_bucket.source.name}",
                "source": f"${{path.module}}/{ARCHIVE}",
            }
        },
    }
