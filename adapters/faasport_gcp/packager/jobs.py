"""Schedules: a job of Cloud Scheduler that calls the function.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_scheduler_job
"""

from __future__ import annotations

from faasport.packager import name
from faasport.packager.terraform import literal
from faasport_gcp.packager import functions, limits
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.resources import Resources, ref
from faasport_gcp.packager.units import Unit

# https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#RetryConfig
# Five is the most that it takes; a call that fails is retried at all only if this is set.
AGAIN = {"retry_count": 5, "min_backoff_duration": "10s", "max_backoff_duration": "600s"}


def resources(deployment: Deployment, unit: Unit) -> Resources:
    """The job."""
    from faasport_gcp.packager import cron  # most projects have no schedule

    trigger = unit.consumer.trigger
    deadline = max(unit.settings.timeout, limits.ATTEMPT.lowest)
    return {
        "google_cloud_scheduler_job": {
            unit.key: {
                "name": name.resource(deployment.project, unit.label, limit=limits.JOB_NAME),
                "description": literal(f"Runs {unit.purpose}."),
                "region": ref("var.region"),
                "schedule": cron.expression(trigger),
                "time_zone": trigger.options["timezone"],
                "attempt_deadline": f"{deadline}s",
                "retry_config": AGAIN,
                "http_target": {
                    "http_method": "POST",
                    "uri": functions.url_of(unit),
                    "oidc_token": functions.token_of(unit),
                },
                "depends_on": [f"{functions.INVOKER}.{unit.key}"],
            }
        }
    }
