"""A page behind a load balancer, with and without multi-value headers."""

import json


def lambda_handler(event, context):
    several = "multiValueHeaders" in event
    query = event["multiValueQueryStringParameters" if several else "queryStringParameters"]
    told = {
        "group": event["requestContext"]["elb"]["targetGroupArn"].split(":")[2],
        "method": event["httpMethod"],
        "path": event["path"],
        "query": query,
        "several": several,
    }
    kind = "text/html; charset=utf-8"
    headers = {
        "multiValueHeaders": {"Content-Type": [kind], "Set-Cookie": ["a=1; Path=/", "b=2; Path=/"]}
    }
    single = {"headers": {"Content-Type": kind, "Set-Cookie": "a=1; Path=/"}}
    return {
        "statusCode": 200,
        "statusDescription": "200 OK",
        "isBase64Encoded": False,
        "body": f"<pre>{json.dumps(told, sort_keys=True)}</pre>",
        **(headers if several else single),
    }
