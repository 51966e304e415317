"""From an invoice that was written to the parcel: a bucket, and a topic with two listeners."""

import logging
from dataclasses import dataclass
from pathlib import PurePosixPath

import outbox

import faasport

log = logging.getLogger("shop")


@dataclass
class Shipment:
    number: str
    invoice: str


@faasport.bucket("invoices", on="created", prefix="new/", suffix=".csv")
def announce(change: faasport.ObjectEvent, context: faasport.Context) -> None:
    number = PurePosixPath(change.key).stem
    outbox.publish(context, "shipments", {"number": number, "invoice": change.key})


@faasport.topic("shipments")
def pack(shipment: Shipment) -> None:
    log.info("packing %s by %s", shipment.number, shipment.invoice)


@faasport.topic("shipments")
async def notify(message: faasport.Message) -> None:
    shipment = message.json()
    if "number" not in shipment:
        raise faasport.Reject("A shipment without a number.")
    log.info("telling the customer of %s", shipment["number"])
