"""What goes wrong in handlers."""

import sys
from datetime import datetime, timezone


def handler(event, context):
    how = event["pathParameters"]["how"]
    if how == "raises":
        raise RuntimeError("no")
    if how == "exits":
        sys.exit(3)
    return {
        "nothing": None,
        "text": "hello",
        "body": {"statusCode": 200, "body": {"a": 1}},
        "status": {"statusCode": "abc", "body": ""},
        "date": {"statusCode": 200, "body": "", "at": datetime(2024, 5, 1, tzinfo=timezone.utc)},
    }.get(how, {"statusCode": 200, "body": "ok"})
