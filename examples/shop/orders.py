"""A shop that runs on events, from the order to the parcel:

    POST /orders ──► queue orders ──► bucket invoices ──► topic shipments
                     (fulfil)         (announce)          (pack, notify)
    an event of the supplier's ──► table stock ──► a warning        every morning ──► a report
    (receive)                      (watch)                          (report)

Each arrow is a handler that is a plain function of what came in. What it sends on goes through
`outbox`, the one module here that knows platforms.

Deliveries may repeat, on every platform: an order's number is made from the order, so that a second
delivery writes the same invoice once more and no other.
"""

import csv
import hashlib
import io
import json
from dataclasses import asdict, dataclass
from typing import Literal

import outbox

import faasport

PRICES = {"bread": 280, "jam": 320, "tea": 450}
"""In cents."""


@dataclass
class Order:
    customer: str
    sku: Literal["bread", "jam", "tea"]
    quantity: int = 1

    @property
    def number(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True).encode()
        return hashlib.sha256(told).hexdigest()[:12]


@faasport.http("POST", "/orders")
def accept(order: Order, context: faasport.Context) -> faasport.Response:
    outbox.send(context, "orders", asdict(order))
    return faasport.Response.json({"number": order.number}, 202)


@faasport.queue("orders", batch_size=10)
def fulfil(order: Order, context: faasport.Context) -> None:
    if order.quantity < 1:
        raise faasport.Reject(f"Nobody can fulfil {order.quantity} of {order.sku}.")
    outbox.put(context, "invoices", f"new/{order.number}.csv", invoice(order))


def invoice(order: Order) -> str:
    """Two lines of CSV."""
    row = {**asdict(order), "cents": PRICES[order.sku] * order.quantity}
    page = io.StringIO()
    lines = csv.DictWriter(page, ["number", *row])
    lines.writeheader()
    lines.writerow({"number": order.number, **row})
    return page.getvalue()
