from datetime import datetime
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, S3Event
from orders_core import stored, ticked


def uploaded(event, context):
    for record in S3Event(event).records:
        item = record.s3.get_object
        stored(record.s3.bucket.name, unquote_plus(item.key), item.size)


def report(event, context):
    ticked(datetime.fromisoformat(EventBridgeEvent(event).time))
