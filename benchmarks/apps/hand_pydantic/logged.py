"""By hand, and each failure is logged with its traceback, as faasport does."""

import logging

from orders_core import create_order
from orders_model import Order

LOG = logging.getLogger("orders")


def fulfil(event, context):
    failures = []
    for record in event["Records"]:
        try:
            order = Order.model_validate_json(record["body"])
            create_order(order.customer, order.sku, order.quantity, order.price)
        except Exception:
            identifier = record["messageId"]
            LOG.exception("%s failed (invocation %s)", identifier, context.aws_request_id)
            failures.append({"itemIdentifier": identifier})
    return {"batchItemFailures": failures}
