"""What is on the shelves: a supplier's event fills them, and a change that empties one is told."""

import logging
from dataclasses import dataclass

import outbox

import faasport

log = logging.getLogger("shop")
LOW = 5


@dataclass
class Arrival:
    sku: str
    count: int


@faasport.event("com.example.supplier.arrived")
def receive(arrival: Arrival, context: faasport.Context) -> None:
    if arrival.count < 1:
        raise faasport.Reject(f"{arrival.count} of {arrival.sku} cannot arrive.")
    outbox.save(context, "stock", {"id": arrival.sku, "count": arrival.count})


@faasport.table("stock")
def watch(change: faasport.ChangeEvent) -> None:
    shelf = change.new
    if shelf is None:
        log.info("%s is sold no more", change.key["id"])
    elif "count" in shelf and shelf["count"] < LOW:
        log.warning("only %s of %s left", shelf["count"], change.key["id"])
