"""What AWS sends that is for another trigger, or for none: refused by its name."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport_aws.runtime import dynamodb, eventbridge, s3, sns, sqs, stream
from tests.codecs.aws_events import CHANGE, EVERY, published, put, queued, row

V2 = {"version": "2.0", "rawPath": "/", "requestContext": {"http": {"method": "GET"}}}


REFUSED = {
    "Cognito user pool": {"triggerSource": "PreSignUp_SignUp", "userPoolId": "p"},
    "Cognito Sync": {"datasetName": "d", "identityPoolId": "i"},
    "Lex": {"bot": {}, "currentIntent": {}},
    "CloudFormation": {"RequestType": "Create", "ResponseURL": "https://x"},
    "Config": {"invokingEvent": "{}", "resultToken": "t"},
    "CodePipeline": {"CodePipeline.job": {}},
    "Firehose": {"records": [{"recordId": "1", "data": ""}]},
    "CloudWatch Logs": {"awslogs": {"data": ""}},
    "authorizer": {"type": "TOKEN", "methodArn": "arn"},
    "WebSocket": {"requestContext": {"connectionId": "c"}},
    "Lambda destination": {"requestContext": {}, "requestPayload": {}},
    "Step Functions": {"Error": "E", "Cause": "c"},
    "S3 Batch": {"invocationSchemaVersion": "1.0", "tasks": []},
    "SES": {"Records": [{"eventSource": "aws:ses"}]},
    "AppSync": {"arguments": {}, "info": {}},
    "name no known source": {"Records": [{"body": "x"}]},
    "payload 2.0": V2,
}


@pytest.mark.parametrize("codec", EVERY)
@pytest.mark.parametrize("name", REFUSED)
def test_e15_what_is_none_of_ours_is_refused_by_name(codec: Any, name: str) -> None:
    with pytest.raises(PayloadError, match=r"^This is ") as refusal:
        codec.decode_events(REFUSED[name])

    assert name in str(refusal.value)


def test_e15_a_refusal_says_what_takes_the_payload() -> None:
    with pytest.raises(PayloadError) as of_http:
        sqs.decode_events(V2)
    with pytest.raises(PayloadError) as of_queue:
        dynamodb.decode_events({"Records": [queued()]})

    assert str(of_http.value) == (
        "This is payload 2.0 (an HTTP API or a function URL), not SQS messages: "
        "functions of @faasport.http take that."
    )
    assert str(of_queue.value) == (
        "This is an event of an SQS queue, not changes of a DynamoDB table: "
        "functions of @faasport.queue take that."
    )


@pytest.mark.parametrize("codec", [sqs, sns, s3, dynamodb, eventbridge, stream])
@pytest.mark.parametrize("native", [None, [], "text", 5, True, {}, {"a": 1}])
def test_e15_what_nobody_sends_is_refused_for_what_it_is(codec: Any, native: Any) -> None:
    with pytest.raises(PayloadError, match="through its trigger"):
        codec.decode_events(native)


@pytest.mark.parametrize("codec", [sqs, sns, s3, dynamodb, stream])
def test_e15_a_batch_of_several_sources_is_refused(codec: Any) -> None:
    kinds = [queued(), published(), CHANGE, row(), put()]

    with pytest.raises(PayloadError):
        codec.decode_events({"Records": kinds})
    with pytest.raises(PayloadError):
        codec.decode_events({"Records": kinds[::-1]})
