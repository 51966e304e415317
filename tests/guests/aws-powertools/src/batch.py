"""Orders of a queue, with Powertools' batch processor."""

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def work(record):
    order = record.json_body
    if order["sku"] == "bad":
        raise ValueError("there is no such article")
    return order["sku"]


def handler(event, context):
    return process_partial_response(
        event=event, record_handler=work, processor=processor, context=context
    )
