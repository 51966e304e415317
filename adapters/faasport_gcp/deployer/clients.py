"""Google's own clients, each made when it is first asked for.

They speak HTTP/1.1, which passes every proxy and which their gRPC does not need; `transport` has
them speak gRPC. Where a service is, the variables of gcloud say:
https://cloud.google.com/sdk/gcloud/reference/topic/configurations
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from faasport.deployer import client
from faasport_gcp.deployer import trouble

EXTRA = "gcp"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_OVERRIDE = "CLOUDSDK_API_ENDPOINT_OVERRIDES_"
# Module, class, and gcloud's word for the service.
SERVICES = {
    "functions": ("google.cloud.functions_v2", "FunctionServiceClient", "cloudfunctions"),
    "publisher": ("google.pubsub_v1", "PublisherClient", "pubsub"),
    "subscriber": ("google.pubsub_v1", "SubscriberClient", "pubsub"),
    "scheduler": ("google.cloud.scheduler_v1", "CloudSchedulerClient", "cloudscheduler"),
    "eventarc": ("google.cloud.eventarc_v1", "EventarcClient", "eventarc"),
    "secrets": ("google.cloud.secretmanager_v1", "SecretManagerServiceClient", "secretmanager"),
    "projects": ("google.cloud.resourcemanager_v3", "ProjectsClient", "cloudresourcemanager"),
    "run": ("google.cloud.run_v2", "ServicesClient", "run"),
}
# Services that have no client that speaks HTTP: they are asked as their reference tells.
PLAIN = {
    "iam": ("https://iam.googleapis.com", "iam"),
    "tasks": ("https://cloudtasks.googleapis.com", "cloudtasks"),
    "bigquery": ("https://bigquery.googleapis.com", "bigquery"),
}


class Clients:
    """Of one project, with one account's credentials."""

    def __init__(self, project: str, transport: str) -> None:
        self._transport = transport
        self._made: dict[str, Any] = {}
        self.credentials, found = _credentials()
        self.project: str = project or found or ""

    def of(self, service: str) -> Any:
        """One of SERVICES."""
        if service not in self._made:
            self._made[service] = self._client(*SERVICES[service])
        return self._made[service]

    @property
    def storage(self) -> Any:
        if "storage" not in self._made:
            with client.of_extra(EXTRA):
                storage = import_module("google.cloud.storage")
            at = _endpoint("storage")
            options = {"api_endpoint": at} if at else None
            made = storage.Client(self.project, self.credentials, client_options=options)
            # For traces, which nobody keeps here, it asks about the bucket beside what it is asked,
            # in threads: https://github.com/googleapis/google-cloud-python/blob/main/packages/google-cloud-storage/google/cloud/storage/_bucket_metadata_cache.py
            made._bucket_metadata_cache = None
            self._made["storage"] = made
        return self._made["storage"]

    @property
    def logging(self) -> Any:
        if "logging" not in self._made:
            with client.of_extra(EXTRA):
                logging = import_module("google.cloud.logging")
            at = _endpoint("logging")
            self._made["logging"] = logging.Client(
                project=self.project,
                credentials=self.credentials,
                _use_grpc=False,
                client_options={"api_endpoint": at} if at else None,
            )
        return self._made["logging"]

    @property
    def session(self) -> Any:
        """For plain requests, with the credentials."""
        if "session" not in self._made:
            with client.of_extra(EXTRA):
                requests = import_module("google.auth.transport.requests")
            self._made["session"] = requests.AuthorizedSession(self.credentials)
        return self._made["session"]

    def ask(self, service: str, method: str, path: str, body: Any = None) -> Any:
        """A request to one of PLAIN; its answer, or the error that Google's clients raise."""
        exceptions = import_module("google.api_core.exceptions")
        host, override = PLAIN[service]
        url = f"{(_endpoint(override) or host).rstrip('/')}/{path}"
        # What a token of itself costs is bounded as the request is.
        response = self.session.request(
            method, url, json=body, timeout=TIMEOUT, max_allowed_time=TIMEOUT
        )
        if not response.ok:
            raise exceptions.from_http_response(response)
        return response.json() if response.content else {}

    def _client(self, module: str, name: str, override: str) -> Any:
        with client.of_extra(EXTRA):
            made = getattr(import_module(module), name)
        at = _endpoint(override)
        return made(
            credentials=self.credentials,
            transport=self._transport,
            client_options={"api_endpoint": at} if at else None,
        )


TIMEOUT = 60.0
"""Seconds for one request."""
ONCE: dict[str, Any] = {"retry": None, "timeout": TIMEOUT}
"""For each request: we ask again ourselves, in one place and within bounds."""


def _credentials() -> tuple[Any, str | None]:
    with client.of_extra(EXTRA):
        import google.auth
        from google.auth import exceptions
    try:
        found: tuple[Any, str | None] = google.auth.default(scopes=[SCOPE])
    except exceptions.GoogleAuthError as error:
        raise trouble.fault(error, "target gcp", "") from error
    return found


def _endpoint(override: str) -> str:
    return os.environ.get(f"{_OVERRIDE}{override.upper()}", "").rstrip("/")
