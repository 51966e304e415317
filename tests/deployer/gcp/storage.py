"""Cloud Storage's JSON API: https://cloud.google.com/storage/docs/json_api/v1"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email import message_from_bytes
from typing import Any

import google_crc32c

from tests.deployer.gcp.refusal import Refused
from tests.deployer.harness.call import Answer, Call

THEN = "2026-11-22T08:00:00.000Z"


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Blob:
    name: str
    content: bytes
    generation: int
    metadata: dict[str, str] = field(default_factory=dict)
    metageneration: int = 1
    updated: str = THEN


@dataclass
class Bucket:
    json: dict[str, Any]
    blobs: dict[str, Blob] = field(default_factory=dict)


@dataclass
class Storage:
    """`clock` says when something is written."""

    project: str
    buckets: dict[str, Bucket] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Buckets of others' projects: names are one for all of the world."""
    sessions: dict[str, tuple[str, dict[str, Any], str]] = field(default_factory=dict)
    generations: int = 0
    clock: Callable[[], str] = now

    def answer(self, call: Call) -> Answer:
        path = call.plain_path
        if path.startswith("/upload/"):
            return self._upload(call, path.split("/")[5])
        if found := re.fullmatch(r"/storage/v1/projects/([^/]+)/serviceAccount", path):
            email = "service-4711@gs-project-accounts.iam.gserviceaccount.com"
            return Answer.of({"kind": "storage#serviceAccount", "email_address": email})
        if path.rstrip("/") == "/storage/v1/b":
            return self._all(call)
        found = re.fullmatch(r"(?:/download)?/storage/v1/b/([^/]+)(/o(?:/(.+))?)?", path)
        assert found, path
        bucket = self._bucket(found[1])
        if found[3]:
            return self._object(call, bucket, found[3])
        if found[2]:
            return self._objects(call, bucket)
        return self._one(call, bucket)

    def _bucket(self, name: str) -> Bucket:
        if name in self.elsewhere:
            raise Refused(
                403, "PERMISSION_DENIED", f"You do not have storage.buckets.get access to {name}."
            )
        if name not in self.buckets:
            raise Refused(404, "NOT_FOUND", "The specified bucket does not exist.")
        return self.buckets[name]

    def _all(self, call: Call) -> Answer:
        if call.method == "GET":
            prefix = call.parameters.get("prefix", "")
            found = [each.json for name, each in self.buckets.items() if name.startswith(prefix)]
            return Answer.of({"items": found})
        given = call.json
        name = given["name"]
        if name in self.buckets or name in self.elsewhere:
            raise Refused(409, "ALREADY_EXISTS", "The requested bucket name is not available.")
        given.setdefault("storageClass", "STANDARD")
        given = {
            **given,
            "kind": "storage#bucket",
            "id": name,
            "timeCreated": THEN,
            "metageneration": "1",
        }
        self.buckets[name] = Bucket(given)
        return Answer.of(given)

    def _one(self, call: Call, bucket: Bucket) -> Answer:
        if call.method == "PATCH":
            for key, value in call.json.items():
                if isinstance(value, dict):
                    table = {**bucket.json.get(key, {}), **value}
                    bucket.json[key] = {
                        name: each for name, each in table.items() if each is not None
                    }
                else:
                    bucket.json[key] = value
        if call.method == "DELETE":
            if bucket.blobs:
                raise Refused(409, "CONFLICT", "The bucket you tried to delete is not empty.")
            del self.buckets[bucket.json["name"]]
            return Answer(204)
        return Answer.of(bucket.json)

    def _objects(self, call: Call, bucket: Bucket) -> Answer:
        prefix = call.parameters.get("prefix", "")
        names = sorted(name for name in bucket.blobs if name.startswith(prefix))
        return Answer.of({"items": [self._json(bucket, bucket.blobs[name]) for name in names]})

    def _object(self, call: Call, bucket: Bucket, name: str) -> Answer:
        blob = bucket.blobs.get(name)
        if blob is None:
            raise Refused(404, "NOT_FOUND", f"No such object: {name}")
        self._expect(call, blob)
        if call.method == "DELETE":
            del bucket.blobs[name]
            return Answer(204)
        if call.method == "PATCH":
            blob.metadata = call.json.get("metadata", blob.metadata)
            blob.metageneration += 1
            blob.updated = self.clock()
        if call.parameters.get("alt") == "media":
            return Answer(200, blob.content, {"x-goog-hash": f"crc32c={_crc(blob.content)}"})
        return Answer.of(self._json(bucket, blob))

    def _expect(self, call: Call, blob: Blob | None) -> None:
        wanted = call.parameters.get("ifGenerationMatch")
        if wanted is not None and int(wanted) != (blob.generation if blob else 0):
            message = "At least one of the pre-conditions you specified did not hold."
            raise Refused(412, "FAILED_PRECONDITION", message)

    def _upload(self, call: Call, name: str) -> Answer:
        if (session := call.parameters.get("upload_id")) in self.sessions:
            key, metadata, wanted = self.sessions.pop(session)
            call = Call(call.method, call.path, wanted, call.headers, call.body)
            return self._put(call, self._bucket(name), key, metadata, call.body)
        if call.parameters["uploadType"] == "resumable":
            given = call.json
            session = f"session-{len(self.sessions) + self.generations}"
            self.sessions[session] = (given["name"], given, call.query)
            where = f"http://{call.host}{call.path}?upload_id={session}"
            return Answer(200, b"", {"location": where, "content-length": "0"})
        head = f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode()
        told, _ = message_from_bytes(head + call.body).get_payload()
        given = json.loads(told.get_payload())
        return self._put(call, self._bucket(name), given["name"], given, _content(call))

    def _put(self, call: Call, bucket: Bucket, name: str, given: Any, content: bytes) -> Answer:
        self._expect(call, bucket.blobs.get(name))
        if "crc32c" in given and given["crc32c"] != _crc(content):
            raise Refused(400, "INVALID_ARGUMENT", "Provided CRC32C does not match.")
        self.generations += 1
        moment = self.clock()
        metadata = given.get("metadata", {})
        blob = Blob(name, content, self.generations, metadata, updated=moment)
        bucket.blobs[name] = blob
        return Answer.of(self._json(bucket, blob))

    def _json(self, bucket: Bucket, blob: Blob) -> dict[str, Any]:
        return {
            "kind": "storage#object",
            "name": blob.name,
            "bucket": bucket.json["name"],
            "generation": str(blob.generation),
            "metageneration": str(blob.metageneration),
            "metadata": blob.metadata,
            "size": str(len(blob.content)),
            "crc32c": _crc(blob.content),
            "timeCreated": blob.updated,
            "updated": blob.updated,
        }


def _crc(content: bytes) -> str:
    return base64.b64encode(google_crc32c.Checksum(content).digest()).decode()


def _content(call: Call) -> bytes:
    """The second part, to the byte: https://cloud.google.com/storage/docs/uploading-objects"""
    boundary = re.search(r"boundary=\"?([^\";]+)", call.headers["content-type"])
    assert boundary
    mark = b"--" + boundary[1].encode()
    part = call.body.split(mark)[2:-1]
    whole = mark.join(part)
    return whole.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
