"""By hand: the objects of a bucket."""

from urllib.parse import unquote_plus

from orders_core import stored


def handler(event, context):
    for record in event["Records"]:
        told = record["s3"]
        item = told["object"]
        stored(told["bucket"]["name"], unquote_plus(item["key"]), item["size"])
