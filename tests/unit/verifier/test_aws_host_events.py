"""Events to hand-written Lambda functions: no line of faasport's runtime answers here."""

from __future__ import annotations

import json
import textwrap

import pytest

from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Parameter
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, rejected
from faasport.runtime.record import Record
from faasport.verifier.case import request_of
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_aws.host import Host

MODULE = """
import json, os

class DeliveryError(Exception):
    pass

def note(records):
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(json.dumps(records) + "\\n")

def handler(event, context):
    records = event["Records"]
    note([each.get("body") or each["kinesis"]["data"] for each in records])
    failed = [each for each in records if each.get("body", "").startswith("bad")
              or each.get("kinesis", {}).get("data") == "YmFk"]
    names = [each.get("messageId") or each["kinesis"]["sequenceNumber"] for each in failed]
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}

def told(event, context):
    said = event["Records"][0]["Sns"]["Message"]
    note([said])
    if said == "bad":
        raise DeliveryError("event 1: retry")
    if said == "worse":
        raise ValueError("a fault of ours")
"""
TEMPLATE = """
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: shop-dev-orders}}
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: shop-dev-news}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {}}
  Reporting:
    Type: AWS::Serverless::Function
    Properties:
      Handler: faasport_entry.reporting.handler
      CodeUri: code.zip
      Environment:
        Variables:
          SEEN: SEEN_FILE
          FAASPORT_QUEUE_ORDERS: {Ref: Queue}
          FAASPORT_TOPIC_NEWS: {Ref: Topic}
          FAASPORT_BUCKET_UPLOADS: {Ref: Bucket}
          SECRET: {Ref: Secret}
      Events:
        Trigger:
          Type: SQS
          Properties: {BatchSize: 3, FunctionResponseTypes: [ReportBatchItemFailures]}
  Silent:
    Type: AWS::Serverless::Function
    Properties:
      Handler: faasport_entry.silent.handler
      CodeUri: code.zip
      Environment: {Variables: {SEEN: SEEN_FILE}}
      Events: {Trigger: {Type: SQS, Properties: {}}}
  Stream:
    Type: AWS::Serverless::Function
    Properties:
      Handler: faasport_entry.stream.handler
      CodeUri: code.zip
      Environment: {Variables: {SEEN: SEEN_FILE}}
      Events:
        Trigger:
          Type: Kinesis
          Properties: {BatchSize: 2, FunctionResponseTypes: [ReportBatchItemFailures]}
  News:
    Type: AWS::Serverless::Function
    Properties:
      Handler: faasport_entry.news.handler
      CodeUri: code.zip
      Environment: {Variables: {SEEN: SEEN_FILE}}
      Events: {Trigger: {Type: SNS, Properties: {}}}
"""


@pytest.fixture
def seen(tmp_path):
    """What each invocation was given."""
    file = tmp_path / "seen.jsonl"
    file.write_text("")
    return lambda: [json.loads(line) for line in file.read_text().splitlines()]


def lay_out(folder):
    code = folder / "code" / "faasport_entry"
    code.mkdir(parents=True)
    for name in ("__init__", "reporting", "silent", "stream", "news"):
        (code / f"{name}.py").write_text(textwrap.dedent(MODULE))
    template = TEMPLATE.replace("SEEN_FILE", str(folder / "seen.jsonl"))
    (code / "news.py").write_text(MODULE + "\nhandler = told\n")
    (folder / "template.yaml").write_text(template)
    return folder


def consumer(label, kind="queue", *parameters):
    trigger = DeclaredTrigger(kind=kind, name="orders", parameters=parameters)
    return Consumer(label, DeclaredFunction(label, "shop", (trigger,)), trigger, 0)


def messages(*bodies, **options):
    return [Message(id=f"m{n}", body=body.encode(), **options) for n, body in enumerate(bodies)]


def verdicts(outcome):
    assert isinstance(outcome, Outcome)
    return list(outcome.verdicts)


def test_the_failed_items_of_a_batch_are_those_that_the_function_names(started, seen):
    with started(Host, lay_out) as host:
        outcome = host.deliver(consumer("reporting"), messages("a", "bad", "c"))

    assert verdicts(outcome) == [DONE, RETRY, DONE]
    assert seen() == [["a", "bad", "c"]]


def test_more_than_a_batch_are_several_invocations(started, seen):
    with started(Host, lay_out) as host:
        outcome = host.deliver(consumer("reporting"), messages("a", "bad", "c", "d", "bad2"))

    assert verdicts(outcome) == [DONE, RETRY, DONE, DONE, RETRY]
    assert seen() == [["a", "bad", "c"], ["d", "bad2"]]


def test_what_is_behind_a_failure_of_its_order_is_not_delivered(started, seen):
    events = [
        *messages("a", "bad", "c", order="one"),
        *(Message(id=f"n{n}", body=b"d", order=order) for n, order in enumerate(["one", "two"])),
    ]

    with started(Host, lay_out) as host:
        outcome = host.deliver(consumer("reporting"), events)

    assert verdicts(outcome) == [DONE, RETRY, DONE, RETRY, DONE]
    assert seen() == [["a", "bad", "c"], ["d"]]


def test_a_handler_that_wants_all_at_once_is_given_no_more_than_a_batch(started, seen):
    whole = consumer("reporting", "queue", Parameter("all", "batch", ""))

    with started(Host, lay_out) as host:
        host.deliver(whole, messages("a", "b", "c"))
        with pytest.raises(NotExpressibleError, match="this source brings 3") as refused:
            host.deliver(whole, messages("a", "b", "c", "d"))

    assert refused.value.source.startswith("https://docs.aws.amazon.com/")
    assert seen() == [["a", "b", "c"]]


def test_nobody_reads_the_answer_of_a_mapping_that_does_not_say_so(started):
    with started(Host, lay_out) as host:
        outcome = host.deliver(consumer("silent"), messages("a", "bad"))

    assert verdicts(outcome) == [DONE, DONE]


def test_a_log_is_read_no_further_than_what_failed(started, seen):
    events = [
        Record(value=value, partition=shard, offset=str(n))
        for n, (value, shard) in enumerate([(b"a", "0"), (b"bad", "0"), (b"c", "1")])
    ]

    with started(Host, lay_out) as host:
        outcome = host.deliver(consumer("stream", "stream"), events)

    assert verdicts(outcome) == [DONE, RETRY, RETRY]
    assert len(seen()) == 1


def test_each_message_of_a_topic_is_an_invocation_that_fails_or_does_not(started, seen):
    news = consumer("news", "topic")

    with started(Host, lay_out) as host:
        outcome = host.deliver(news, messages("good", "bad", "fine"))
        losses = host.event_losses(news)

    assert verdicts(outcome) == [DONE, RETRY, DONE]
    assert seen() == [["good"], ["bad"], ["fine"]]
    settled = losses.settled(Outcome(outcome.events, [DONE, rejected("no"), DONE]))
    assert verdicts(settled) == [DONE, RETRY, DONE]


def test_a_failure_that_is_no_verdict_is_the_runtimes_and_is_told(started):
    with started(Host, lay_out) as host, pytest.raises(HostError, match="a fault of ours"):
        host.deliver(consumer("news", "topic"), messages("worse"))


def test_what_lambda_takes_only_from_a_poller_is_not_expressible(started):
    large = messages("x" * 1_048_576)

    with started(Host, lay_out) as host:
        polled = host.deliver(consumer("reporting"), large)
        with pytest.raises(NotExpressibleError, match="1048576 asynchronously"):
            host.deliver(consumer("news", "topic"), large)

    assert verdicts(polled) == [DONE]


def test_variables_tell_of_resources_as_the_services_name_them(started):
    with started(Host, lay_out) as host:
        variables = host.environment_for_consumer(consumer("reporting"))

    del variables["SEEN"]
    assert variables == {
        "FAASPORT_QUEUE_ORDERS": "https://sqs.us-east-1.amazonaws.com/123456789012/shop-dev-orders",
        "FAASPORT_TOPIC_NEWS": "arn:aws:sns:us-east-1:123456789012:shop-dev-news",
        "FAASPORT_BUCKET_UPLOADS": "bucket",
    }


def test_a_trigger_that_the_template_does_not_know_is_told(started):
    with started(Host, lay_out) as host, pytest.raises(HostError, match="for missing"):
        host.deliver(consumer("missing"), messages("a"))


def test_an_application_without_http_answers_none(started):
    with started(Host, lay_out) as host, pytest.raises(HostError, match="no HTTP front"):
        host.send(request_of("GET", "/"))
