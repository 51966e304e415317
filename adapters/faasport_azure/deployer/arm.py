"""Resource Manager, and what else takes its tokens: plain JSON through the SDK's own pipeline.

The SDK has no deployments of its own since version 25; its pipeline has the credentials, the
retries and the registration of providers, and sends whatever it is given.
https://learn.microsoft.com/python/api/overview/azure/mgmt-resource-readme
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from faasport.deployer import faults, waiting
from faasport.deployer.client import of_extra
from faasport_azure.deployer import refusal
from faasport_azure.deployer.place import Place

_EVERY = ("GET", "HEAD", "PUT", "DELETE", "POST")


class Arm:
    """One subscription's, for one place. Making one calls nothing."""

    def __init__(self, place: Place) -> None:
        with of_extra("azure"):
            from azure.core import exceptions
            from azure.core.rest import HttpRequest
            from azure.identity import DefaultAzureCredential
            from azure.mgmt.resource.resources import ResourceManagementClient

            from faasport_azure.deployer.retries import Retries

        self.place = place
        self._request, self._exceptions = HttpRequest, exceptions
        self._said_at = ""
        try:
            self.credential = DefaultAzureCredential()
        except ValueError as error:  # a variable of its own that says what it does not know
            raise faults.BadSetting(
                "azure: AZURE_TOKEN_CREDENTIALS", f"{error}", "Say another, or leave it out."
            ) from None
        self._client = ResourceManagementClient(
            self.credential,
            place.subscription,
            base_url=place.endpoint,
            credential_scopes=[f"{place.endpoint}/.default"],
            retry_policy=Retries(),
        )

    def get(self, path: str, api: str, **query: str) -> Any | None:
        """What is there; None if there is nothing."""
        answer = self.sent("GET", self.url(path, api, **query))
        return None if answer.status_code == 404 else self._json(answer, path, "read")

    def every(self, path: str, api: str, **query: str) -> Iterator[dict[str, Any]]:
        """All pages of a list; nothing where there is none."""
        url: str | None = self.url(path, api, **query)
        while url:
            answer = self.sent("GET", url)
            if answer.status_code == 404:
                return
            page = self._json(answer, path, "read")
            yield from page.get("value", ())
            url = page.get("nextLink")

    def ask(self, path: str, api: str, body: Any = None) -> Any:
        """A POST that changes nothing, and may be sent again."""
        answer = self.sent("POST", self.url(path, api), json=body)
        return self._json(answer, path, "action")

    def predict(self, path: str, api: str, body: Any) -> Any:
        """As `ask`, of what takes a while."""
        answer = self.sent("POST", self.url(path, api), json=body)
        if answer.status_code != 202:
            return self._json(answer, path, "action")
        place = answer.headers["Location"]

        def ended() -> Any | None:
            found = self.sent("GET", place)
            return None if found.status_code == 202 else self._json(found, path, "action")

        result = waiting.until(ended, within=600)
        if result is None:
            raise faults.Unreachable(self.place.where, f"{path} did not end.", "Try again.")
        return result

    def put(self, path: str, api: str, body: Any) -> Any:
        return self._json(self.sent("PUT", self.url(path, api), json=body), path, "write")

    def delete(self, path: str, api: str) -> bool:
        """Begin to; False if it is gone already."""
        answer = self.sent("DELETE", self.url(path, api))
        if answer.status_code in (204, 404):
            return False
        if answer.status_code >= 400:
            raise self.refused(answer, path, "delete")
        return True

    def sent(
        self,
        method: str,
        url: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        once: bool = False,
    ) -> Any:
        """The answer, whatever its status. `once`: no retries, where a second would be another."""
        headers = {} if content is None else {"Content-Type": "application/zip"}
        options: dict[str, Any] = {"retry_total": 0} if once else {"retry_on_methods": _EVERY}
        request = self._request(method, url, json=json, content=content, headers=headers)
        raised = self._exceptions
        try:
            answer = self._client.send_request(request, **options)
        except raised.ClientAuthenticationError as error:
            raise self.unauthenticated(error) from None
        except (raised.ServiceRequestError, raised.ServiceResponseError) as error:
            raise faults.Unreachable(
                f"{self.place.where}: {method} {url.partition('?')[0]}",
                f"the connection failed again and again: {error.message}.",
                "See whether this machine reaches it, then give the same command again.",
            ) from None
        self._said_at = answer.headers.get("Date") or self._said_at
        return answer

    @property
    def now(self) -> datetime:
        """By the service's clock, which dates what it is told: ours may be wrong."""
        try:
            return parsedate_to_datetime(self._said_at).replace(tzinfo=timezone.utc)
        except (TypeError, ValueError):
            return datetime.now(timezone.utc)

    def refused(self, answer: Any, path: str, asked: str) -> faults.Fault:
        """The fault that an answer is."""
        said = refused(answer)
        return refusal.fault(f"{self.place.where}: {_short(path)}", said, _action(path, asked))

    def _json(self, answer: Any, path: str, asked: str) -> Any:
        if answer.status_code >= 400:
            raise self.refused(answer, path, asked)
        return answer.json() if answer.content else {}

    def url(self, path: str, api: str, **query: str) -> str:
        given = urlencode({"api-version": api, **query})
        return f"{self.place.endpoint}{quote(path, safe='/()$')}?{given}"

    def unauthenticated(self, error: Exception) -> faults.Fault:
        """None found, or one that no longer holds. The SDK's text lists what it tried, and may
        quote what an identity service said: only its first line is told."""
        said = (str(error).splitlines() or [""])[0]
        is_missing = isinstance(error, self._exceptions.ClientAuthenticationError) and (
            type(error).__name__ == "CredentialUnavailableError"
            or "failed to retrieve a token" in said
        )
        if "expired" in str(error).lower() or not is_missing:
            return faults.ExpiredCredentials(
                self.place.where, f"the credentials are not taken: {said}",
                "Run az login again, or renew AZURE_CLIENT_SECRET.",
            )  # fmt: skip
        return faults.NoCredentials(
            self.place.where,
            "no credentials were found: no variables (AZURE_CLIENT_ID ...), no managed identity, "
            "and no login of az.",
            "Run az login; elsewhere set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
        )


def refused(answer: Any) -> refusal.Refusal:
    """What an answer says of why."""
    request = answer.headers.get("x-ms-request-id") or answer.headers.get(
        "x-ms-correlation-request-id"
    )
    try:
        body = answer.json()
    except ValueError:
        body = {"message": answer.text()[:300]}
    found = refusal.of_error(body, answer.status_code, request or "")
    asked = answer.headers.get("Retry-After") if answer.status_code >= 400 else None
    told = f"{found.message.rstrip('.')}. It asks us to wait for {asked} s" if asked else ""
    return replace(found, message=told) if told else found


def _short(path: str) -> str:
    return path.partition("/providers/")[2] or path.rpartition("/")[2]


def _action(path: str, asked: str) -> str:
    """Such as Microsoft.Web/sites/write."""
    parts = path.rpartition("/providers/")[2].split("/")
    if not path.count("/providers/"):
        return f"Microsoft.Resources/subscriptions/resourceGroups/{asked}"
    kind = "/".join([parts[0], *parts[1::2]])
    return f"{kind}/{asked}"
