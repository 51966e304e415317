"""Resources as protobuf's messages: how they are made and changed, what one needs of another, and
how functions are built."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from typing import Any

from tests.deployer.gcp import messages
from tests.deployer.gcp.account import PROJECT, Account
from tests.deployer.gcp.messages import Thing
from tests.deployer.gcp.refusal import Refused
from tests.deployer.harness.call import Answer, Call

LONG = ("functions", "triggers", "channels")


class Resources(Account):
    """Of the generated clients' services."""

    def _resource(self, call: Call, parent: str, collection: str, own: str | None) -> Answer:
        if own is None and call.method == "GET":
            return self._listed(parent, collection)
        identity = own or call.parameters.get(f"{collection[:-1]}Id", "")
        body = call.json or {}
        if collection == "jobs" and own is None:
            identity = body["name"].rpartition("/")[2]
        name = f"{parent}/{collection}/{identity}"
        self._advance(name)
        if call.method in ("POST", "PUT"):
            return self._create(collection, name, body)
        if name not in self.things:
            raise Refused(404, "NOT_FOUND", f"Resource '{name}' was not found")
        if call.method == "PATCH":
            return self._update(call, collection, name, body)
        return self._delete(collection, name) if call.method == "DELETE" else self._shown(name)

    def _listed(self, parent: str, collection: str) -> Answer:
        where = re.compile(re.escape(parent).replace(r"/\-", "/[^/]+") + rf"/{collection}/[^/]+")
        for name in list(self.things):
            self._advance(name)
        found = [self.things[name].json for name in sorted(self.things) if where.fullmatch(name)]
        return Answer.of({collection: found})

    def _shown(self, name: str) -> Answer:
        return Answer.of(self.things[name].json)

    def _create(self, collection: str, name: str, body: dict[str, Any]) -> Answer:
        if name in self.things:
            raise Refused(409, "ALREADY_EXISTS", f"Resource '{name}' already exists.")
        self._refuse_name(name)
        self._refuse_place(name)
        message = messages.read(collection, body)
        message.name = name
        self._refuse_references(collection, message)
        if collection == "jobs":
            message.http_target.uri += "/"
        self.things[name] = Thing(collection, message)
        if collection not in LONG:
            return self._shown(name)
        if collection == "functions":
            message.state = 3
        return self._begun(name, lambda: self._made(collection, name))

    def _update(self, call: Call, collection: str, name: str, body: dict[str, Any]) -> Answer:
        wrapped = collection in ("topics", "subscriptions")
        given = messages.read(collection, body[collection[:-1]] if wrapped else body)
        mask = body["updateMask"] if wrapped else call.parameters["updateMask"]
        changed = copy.deepcopy(self.things[name].message)
        messages.merged(changed, given, mask)
        self._refuse_fixed(collection, self.things[name].message, changed)
        self._refuse_references(collection, changed)
        if collection == "functions":
            self._refuse_moving(name)
            changed.state = 3
        self.things[name].message = changed
        if collection not in LONG:
            return self._shown(name)
        return self._begun(name, lambda: self._made(collection, name))

    def _delete(self, collection: str, name: str) -> Answer:
        if collection == "functions":
            self._refuse_moving(name)
            self.things[name].message.state = 4
        if collection == "topics":
            for each in self.things.values():
                if each.collection == "subscriptions" and each.message.topic == name:
                    each.message.topic = "_deleted-topic_"
        if collection not in LONG:
            self._remove(name)
            return Answer.of({})
        return self._begun(name, lambda: self._unmade(name))

    def _made(self, collection: str, name: str) -> dict[str, Any]:
        """The end of a long operation."""
        thing = self.things[name]
        if collection == "functions":
            fault = self._built(name, thing.message)
            if fault:
                thing.message.state = 2
                return {"error": {"code": 3, "message": fault}}
        if collection == "triggers" and not thing.message.transport.pubsub.subscription:
            own = name.rpartition("/")[2]
            subscription = f"projects/{PROJECT}/subscriptions/eventarc-{own}-sub-1"
            thing.message.transport.pubsub.subscription = subscription
            topic = f"projects/{PROJECT}/topics/eventarc-{own}-1"
            self.things[topic] = Thing("topics", messages.read("topics", {"name": topic}))
            made = {"name": subscription, "topic": topic, "ackDeadlineSeconds": 10}
            self.things[subscription] = Thing("subscriptions", messages.read("subscriptions", made))
        return {"response": messages.packed(thing.message)}

    def _unmade(self, name: str) -> dict[str, Any]:
        thing = self.things.get(name)
        self._remove(name)
        if thing is not None and thing.collection == "triggers":
            subscription = thing.message.transport.pubsub.subscription
            self._remove(self.things[subscription].message.topic)
            self._remove(subscription)
        return {"response": {"@type": "type.googleapis.com/google.protobuf.Empty"}}

    def _remove(self, name: str) -> None:
        self.things.pop(name, None)
        self.policies.forget(name)
        self.policies.forget(name.replace("/functions/", "/services/"))

    def _built(self, name: str, message: Any) -> str:
        """Why a build fails; "" if it does not."""
        if self.spoiled:
            self.spoiled -= 1
            return "Build failed: could not build with the given source; see the logs."
        source = message.build_config.source.storage_source
        blob = self.storage.buckets[source.bucket].blobs[source.object_]
        file = message.build_config.environment_variables.get("GOOGLE_FUNCTION_SOURCE", "main.py")
        with zipfile.ZipFile(io.BytesIO(blob.content)) as archive:
            if file not in archive.namelist():
                return f"Build failed: missing {file}."
        own = name.rpartition("/")[2]
        config = message.service_config
        number = int((config.revision or "-00000-x").split("-")[-2]) + 1
        config.revision = f"{own}-{number:05}-abc"
        config.service = name.replace("/functions/", "/services/")
        config.uri = f"{self.url}/run/{own}"
        config.all_traffic_on_latest_revision = True
        if not config.max_instance_count:
            config.max_instance_count = 100
        config.environment_variables["LOG_EXECUTION_ID"] = "true"
        message.url = f"https://us-central1-{PROJECT}.cloudfunctions.net/{own}"
        message.state = 1
        return ""

    # What is refused

    def _refuse_name(self, name: str) -> None:
        if not re.fullmatch(r".*/[a-zA-Z][-a-zA-Z0-9._~%+]{0,254}", name):
            raise Refused(400, "INVALID_ARGUMENT", f"Invalid resource name {name}.")

    def _refuse_place(self, name: str) -> None:
        found = re.search(r"/locations/([^/]+)/", name)
        if found and found[1] not in self.locations:
            message = f"Location '{found[1]}' was not found or access is unauthorized."
            raise Refused(404, "NOT_FOUND", message)

    def _refuse_moving(self, name: str) -> None:
        if self.things[name].message.state in (3, 4):
            raise Refused(409, "ABORTED", "unable to queue the operation")

    def _refuse_fixed(self, collection: str, old: Any, new: Any) -> None:
        if collection == "subscriptions" and (old.topic, old.enable_message_ordering) != (
            new.topic,
            new.enable_message_ordering,
        ):
            raise Refused(400, "INVALID_ARGUMENT", "The field cannot be updated.")

    def _refuse_references(self, collection: str, message: Any) -> None:
        """What it names must be there."""
        for account in _accounts(collection, message):
            if not self._is_account(account):
                raise Refused(400, "INVALID_ARGUMENT", f"Service account {account} does not exist.")
        is_own = collection == "subscriptions" and message.topic.startswith(f"projects/{PROJECT}/")
        if is_own and message.topic not in self.things:
            raise Refused(404, "NOT_FOUND", f"Resource not found (resource={message.topic}).")
        if collection == "functions":
            self._refuse_source(message)
            for each in message.service_config.secret_environment_variables:
                self._refuse_secret(each, message.service_config.service_account_email)
        if collection == "triggers":
            service = message.destination.cloud_run
            function = f"projects/{PROJECT}/locations/{service.region}/functions/{service.service}"
            if function not in self.things:
                raise Refused(400, "FAILED_PRECONDITION", f"Invalid resource state for {function}.")

    def _refuse_source(self, message: Any) -> None:
        source = message.build_config.source.storage_source
        bucket = self.storage.buckets.get(source.bucket)
        if bucket is None or source.object_ not in bucket.blobs:
            raise Refused(400, "INVALID_ARGUMENT", f"The source {source.object_} does not exist.")

    def _refuse_secret(self, each: Any, account: str) -> None:
        name = f"projects/{each.project_id}/secrets/{each.secret}"
        members = [
            who
            for binding in self.policies.of.get(name, [])
            if binding["role"] == "roles/secretmanager.secretAccessor"
            for who in binding["members"]
        ]
        if f"serviceAccount:{account}" not in members:
            raise Refused(
                400, "INVALID_ARGUMENT", f"Permission denied on secret {name} for {account}."
            )


def _accounts(collection: str, message: Any) -> list[str]:
    found = {
        "functions": lambda: [message.service_config.service_account_email],
        "subscriptions": lambda: [message.push_config.oidc_token.service_account_email],
        "jobs": lambda: [message.http_target.oidc_token.service_account_email],
        "triggers": lambda: [message.service_account],
    }.get(collection, list)()
    return [each for each in found if each]
