"""One project of Google Cloud for the suite of all platforms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.deployer.conformance.platform import Platform
from tests.deployer.gcp import google
from tests.deployer.gcp.account import PROJECT
from tests.deployer.gcp.google import Google
from tests.deployer.gcp.refusal import refused
from tests.deployer.gcp.storage import Bucket
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.server import serving

SERVICES = (
    "CLOUDFUNCTIONS",
    "PUBSUB",
    "CLOUDSCHEDULER",
    "EVENTARC",
    "SECRETMANAGER",
    "CLOUDRESOURCEMANAGER",
    "RUN",
    "STORAGE",
    "LOGGING",
    "IAM",
    "CLOUDTASKS",
    "BIGQUERY",
)
CLIENTS = (
    "faasport_gcp.deployer",
    "google.auth.transport.requests",
    "google.cloud.eventarc_v1",
    "google.cloud.functions_v2",
    "google.cloud.logging",
    "google.cloud.resourcemanager_v3",
    "google.cloud.run_v2",
    "google.cloud.scheduler_v1",
    "google.cloud.secretmanager_v1",
    "google.cloud.storage",
    "google.oauth2.id_token",
    "google.oauth2.service_account",
    "google.pubsub_v1",
)
READS = ("GET", "HEAD")
KEY_ID = "key-of-the-test"


@cache
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def credentials(url: str) -> dict[str, str]:
    """The key of a service account, as gcloud writes it."""
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": KEY_ID,
        "private_key": private_key(),
        "client_email": f"deployer@{PROJECT}.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": f"{url}/token",
    }


def variables(url: str, folder: Path) -> dict[str, str]:
    """By which Google's clients find it, and its credentials."""
    file = folder / "credentials.json"
    file.write_text(json.dumps(credentials(url)))
    overrides = {f"CLOUDSDK_API_ENDPOINT_OVERRIDES_{name}": url for name in SERVICES}
    return {
        **overrides,
        "GOOGLE_APPLICATION_CREDENTIALS": str(file),
        "CLOUDSDK_CONFIG": str(folder),
        "NO_PROXY": "127.0.0.1",
    }


class GoogleCloud(Platform):
    target: ClassVar[str] = "gcp"
    modules: ClassVar[tuple[str, ...]] = CLIENTS
    secrets: ClassVar[tuple[str, ...]] = (private_key().splitlines()[1], KEY_ID)

    def __init__(self) -> None:
        super().__init__()
        self.google = Google()

    @contextmanager
    def running(self, folder: Path) -> Iterator[Mapping[str, str]]:
        with serving(self._answer, self.gate, refusal=refused) as served:
            self.url = served.url
            self.empty()
            yield variables(served.url, folder)

    def _answer(self, call: Call) -> Answer:
        """By the account of now."""
        return self.google.answer(call)

    def empty(self) -> None:
        self.google = Google(url=self.url)

    def state(self) -> Any:
        return google.state(self.google)

    def data(self) -> Sequence[str]:
        found = [name for name, each in self.google.things.items() if "/subscriptions/" in name]
        buckets = [name for name in self.google.storage.buckets if not name.endswith("-source")]
        return sorted([*found, *buckets])

    def spoil(self) -> None:
        self.google.spoiled = 1

    def take_name(self) -> None:
        bucket = f"{PROJECT}-sample-dev-source"
        self.google.storage.buckets[bucket] = Bucket({"name": bucket, "location": "US"})

    def is_write(self, call: Call) -> bool:
        if call.path == "/token" or re.search(r":(getIamPolicy|list)$", call.plain_path):
            return False
        return call.method not in READS

    def tamper(self) -> None:
        name = f"projects/{PROJECT}/locations/us-central1/functions/sample-dev"
        self.google.things[name].message.service_config.available_memory = "4Gi"

    def say(self, function: str, lines: Sequence[str]) -> None:
        labels = {"service_name": "sample-dev"}
        for number, line in enumerate(lines):
            self.google.entries.append(
                {
                    "logName": f"projects/{PROJECT}/logs/stdout",
                    "resource": {"type": "cloud_run_revision", "labels": labels},
                    "timestamp": f"2126-11-22T08:00:{number:02}.000Z",
                    "insertId": f"{function}-{number}",
                    "labels": {"instanceId": "0123456789abcdef"},
                    "textPayload": line,
                }
            )

    def saved(self) -> Any:
        return self.google.saved()

    def restored(self, saved: Any) -> None:
        self.google = Google(url=self.url)
        self.google.restored(saved)

    def disturbed(self, journal: Sequence[Call], kind: str) -> Sequence[int]:
        """After a read the account is as after the write before it. Of calls that differ in a name
        alone the first will do, and for faults, which are all met in one place, some."""
        writes = _first_of_each(journal, self.is_write)
        reads = _first_of_each(journal, lambda call: not self.is_write(call))
        return sorted(writes if kind == "kill" else [*writes[::2], *reads[::_READS]])

    def meets(self, call: Call, kind: str) -> bool:
        """What gives out tokens refuses a grant, and knows no more of it."""
        return call.path != "/token" or kind not in ("denied", "quota", "throttled")


_READS = 8


def _first_of_each(journal: Sequence[Call], chosen: Callable[[Call], bool]) -> list[int]:
    found: dict[tuple[str, str], int] = {}
    for number, call in enumerate(journal, 1):
        if chosen(call):
            found.setdefault(_shape(call), number)
    return list(found.values())


def _shape(call: Call) -> tuple[str, str]:
    return call.method, re.sub(r"(sample|source|operation)-[^/:]*", "", call.plain_path)
