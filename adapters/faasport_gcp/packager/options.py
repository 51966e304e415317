"""`[tool.faasport.targets.gcp]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from faasport.packager.options import TargetFunction, TargetOptions
from faasport.project.table import Table, bounds, text

# https://cloud.google.com/iam/docs/principal-identifiers
MEMBER = r"^((user|group|serviceAccount|domain|principal|principalSet):\S+|allAuthenticatedUsers)$"
# https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
_NAMED = r"[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
# https://cloud.google.com/storage/docs/buckets#naming
_BUCKET = r"^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$"
# https://cloud.google.com/firestore/docs/manage-databases#database_id
_DATABASE = r"^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$"
# As Cloud Storage prints them or as Eventarc wants them, "EU" or "eu":
# https://cloud.google.com/eventarc/docs/locations
_LOCATION = r"^[A-Za-z0-9-]+$"
_CHANNEL = r"^projects/[^/]+/locations/[^/]+/channels/[^/]+$"

Member = Annotated[str, text(pattern=MEMBER)]
Topic = Annotated[str, text(pattern=rf"^(projects/[^/]+/topics/)?{_NAMED}$")]
Subscription = Annotated[str, text(pattern=rf"^(projects/[^/]+/subscriptions/)?{_NAMED}$")]
Location = Annotated[str, text(pattern=_LOCATION, to_lower=True)]
# https://cloud.google.com/iam/docs/service-accounts-create
_ACCOUNT = r"^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$"
Account = Annotated[str, text(pattern=_ACCOUNT)]
Cpu = Annotated[float, bounds(ge=0.08, le=8, strict=False)]
Ingress = Literal["all", "internal", "internal-and-load-balancer"]


class ExistingTopic(Table):
    """A topic of Pub/Sub, by its id or its whole name."""

    topic: Topic


class ExistingQueue(ExistingTopic):
    """With a subscription, that one is pushed to the function, and none is created."""

    subscription: Subscription | None = None


class ExistingBucket(Table):
    """A bucket; its location, where that is not the region of the functions."""

    name: Annotated[str, text(pattern=_BUCKET)]
    location: Location | None = None


class ExistingTable(Table):
    """A collection of Firestore, in a database that may be another than the default one."""

    database: Annotated[str, text(pattern=_DATABASE)] = "(default)"
    collection: str | None = None
    location: Location | None = None


class Existing(Table):
    """What is there already, by kind and by its name in the code."""

    queue: Mapping[str, ExistingQueue] = {}
    topic: Mapping[str, ExistingTopic] = {}
    bucket: Mapping[str, ExistingBucket] = {}
    table: Mapping[str, ExistingTable] = {}


class GcpFunction(TargetFunction):
    """What differs for one function."""

    cpu: Cpu | None = None


class Deploy(Table):
    """How `faasport deploy` does it."""

    project: str | None = None
    """The id of the project of Google Cloud; without it, the credentials' own."""
    tool: Literal["google", "terraform"] = "google"
    transport: Literal["rest", "grpc"] = "rest"
    variables: Mapping[str, str] = {}
    """Of the manifest, beside `project` and `region`."""


class GcpOptions(TargetOptions):
    """Where the functions run, who may call what answers HTTP, and what is there already."""

    region: Location = "us-central1"
    firestore_location: Location | None = None
    cpu: Cpu | None = None
    ingress: Ingress = "all"
    invokers: list[Member] = []
    """Who may call what answers HTTP, with `auth = "iam"`."""
    build_account: Account | None = None
    """That Google's build runs as; without it, as the project's default account."""
    channel: Annotated[str, text(pattern=_CHANNEL)] | None = None
    """Of Eventarc, that events of others come by; without it we create one."""
    channel_location: Location | None = None
    """Where we create it, if not in the region."""
    resources: Existing = Existing()
    deploy: Deploy = Deploy()
    functions: Mapping[str, GcpFunction] = {}
