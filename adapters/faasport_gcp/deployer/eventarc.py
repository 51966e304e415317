"""Triggers and channels of Eventarc."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from faasport_gcp.deployer.expressions import UNKNOWN
from faasport_gcp.deployer.kind import Body, Form
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.served import Served


class OfEventarc(Served):
    """They are in a region, in a continent, or in all of the world."""

    service: ClassVar[str] = "eventarc"
    module: ClassVar[str] = "google.cloud.eventarc_v1"

    def name(self, place: Place, body: Body) -> str:
        location = body.get("location", place.region)
        return f"{place.within(location)}/{self.collection}/{body['name']}"


class Triggers(OfEventarc):
    """https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.triggers"""

    type = "google_eventarc_trigger"
    stem = "eventarc.triggers"
    is_filled: ClassVar[bool] = True
    fixed: ClassVar[frozenset[str]] = frozenset({"channel", "transport", "event_filters"})
    message: ClassVar[str] = "Trigger"
    noun: ClassVar[str] = "trigger"
    collection: ClassVar[str] = "triggers"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        told = super().translated(place, body)
        told["event_filters"] = told.pop("matching_criteria", [])
        told["destination"] = _destination(told.get("destination", {}))
        return told

    def seen(self, form: Form) -> Form:
        """An account by its address alone, with or without the project that it is in."""
        account = form.get("service_account")
        told = {"service_account": account.rpartition("/")[2]} if account else {}
        return {**form, **told}

    def attributes(self, place: Place, body: Body, form: Form | None) -> Form:
        live = (form or {}).get("transport", {}).get("pubsub", {})
        transport = {"pubsub": {"subscription": live.get("subscription", UNKNOWN)}}
        return {**body, "id": self.name(place, body), "transport": transport}


class Channels(OfEventarc):
    """https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.channels"""

    type = "google_eventarc_channel"
    stem = "eventarc.channels"
    fixed: ClassVar[frozenset[str]] = frozenset({"provider"})
    message: ClassVar[str] = "Channel"
    noun: ClassVar[str] = "channel"
    collection: ClassVar[str] = "channels"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        told = super().translated(place, body)
        if "third_party_provider" in told:
            told["provider"] = told.pop("third_party_provider")
        return told


def _destination(told: Any) -> Any:
    """Terraform has another word for what the service calls `cloud_run`."""
    block = told[0] if isinstance(told, list) and len(told) == 1 else told
    if not isinstance(block, Mapping):
        return block
    return {
        ("cloud_run" if key == "cloud_run_service" else key): each for key, each in block.items()
    }
