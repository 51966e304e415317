"""Topics and subscriptions of Pub/Sub."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from typing import Any, ClassVar

from faasport_gcp.deployer import messages
from faasport_gcp.deployer.kind import Body, Form
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.served import Served
from faasport_gcp.deployer.session import Session


class OfPubSub(Served):
    """They are in no region, and their names are in them."""

    module: ClassVar[str] = "google.pubsub_v1"

    def name(self, place: Place, body: Body) -> str:
        return f"{place.within()}/{self.collection}/{body['name']}"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        told = super().translated(place, body)
        told.pop("project", None)
        return told

    def _one(self, name: str) -> dict[str, Any]:
        return {self.noun: name}

    def _creation(self, session: Session, name: str, form: Form) -> Any:
        return messages.message_of(self._class(), {**form, "name": name})

    def _listed(self, session: Session) -> list[Any]:
        method = getattr(session.clients.of(self.service), f"list_{self.noun}s")
        return self._pages(session, method, {"project": session.place.within()})


class Topics(OfPubSub):
    """https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics"""

    type = "google_pubsub_topic"
    stem = "pubsub.topics"
    service: ClassVar[str] = "publisher"
    message: ClassVar[str] = "Topic"
    noun: ClassVar[str] = "topic"
    collection: ClassVar[str] = "topics"


class Subscriptions(OfPubSub):
    """https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions

    They hold the messages that nobody has acknowledged yet, and dead letters.
    """

    type = "google_pubsub_subscription"
    stem = "pubsub.subscriptions"
    holds_data: ClassVar[bool] = True
    fixed: ClassVar[frozenset[str]] = frozenset({"topic", "enable_message_ordering", "filter"})
    exact: ClassVar[frozenset[str]] = frozenset({"labels", "expiration_policy"})
    service: ClassVar[str] = "subscriber"
    message: ClassVar[str] = "Subscription"
    noun: ClassVar[str] = "subscription"
    collection: ClassVar[str] = "subscriptions"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        told = super().translated(place, body)
        # "" is never, for Terraform; for the service it is a policy without a time.
        if told.get("expiration_policy") in ({"ttl": ""}, [{"ttl": ""}]):
            told["expiration_policy"] = {}
        topic = str(told.get("topic", ""))
        whole = topic if "/" in topic else f"{place.within()}/topics/{topic}"
        return {**told, "topic": whole}

    def kept(self, form: Form) -> tuple[Form, tuple[str, ...]]:
        """It is pushed to nobody: what it holds waits there."""
        rest = {key: value for key, value in form.items() if key != "push_config"}
        return rest, ("push_config",) if form.get("push_config") else ()


class OfTriggers(Subscriptions):
    """Those that Eventarc has made, and makes again: they are ours as far as their triggers are.
    Terraform knows none of them."""

    type = "eventarc_subscription"
    holds_data: ClassVar[bool] = False

    def name(self, place: Place, body: Body) -> str:
        return str(body["name"])

    def form(self, place: Place, body: Body) -> Form:
        told = {key: value for key, value in body.items() if key != "name"}
        return messages.checked(self._class(), told, f"{self.type} {body['name']}")

    def is_ours(self, place: Place, form: Form) -> bool:
        return True

    def create(self, session: Session, name: str, form: Form) -> None:
        """With its trigger it is there; if it is not, this says so."""
        self.update(session, name, form, tuple(form))

    def delete(self, session: Session, name: str) -> None:
        """It goes with its trigger."""
