"""One project of Google Cloud over HTTP, as far as a deployment asks of it."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.deployer.gcp.account import NUMBER, PROJECT
from tests.deployer.gcp.refusal import Refused
from tests.deployer.gcp.resources import Resources
from tests.deployer.harness.call import Answer, Call

# {"alg": "none"}, {"exp": 9999999999}, "sig"
IDENTITY = "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.c2ln"
_COLLECTION = re.compile(
    r"/v[123]/(?P<parent>projects/[^/]+(?:/locations/[^/]+)?)/"
    r"(?P<collection>functions|topics|subscriptions|jobs|triggers|channels|serviceAccounts)"
    r"(?:/(?P<own>[^/:]+))?"
)
_POLICY = re.compile(r"/v[123]/(?P<resource>.+):(?P<verb>getIamPolicy|setIamPolicy)")


class Google(Resources):
    """Every path that is asked for."""

    def answer(self, call: Call) -> Answer:
        with self._lock:
            try:
                return self._answered(call)
            except Refused as refused:
                return refused.answer

    def _answered(self, call: Call) -> Answer:
        path = call.plain_path
        if path == "/token":
            return Answer.of({"access_token": "at", "expires_in": 3600, "id_token": IDENTITY})
        if path.startswith("/run/"):
            return self._called(call, path)
        self._identified(call)
        if found := _POLICY.fullmatch(path):
            return self._policy(call, found["resource"], found["verb"])
        if "/storage/v1/" in path:
            if found := re.fullmatch(r"/storage/v1/b/([^/]+)/iam", path):
                return self._bucket_policy(call, found[1])
            answer = self.storage.answer(call)
            if call.method == "DELETE":
                self.policies.forget(f"buckets/{path.rpartition('/')[2]}")
            return answer
        if path == "/v2/entries:list":
            return self._logged(call)
        if path.startswith("/bigquery/"):
            return self._dataset(call, path.split("/", 3)[3])
        if "/operations/" in path:
            return self._operation(path)
        if re.fullmatch(r"/v3/projects/[^/:]+", path):
            return Answer.of({"name": f"projects/{NUMBER}", "projectId": PROJECT})
        found = _COLLECTION.fullmatch(path)
        assert found, path
        self._enabled(found["collection"])
        if found["collection"] == "serviceAccounts":
            return self._account(call, found["own"])
        return self._resource(call, found["parent"], found["collection"], found["own"])

    def _identified(self, call: Call) -> None:
        if not call.headers.get("authorization", "").startswith("Bearer "):
            raise Refused(
                401, "UNAUTHENTICATED", "Request is missing required authentication credential."
            )

    def _enabled(self, collection: str) -> None:
        service = {
            "functions": "cloudfunctions",
            "topics": "pubsub",
            "subscriptions": "pubsub",
            "jobs": "cloudscheduler",
            "triggers": "eventarc",
            "channels": "eventarc",
        }.get(collection, "iam") + ".googleapis.com"
        if service in self.disabled:
            raise Refused(
                403,
                "PERMISSION_DENIED",
                f"{service} has not been used in project {NUMBER} before or it is disabled.",
                reason="SERVICE_DISABLED",
                metadata={"service": service, "consumer": f"projects/{NUMBER}"},
            )

    def _called(self, call: Call, path: str) -> Answer:
        self.heard.append(call)
        name = path.split("/")[2]
        answer = self.answers.get(name)
        if isinstance(answer, Answer):
            return answer
        if answer is None:
            return Answer(404, b"<html>Not Found</html>", {"content-type": "text/html"})
        return Answer.of(answer)

    def _logged(self, call: Call) -> Answer:
        names = re.search(r"service_name=\(([^)]*)\)", call.json["filter"])
        since = re.search(r'timestamp>="([^"]+)"', call.json["filter"])
        assert names
        assert since
        wanted = [name.strip().strip('"') for name in names[1].split(" OR ")]
        found = [
            each for each in self.entries if each["resource"]["labels"]["service_name"] in wanted
        ]
        return Answer.of({"entries": found})


def normal(value: Any) -> Any:
    """Without what differs from run to run."""
    if isinstance(value, dict):
        return {
            key: normal(each)
            for key, each in value.items()
            if key not in ("revision", "etag", "uid")
        }
    if isinstance(value, list):
        return [normal(each) for each in value]
    return value


def state(google: Google) -> Any:
    """All that is there."""
    blobs = {
        f"{name}/{key}": _content(key, blob.content)
        for name, bucket in google.storage.buckets.items()
        for key, blob in bucket.blobs.items()
    }
    return normal(
        {
            "things": {name: thing.json for name, thing in google.things.items()},
            "accounts": google.accounts,
            "buckets": {name: bucket.json for name, bucket in google.storage.buckets.items()},
            "blobs": blobs,
            "policies": {name: each for name, each in google.policies.of.items() if each},
        }
    )


def _content(key: str, content: bytes) -> Any:
    if not key.endswith(".json"):
        return len(content)
    told = json.loads(content)
    return {name: each for name, each in told.items() if name not in ("at", "faasport")}
