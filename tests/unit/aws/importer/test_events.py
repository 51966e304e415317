from __future__ import annotations

import pytest

from faasport_aws.importer import events, resources, routes
from faasport_aws.importer.named import Names, named

RESOURCES = {
    "OrdersQueue": {"Type": "AWS::SQS::Queue"},
    "Named": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "shop-jobs-dev.fifo"}},
    "Users": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {"TableName": "users", "KeySchema": [], "SSESpecification": {}},
    },
}
NAMES = Names(RESOURCES, ("shop", "dev"))
ARN = "arn:aws:sqs:eu-west-1:123456789012:orders"


@pytest.mark.parametrize(
    ("told", "name", "arn", "logical"),
    [
        ("orders", "orders", "", ""),
        (ARN, "orders", ARN, ""),
        ("arn:aws:sqs:eu-west-1:${Account}:orders", "orders", "", ""),
        ({"Ref": "OrdersQueue"}, "orders-queue", "", "OrdersQueue"),
        ({"Fn::GetAtt": ["OrdersQueue", "Arn"]}, "orders-queue", "", "OrdersQueue"),
        ({"Fn::GetAtt": "OrdersQueue.Arn"}, "orders-queue", "", "OrdersQueue"),
        ({"Fn::Sub": "${OrdersQueue.Arn}"}, "orders-queue", "", "OrdersQueue"),
        ({"Fn::GetAtt": ["Named", "Arn"]}, "jobs", "", "Named"),
        ("arn:aws:sqs:eu-west-1:123456789012:shop-jobs-dev.fifo", "jobs", "", "Named"),
        ({"Fn::ImportValue": "stack-OrdersArn"}, "stack-orders-arn", "", ""),
        (
            {"Fn::Join": [":", ["arn:aws:sqs", {"Ref": "AWS::Region"}, "1", "orders"]]},
            "orders",
            "",
            "",
        ),
        ({"Ref": "Elsewhere"}, "elsewhere", "", ""),
        (
            "arn:aws:dynamodb:eu-west-1:123456789012:table/rows/stream/2026-01-01T00:00:00.000",
            "rows",
            "arn:aws:dynamodb:eu-west-1:123456789012:table/rows/stream/2026-01-01T00:00:00.000",
            "",
        ),
    ],
)
def test_a_source_has_a_name_however_it_is_told(told, name, arn, logical):
    found = named(told, NAMES)

    assert (found.name, found.arn, found.logical) == (name, arn, logical)


@pytest.mark.parametrize("told", [None, 5, [], {}, "", "arn:aws:sqs", {"Ref": 5}, {"a": 1, "b": 2}])
def test_a_source_that_says_nothing_is_left(told):
    found = events.queue(told, NAMES)

    assert found.kind == ""
    assert [each.kind for each in found.said] == ["left"]


def test_a_queue_in_order_is_one_here():
    found = events.queue({"Ref": "Named"}, NAMES, "5")

    assert found.table == {"name": "jobs", "batch_size": 5, "ordered": True}


def test_a_source_of_another_kind_is_refused():
    (said,) = events.queue({"Ref": "Users"}, NAMES).said

    assert said.message == "users is no queue, but a table."


@pytest.mark.parametrize(
    ("told", "on"),
    [
        (["s3:ObjectCreated:*"], "created"),
        (["s3:ObjectRemoved:*", "s3:ObjectCreated:*"], ["deleted", "created"]),
        (["s3:ObjectRestore:Completed"], "restored"),
        ([], "created"),
    ],
)
def test_events_of_a_bucket_are_kinds(told, on):
    rules = [{"prefix": "in/"}, {"suffix": ".csv"}]

    found = events.bucket("inbox", NAMES, told, rules)

    assert found.table == {"name": "inbox", "on": on, "prefix": "in/", "suffix": ".csv"}


def test_an_unknown_event_of_a_bucket_is_left():
    found = events.bucket("inbox", NAMES, ["s3:Replication:*"])

    assert found.kind == ""
    assert found.said[0].message.startswith("s3:Replication:* was left")


@pytest.mark.parametrize(
    ("told", "table", "changed"),
    [
        ({"detail-type": ["a"], "source": ["s"]}, {"type": "a", "source": "s"}, False),
        ({"detail-type": ["a", "b"]}, {"type": ["a", "b"]}, False),
        ({"detail-type": [{"prefix": "a."}]}, {"type": "a.*"}, False),
        ({"detail-type": [{"anything-but": "a"}]}, {"type": "*"}, True),
        ({"source": ["s", "t"]}, {"type": "*"}, True),
        ({"source": ["s"], "detail": {"x": [1]}}, {"type": "*", "source": "s"}, True),
    ],
)
def test_a_pattern_is_its_types_and_one_source(told, table, changed):
    found = events.pattern(told)

    assert found.table == table
    assert bool(found.said) == changed


@pytest.mark.parametrize(
    ("method", "path", "short"),
    [
        ("get", "users/{id}", "GET /users/{id}"),
        ("ANY", "{proxy+}", "/{proxy:path}"),
        ("*", "*", "/{path:path}"),
        ("", "$default", "/{path:path}"),
        ("POST", "/", "POST /"),
        ("PUT", "/a/{user-id}", "PUT /a/{user-id}"),
        ("PUT", "/a/{user.id}", "PUT /a/{user_id}"),
    ],
)
def test_a_route_is_a_template_of_ours(method, path, short):
    assert routes.route(method, path).short == short


@pytest.mark.parametrize("path", ["/a//{b}c", "/{proxy+}/more", "/{a}/{a}", "/a b"])
def test_a_path_that_no_route_has_is_left(path):
    found = routes.route("GET", path)

    assert found.kind == ""
    assert found.said[-1].kind == "left"


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        (True, True),
        (False, False),
        (None, False),
        ({"origin": "'*'"}, {"origins": "*"}),
        ({"origins": ["https://a.example/"], "maxAge": "60"},
         {"origins": ["https://a.example"], "max_age": 60}),
        ({"AllowOrigins": ["*"], "AllowCredentials": True}, {"origins": "*"}),
        ({"allowedOrigins": "https://a.example,https://b.example"},
         {"origins": ["https://a.example", "https://b.example"]}),
        ({"origins": ["not an origin"]}, False),
    ],
)  # fmt: skip
def test_sharing_is_told_in_our_words(told, ours):
    assert routes.sharing(told)[0] == ours


def test_resources_go_on_unless_a_trigger_makes_them_or_what_they_need_is_gone():
    told = {
        **RESOURCES,
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"X": {"Ref": "OrdersQueue"}}},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {"X": {"Fn::Sub": "${Fn.Arn}"}}},
        "Chained": {"Type": "AWS::Events::Rule", "DependsOn": "Rule"},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"X": {"Fn::Sub": "${!Kept}"}}},
        "Permission": {"Type": "AWS::Lambda::Permission"},
        "Text": "what is this",
    }

    kept, said = resources.carried(told, {"OrdersQueue": ("queue", "orders-queue")}, {"Owner"})

    assert list(kept) == ["Named", "Users", "Alarm", "Topic"]
    assert kept["Alarm"]["Properties"] == {"X": {"Ref": "OrdersQueueQueue"}}
    assert {each.key: each.kind for each in said} == {
        "OrdersQueue": "carried",
        "Named": "carried",
        "Users": "carried",
        "Alarm": "carried",
        "Rule": "left",
        "Chained": "left",
        "Topic": "carried",
        "Permission": "left",
        "Text": "left",
    }
