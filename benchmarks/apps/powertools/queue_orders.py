from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from orders_core import create_order
from orders_model import Order

processor = BatchProcessor(event_type=EventType.SQS)


def take(record):
    order = Order.model_validate_json(record.body)
    return create_order(order.customer, order.sku, order.quantity, order.price)


def fulfil(event, context):
    return process_partial_response(
        event=event, record_handler=take, processor=processor, context=context
    )
