"""The page of the platform lists what every codec of events loses, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.event_losses import LOSSES

PAGE = Path(__file__).parents[2] / "docs" / "platforms" / "aws.md"
NAMES = {
    "sqs": "SQS",
    "sns": "SNS",
    "s3": "S3 through EventBridge",
    "s3_notification": "S3 itself",
    "dynamodb": "DynamoDB",
    "eventbridge": "EventBridge",
    "schedule": "EventBridge Scheduler",
    "stream": "Kinesis",
    "kafka": "Kafka",
}


@pytest.mark.parametrize("codec", NAMES)
def test_what_is_lost_is_on_the_page(codec: str) -> None:
    losses = LOSSES[codec]

    row = f"| {NAMES[codec]} | {'; '.join(losses.events)} | {'; '.join(losses.outcome)} |"

    assert row in PAGE.read_text("utf-8").splitlines()


def test_every_codec_of_a_trigger_has_its_losses() -> None:
    assert set(EVENT_CODECS.values()) <= set(LOSSES)
    assert set(NAMES) == set(LOSSES) - {"kinesis"}  # which is what a stream is sent as
