"""The same work, with faasport: two events, and no model anywhere."""

import faasport
from orders_core import stored, ticked


@faasport.bucket("uploads", on="created")
def uploaded(change: faasport.ObjectEvent):
    stored(change.bucket, change.key, change.size)


@faasport.schedule("0 * * * *")
def report(tick: faasport.Tick):
    ticked(tick.scheduled_at)
