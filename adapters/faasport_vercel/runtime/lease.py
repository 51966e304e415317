"""The lease of a message: the right to settle it, by the HTTP API of Vercel Queues.

Standard library only, and only imported where a message has arrived; every call blocks.
https://vercel.com/docs/queues/api
"""

from __future__ import annotations

import json
import os
import re

from faasport.runtime.errors import FaasportError, PayloadError

from .queue import COUNT, CREATED, GROUP, ID, RECEIPT, REGION, TOPIC, TYPE, seconds_of
from .request import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.headers import Headers

API = "/api/v3/topic"
ANSWER_SECONDS = 30.0
# The emulators' own: they serve one working copy, and have no deployment to pin messages to.
DEVELOPMENT_TOKEN = "vc-dev-token"  # noqa: S105  # known to all
# What a region is called; anything else in its place might be another host, which would be given
# the token and believed.
_REGION = re.compile(r"[a-z]{2,5}\d{1,2}", re.ASCII)
# The longest that Vercel keeps a message.
RETENTION_SECONDS = 604_800


class LeaseError(FaasportError):
    """The queue did not do what it was asked for."""

    def __init__(self, what: str, status: int, said: bytes) -> None:
        super().__init__(f"{what}: {status} {said[:300].decode('utf-8', 'replace')}".rstrip())
        self.status = status
        self.said = said


class Lease:
    """What a delivery lets its consumer do."""

    __slots__ = ("_base", "_consumer", "_receipt", "_token", "_topic", "topic")

    def __init__(self, told: dict[str, str], headers: Headers) -> None:
        from urllib.parse import quote

        region = told.get(REGION) or os.environ.get("VERCEL_REGION") or "iad1"
        if _REGION.fullmatch(region) is None:
            raise PayloadError(f"{region!r} is no region of Vercel's.")
        base = os.environ.get("VERCEL_QUEUE_BASE_URL") or "https://{region}.vercel-queue.com"
        self._base = base.replace("{region}", region).rstrip("/")
        self._token = (
            os.environ.get("VERCEL_QUEUE_TOKEN")
            or headers.get(TOKEN)
            or os.environ.get("VERCEL_OIDC_TOKEN")
            or ""
        )
        self.topic = told[TOPIC]
        self._topic = f"{API}/{quote(told[TOPIC], safe='')}"
        self._consumer = f"{self._topic}/consumer/{quote(told[GROUP], safe='')}"
        self._receipt = quote(told.get(RECEIPT, ""), safe="")

    def hold(self, seconds: float) -> bool:
        """Keep the message from others for so long. False if it is not ours (any more)."""
        try:
            self.settle(
                {"method": "PATCH", "body": {"visibilityTimeoutSeconds": seconds_of(seconds)}}
            )
        except LeaseError as fault:
            # The message expires before; the lease itself is good.
            if fault.status == 400 and b"messageExpiresAt" in fault.said:
                return True
            if fault.status not in {404, 409, 410}:
                raise
            return False
        return True

    def settle(self, lease: dict[str, Any]) -> None:
        """DELETE acknowledges, PATCH delivers again later. Raises LeaseError."""
        body = lease.get("body")
        self._ask(
            lease["method"],
            f"{self._consumer}/lease/{self._receipt}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )

    def bury(self, topic: str, message: str, body: bytes, content_type: str) -> None:
        """Send the payload to the dead letters; once, however often that is tried."""
        headers = {
            "Content-Type": content_type,
            "Vqs-Idempotency-Key": f"dead-letter-{message}",
            "Vqs-Retention-Seconds": str(RETENTION_SECONDS),
        }
        from urllib.parse import quote

        try:
            # Whichever deployment comes to look at them may have them.
            self._ask("POST", f"{API}/{quote(topic, safe='')}", body, headers, pinned=False)
        except LeaseError as fault:
            # 409: it was sent by a delivery before, which could not let go of the lease.
            if fault.status != 409:
                raise

    def fetch(self, message: str, seconds: float) -> dict[str, Any]:
        """The delivery of a message that was only named; it is leased by that."""
        from urllib.parse import quote

        headers = {
            "Accept": "application/x-ndjson",
            "Vqs-Visibility-Timeout-Seconds": str(seconds_of(seconds)),
        }
        path = f"{self._consumer}/id/{quote(message, safe='')}"
        said = self._ask("POST", path, b"", headers)
        try:
            told = json.loads(said)
            self._receipt = quote(told["receiptHandle"], safe="")
            return self._delivery(told)
        except (KeyError, TypeError, ValueError):
            raise LeaseError(f"POST {self._base}{path} sends no message", 200, said) from None

    def _delivery(self, told: dict[str, Any]) -> dict[str, Any]:
        pairs = (
            ("ce-type", TYPE),
            (TOPIC, self.topic),
            (GROUP, self._consumer.rpartition("/")[2]),
            (ID, told["messageId"]),
            (RECEIPT, told["receiptHandle"]),
            (COUNT, str(told.get("deliveryCount", 1))),
            (CREATED, told.get("timestamp") or ""),
            ("content-type", told.get("contentType") or "application/octet-stream"),
        )
        return {
            "method": "POST",
            "target": "/",
            "headers": [list(pair) for pair in pairs],
            "body_base64": told["body"],
        }

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
        *,
        pinned: bool = True,
    ) -> bytes:
        from http.client import HTTPConnection, HTTPException, HTTPSConnection
        from urllib.parse import urlsplit

        base = urlsplit(self._base)
        kind = HTTPConnection if base.scheme == "http" else HTTPSConnection
        connection = kind(base.netloc, timeout=ANSWER_SECONDS)
        try:
            all_headers = {**headers, **self._credentials(pinned)}
            connection.request(method, base.path + path, body, all_headers)
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, HTTPException) as fault:
            raise LeaseError(f"{method} {self._base}{path}", 0, str(fault).encode()) from fault
        finally:
            connection.close()
        if not 200 <= answer.status < 300:
            raise LeaseError(f"{method} {self._base}{path}", answer.status, said)
        return said

    def _credentials(self, pinned: bool) -> dict[str, str]:
        deployment = os.environ.get("VERCEL_DEPLOYMENT_ID")
        of_deployment = pinned and deployment and self._token != DEVELOPMENT_TOKEN
        return {
            "Authorization": f"Bearer {self._token}",
            **({"Vqs-Deployment-Id": str(deployment)} if of_deployment else {}),
        }
