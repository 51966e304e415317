"""`[tool.faasport.targets.aws.resources]`: what exists already, by its ARN.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

from typing import Annotated, Any

from faasport.project.table import Table, text

# No lengths: those of a name that is in an ARN are right.
_PLACE = r"[a-z0-9-]+:[0-9]{12}"
_START = r"^arn:aws[a-z-]*"
_NAME = "[A-Za-z0-9_.-]+"
_FIFO = r"[A-Za-z0-9_-]+(\.fifo)?$"


def _arn(rest: str) -> Any:
    return text(pattern=f"{_START}:{rest}")


QueueArn = Annotated[str, _arn(f"sqs:{_PLACE}:{_FIFO}")]
TopicArn = Annotated[str, _arn(f"sns:{_PLACE}:{_FIFO}")]
BucketArn = Annotated[str, _arn("s3:::[a-z0-9][a-z0-9.-]+$")]
TableArn = Annotated[str, _arn(f"dynamodb:{_PLACE}:table/{_NAME}$")]
TableStreamArn = Annotated[str, _arn(f"dynamodb:{_PLACE}:table/{_NAME}/stream/[A-Za-z0-9_:.-]+$")]
StreamArn = Annotated[str, _arn(f"kinesis:{_PLACE}:stream/{_NAME}$")]


class Existing(Table):
    """One resource that is neither created nor changed."""

    arn: Any

    @property
    def partition(self) -> str:
        return self._part(1)

    @property
    def name(self) -> str:
        """The last part of its ARN, without the kind that may be before it."""
        return self._part(5).partition("/")[2] or self._part(5)

    def _part(self, index: int) -> str:
        return str(self.arn).split(":", 5)[index]


class Queue(Existing):
    arn: QueueArn

    @property
    def ordered(self) -> bool:
        return self.arn.endswith(".fifo")

    @property
    def url(self) -> str:
        """https://docs.aws.amazon.com/general/latest/gr/sqs-service.html"""
        suffix = "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"
        return f"https://sqs.{self._part(3)}.{suffix}/{self._part(4)}/{self.name}"


class Topic(Existing):
    arn: TopicArn


class Bucket(Existing):
    arn: BucketArn


class DataTable(Existing):
    arn: TableArn
    stream_arn: TableStreamArn | None = None


class Stream(Existing):
    arn: StreamArn


class Resources(Table):
    """By kind, and by the name that the code has for it."""

    queue: dict[str, Queue] = {}
    topic: dict[str, Topic] = {}
    bucket: dict[str, Bucket] = {}
    table: dict[str, DataTable] = {}
    stream: dict[str, Stream] = {}

    def of(self, kind: str) -> dict[str, Existing]:
        found: dict[str, Existing] = getattr(self, kind, {})
        return found

    def find(self, kind: str, name: str) -> Existing | None:
        return self.of(kind).get(name)
