import json

from jobs import describe


def handler(event, context):
    for record in event["Records"]:
        message = record["Sns"]
        print(describe(message["Subject"], message["Message"]))
        if message["Message"] == "explode":
            raise RuntimeError("it did")
