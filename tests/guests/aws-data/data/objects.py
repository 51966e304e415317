"""Uploads and removals in a bucket."""

import re
from urllib.parse import unquote_plus

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def on_upload(event, context):
    for record in event["Records"]:
        assert record["eventSource"] == "aws:s3"
        assert record["eventName"].startswith("ObjectCreated:")
        assert STAMP.fullmatch(record["eventTime"])
        assert record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{record['s3']['bucket']['name']}"
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.endswith("broken.png"):
            raise ValueError(f"{key} is no image")
        assert re.fullmatch("[0-9A-F]+", record["s3"]["object"]["sequencer"])
        assert record["responseElements"]["x-amz-request-id"]


def on_removal(event, context):
    assert event["source"] == "aws.s3"
    assert event["detail-type"] == "Object Deleted"
    assert event["version"] == "0"
    assert event["account"].isdigit()
    if event["detail"]["object"]["key"] == "keep":
        raise PermissionError("this was to be kept")
