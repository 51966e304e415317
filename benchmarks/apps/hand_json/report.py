"""By hand: a schedule."""

from datetime import datetime

from orders_core import ticked


def handler(event, context):
    ticked(datetime.fromisoformat(event["time"]))
