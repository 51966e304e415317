"""Users, as a tutorial has them."""
import json
import os  # for the table
from decimal import Decimal

TABLE = os.environ.get("TABLE", "users")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET,POST",
}
USERS = {"1": {"name": "Ada", "score": Decimal("1.5")}, "5": {"name": "Zoë", "score": Decimal(2)}}


class Numbers(json.JSONEncoder):
    def default(self, o):
        return float(o) if isinstance(o, Decimal) else super().default(o)


def response(status, body):
    """What the gateway wants."""
    return {
        "statusCode": status,
        "headers": CORS,  # by hand
        "body": json.dumps(body, cls=Numbers),
    }


def not_found(what="user"):
    return response(404, {"error": f"no {what}"})


def list_users(event, context):
    query = event.get("queryStringParameters") or {}
    found   =   [each for each in USERS.values() if query.get("name", each["name"]) == each["name"]]
    # spaces above stay
    return response(200, found)


def get(event, context):
    key = event["pathParameters"]["id"]
    if key not in USERS:
        return not_found()
    return response(200, {"id": key, **USERS[key]})


def add(event, context):
    try:
        user = json.loads(event.get("body") or "{}")
    except ValueError as error:
        return response(400, {"error": str(error)})
    if not event.get("body"):
        return response(422, {"error": "send one"})
    if "name" not in user:
        result = {"statusCode": 422, "body": ""}
        return result
    return {
        "statusCode": 201,
        "isBase64Encoded": False,
        "headers": {"Content-Type": "application/json", **CORS},
        "body": json.dumps({"added": user, "by": event["headers"].get("x-by", "?")}, indent=2, ensure_ascii=False),
    }
