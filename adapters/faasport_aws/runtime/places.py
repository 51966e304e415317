"""SQS, SNS, Kinesis and S3, by the boto3 of Lambda's Python.

https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-dependencies
"""

from __future__ import annotations

from base64 import b64encode
from importlib import import_module
from uuid import uuid4

from faasport.runtime.errors import DeliveryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.context import Context

_clients: dict[str, Any] = {}


def send(kind: str, address: str, body: bytes, context: Context) -> None:
    """Send to a queue by its URL, a topic by its ARN, or a stream by its name."""
    if kind == "stream":
        own = "StreamARN" if address.startswith("arn:") else "StreamName"
        # Any shard will do.
        key = str(uuid4())
        _client("kinesis").put_record(**{own: address}, Data=body, PartitionKey=key)
        return
    text = _text(body)
    if kind == "topic":
        _client("sns").publish(TopicArn=address, Message=text)
    else:
        _client("sqs").send_message(QueueUrl=address, MessageBody=text)


def write(address: str, key: str, body: bytes) -> None:
    """Put an object."""
    _client("s3").put_object(Bucket=address, Key=key, Body=body)


def read(address: str, key: str, uri: str) -> bytes:  # S3 finds it by its names
    """An object's content."""
    found: bytes = _client("s3").get_object(Bucket=address, Key=key)["Body"].read()
    return found


def _text(body: bytes) -> str:
    """SQS and SNS carry text: other bytes go in base64, as they are read here again."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return b64encode(body).decode()


def _client(service: str) -> Any:
    if service not in _clients:
        try:
            boto3 = import_module("boto3")
        except ImportError:
            raise DeliveryError(
                f"There is no boto3 here to reach {service}: Lambda has it; elsewhere add it to "
                "the requirements."
            ) from None
        _clients[service] = boto3.client(service)
    return _clients[service]
