"""Jobs of Cloud Scheduler, which have no labels."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from typing import Any, ClassVar

from faasport_gcp.deployer import messages
from faasport_gcp.deployer.kind import Body, Form
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.served import Served
from faasport_gcp.deployer.session import Session

# Triggers may be there, and jobs not.
_NO_REGIONS = {"global", "eur3", "nam5", "eu", "us", "asia"}


class Jobs(Served):
    """https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs"""

    type = "google_cloud_scheduler_job"
    stem = "cloudscheduler.jobs"
    service: ClassVar[str] = "scheduler"
    module: ClassVar[str] = "google.cloud.scheduler_v1"
    message: ClassVar[str] = "Job"
    noun: ClassVar[str] = "job"
    collection: ClassVar[str] = "jobs"

    def name(self, place: Place, body: Body) -> str:
        return f"{place.within(body.get('region', place.region))}/jobs/{body['name']}"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        told = {key: value for key, value in body.items() if key not in ("name", "region")}
        told["description"] = place.marked(body.get("description", ""))
        return told

    def seen(self, form: Form) -> Form:
        """Scheduler ends an address with a slash.

        https://github.com/hashicorp/terraform-provider-google/blob/main/google/services/cloudscheduler/resource_cloud_scheduler_job.go
        """
        target = form.get("http_target")
        if not target:
            return form
        return {**form, "http_target": {**target, "uri": target.get("uri", "").rstrip("/")}}

    def is_ours(self, place: Place, form: Form) -> bool:
        return place.has_marked(form)

    def _creation(self, session: Session, name: str, form: Form) -> dict[str, Any]:
        parent = name.rpartition("/jobs/")[0]
        return {"parent": parent, "job": messages.message_of(self._class(), {**form, "name": name})}

    def _listed(self, session: Session) -> list[Any]:
        """It lists one region at a time: those in which we know that there may be some."""
        method = session.clients.of(self.service).list_jobs
        regions = sorted({session.place.region, *session.regions} - _NO_REGIONS)
        return [
            job
            for region in regions
            for job in self._pages(session, method, {"parent": session.place.within(region)})
        ]
