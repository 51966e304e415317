"""Resources that hold the user's data: what is in them, and how they are emptied and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faasport_aws.deployer.account import Account
from faasport_aws.deployer.refused import Refused

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@dataclass(frozen=True)
class Kind:
    """One type of them. `id_of` gives what CloudFormation calls one, by the rest of its ARN."""

    service: str
    id_of: Callable[[str], str]
    delete: Callable[[Account, str], None]
    is_empty: Callable[[Account, str], bool] = lambda account, name: False
    """Whether nothing is lost with it. What is rarely empty is not looked into."""


def _bucket(account: Account, name: str) -> None:
    """Every version of every object, and then the bucket."""
    empty(account, name)
    account.ask("s3", "delete_bucket", Bucket=name, ExpectedBucketOwner=account.number)


def _any(_key: str) -> bool:
    return True


def empty(
    account: Account, bucket: str, prefix: str = "", is_meant: Callable[[str], bool] = _any
) -> None:
    """Deletes every version of what is meant below a prefix."""
    owner = account.number
    pages = account.pages(
        "s3", "list_object_versions", Bucket=bucket, Prefix=prefix, ExpectedBucketOwner=owner
    )
    for page in pages:
        found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        objects = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in found
            if is_meant(each["Key"])
        ]
        if not objects:
            continue
        answer = account.ask(
            "s3",
            "delete_objects",
            Bucket=bucket,
            Delete={"Objects": objects, "Quiet": True},
            ExpectedBucketOwner=owner,
        )
        for error in answer.get("Errors", ()):
            raise Refused("s3:DeleteObjectVersion", error["Code"], error["Message"], "", 400)


def queue_url(account: Account, name: str) -> str:
    if name.startswith(("https://", "http://")):
        return name
    return str(account.ask("sqs", "get_queue_url", QueueName=name)["QueueUrl"])


def _queue(account: Account, name: str) -> None:
    account.ask("sqs", "delete_queue", QueueUrl=queue_url(account, name))


def _queue_is_empty(account: Account, name: str) -> bool:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/confirm-queue-is-empty.html"""
    url = queue_url(account, name)
    found = account.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=list(_COUNTS))
    return all(int(found["Attributes"].get(each, 0)) == 0 for each in _COUNTS)


def _table(account: Account, name: str) -> None:
    account.ask("dynamodb", "delete_table", TableName=name)


def _stream(account: Account, name: str) -> None:
    account.ask("kinesis", "delete_stream", StreamName=name, EnforceConsumerDeletion=True)


def _last(rest: str) -> str:
    return rest.rpartition("/")[2]


# What `id_of` gets is an ARN after the account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
KINDS: Mapping[str, Kind] = {
    "AWS::S3::Bucket": Kind("s3", _last, _bucket),
    "AWS::DynamoDB::Table": Kind("dynamodb", _last, _table),
    "AWS::Kinesis::Stream": Kind("kinesis", _last, _stream),
    "AWS::SQS::Queue": Kind("sqs", _last, _queue, _queue_is_empty),
}


# What else a user's own part of the template may have that people keep things in. To empty and
# delete these is nothing that we do.
OTHERS = frozenset(
    {
        "AWS::Cognito::UserPool",
        "AWS::DocDB::DBCluster",
        "AWS::DynamoDB::GlobalTable",
        "AWS::EC2::Volume",
        "AWS::EFS::FileSystem",
        "AWS::FSx::FileSystem",
        "AWS::KMS::Key",
        "AWS::MSK::Cluster",
        "AWS::Neptune::DBCluster",
        "AWS::OpenSearchService::Domain",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
        "AWS::SecretsManager::Secret",
        "AWS::Timestream::Table",
    }
)
# Before the transform: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html
_OF_SAM = frozenset({"AWS::Serverless::SimpleTable"})
HOLDING = frozenset(KINDS) | OTHERS | _OF_SAM
"""Types with which data goes."""


def delete(account: Account, kind: str, name: str) -> None:
    """It may be gone already."""
    try:
        KINDS[kind].delete(account, name)
    except Refused as refused:
        if not refused.is_absent:
            raise


def is_empty(account: Account, kind: str, name: str) -> bool:
    """Whether nothing of anybody's is in it, or it is gone."""
    try:
        return KINDS[kind].is_empty(account, name)
    except Refused as refused:
        if not refused.is_absent:
            raise
        return True
