"""How Lambda calls a function: the event and a context."""

import sys


class Context:
    """What the handlers may read of Lambda's context."""

    function_name = "orders"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
    memory_limit_in_mb = "512"
    aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    log_group_name = "/aws/lambda/orders"
    log_stream_name = "2026/11/21/[$LATEST]abc"
    identity = client_context = tenant_id = None

    @staticmethod
    def get_remaining_time_in_millis():
        return 29000


def preloaded():
    """Logging as the runtime client sets it up before it imports the handler."""
    bootstrap = sys.modules.get("awslambdaric.bootstrap")
    if bootstrap is not None:
        bootstrap._setup_logging("TEXT", "", bootstrap.StandardLogSink())


def load(spec):
    """The handler; without a name one that does nothing, for what the process costs alone."""
    if not spec:
        return lambda event, context: {"statusCode": 200, "body": "{}"}
    module, _, name = spec.partition(":")
    return getattr(__import__(module, fromlist=("_",)), name)


def function_of(loaded):
    return loaded


def arguments(loaded, event):
    return event, Context


def answer(result):
    import json

    if result is None:
        seen = sys.modules["orders_core"].SEEN
        return {"seen": list(seen)}
    if "batchItemFailures" in result:
        failed = [each["itemIdentifier"] for each in result["batchItemFailures"]]
        return {"failures": sorted(failed)}
    body = result["body"]
    if result.get("isBase64Encoded"):
        import base64

        body = base64.b64decode(body)
        if result["statusCode"] == 200 and body[:1] != b"{":
            import hashlib

            return {"status": 200, "sha256": hashlib.sha256(body).hexdigest()}
    return {"status": int(result["statusCode"]), "body": json.loads(body)}
