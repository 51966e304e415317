"""Payments: what the provider tells by webhook is settled from a queue, once it is proven.

    POST /webhooks/payments ─────────────┐
    (receive: signed by the provider)    ├──► queue settlements ──► the books
    POST /payments/{payment_id}/refund ──┘    (settle)
    (refund: an administrator's)

Neither secret is in the code, in the configuration, or in what is deployed: `faasport.secret` has
them from the platform's store, and on your own machine from the shell or from `.env`.
"""

import hashlib
import hmac
import json
import logging
from dataclasses import asdict, dataclass
from typing import Annotated

import outbox

import faasport

log = logging.getLogger("payments")

MINUTES = 60


@dataclass
class Payment:
    """An amount in cents; a refund's is negative."""

    id: str
    cents: int


@faasport.http("POST", "/webhooks/payments")
def receive(request: faasport.Request, context: faasport.Context) -> faasport.Response:
    """A payment was made. The signature is over the bytes as they came: what is parsed and written
    again may differ by a space."""
    # A new secret holds within five minutes of being stored.
    key = faasport.secret("WEBHOOK_SECRET", max_age=5 * MINUTES)
    if not is_same(sign(request.body, key), request.headers.get("x-signature")):
        raise faasport.Unauthorized("The signature is not that of this body.")
    outbox.send(context, "settlements", asdict(payment_in(request.body)))
    return faasport.Response.json({"accepted": True}, 202)


@dataclass
class Refund:
    cents: int
    reason: str = ""


@faasport.http("POST", "/payments/{payment_id}/refund")
def refund(
    payment_id: str,
    order: Refund,
    context: faasport.Context,
    token: Annotated[str, faasport.Header("x-admin-token")] = "",
) -> faasport.Response:
    """Money back. The platform asks who calls, where it can (`auth`); the handler always does."""
    if not is_same(faasport.secret("ADMIN_TOKEN", max_age=5 * MINUTES), token):
        raise faasport.Unauthorized("This is for administrators.")
    if order.cents < 1:
        raise faasport.UnprocessableContent("A refund is of one cent or more.")
    outbox.send(context, "settlements", asdict(Payment(payment_id, -order.cents)))
    return faasport.Response.json({"refunded": order.cents}, 202)


@faasport.queue("settlements")
def settle(payment: Payment) -> None:
    """A payment gets into the books. It may come twice: the books know it by its id."""
    if payment.cents == 0:
        raise faasport.Reject(f"The payment {payment.id} is of nothing.")
    log.info("%s: %+d cents", payment.id, payment.cents)


def sign(body: bytes, key: str) -> str:
    return f"sha256={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}"


def is_same(expected: str, given: str | None) -> bool:
    """Compared in the same time wherever they differ. Bytes, because a header may hold anything."""
    return hmac.compare_digest(expected.encode(), (given or "").encode("utf-8", "replace"))


def payment_in(body: bytes) -> Payment:
    """What the provider tells, with whatever else it tells left out."""
    try:
        told = json.loads(body)
        return Payment(str(told["id"]), int(told["cents"]))
    except (ValueError, LookupError, TypeError):
        raise faasport.UnprocessableContent("A payment has an id and cents.") from None
