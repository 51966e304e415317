import json
import logging


def handler(event, context):
    for record in event["Records"]:
        order = json.loads(record["body"])
        if order["quantity"] < 1:
            raise ValueError(record["messageId"])
        logging.info("%s %s", record["messageId"], record["body"])


def nightly(event, context):
    logging.info("tidy")
