"""AWS, by boto3: Lambda's own Python has it, so it is none of the shop's dependencies."""

from functools import cache
from typing import Any


@cache
def client(service: str) -> Any:
    import boto3

    return boto3.client(service)


def send(queue_url: str, body: bytes) -> None:
    client("sqs").send_message(QueueUrl=queue_url, MessageBody=body.decode())


def publish(topic_arn: str, body: bytes) -> None:
    client("sns").publish(TopicArn=topic_arn, Message=body.decode())


def put(bucket: str, key: str, content: bytes) -> None:
    client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def save(table: str, row: dict[str, Any]) -> None:
    item = {
        name: {"N": str(value)} if isinstance(value, int) else {"S": str(value)}
        for name, value in row.items()
    }
    client("dynamodb").put_item(TableName=table, Item=item)
