import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"id": bool(context.aws_request_id)})}
