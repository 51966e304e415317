"""Stacks in every state that CloudFormation leaves them in, and what a deployment makes of it."""

from __future__ import annotations

import json

import pytest

from tests.deployer.aws.desk import PLAIN, Desk
from tests.deployer.aws.moto_aws import ACCOUNT, REGION
from tests.deployer.harness.gate import Fault

QUEUE = PLAIN + ('\n\n@faasport.queue("jobs")\ndef work(job: dict):\n    print(job)\n')
DATA = PLAIN + (
    '\n\n@faasport.bucket("uploads")\ndef load(change: faasport.ObjectEvent):\n    print(change)\n'
    '\n\n@faasport.table("users")\ndef audit(change: faasport.ChangeEvent):\n    print(change)\n'
)
# moto's tagging service does not know streams.
STREAM = DATA + (
    '\n\n@faasport.stream("clicks")\ndef count(click: faasport.Record):\n    print(click)\n'
)
BUCKET = f"faasport-{ACCOUNT}-{REGION}"
DENIED = (
    'Resource handler returned message: "User: arn:aws:iam::123456789012:user/u is not authorized '
    'to perform: lambda:CreateFunction on resource: arn:aws:lambda:x" '
    "(RequestToken: 1, HandlerErrorCode: AccessDenied)"
)
TOO_MANY = (
    'Resource handler returned message: "The maximum number of functions is reached" '
    "(RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)"
)


def names(desk: Desk, service: str, method: str, key: str) -> list[str]:
    return list(getattr(desk.aws.client(service), method)()[key])


@pytest.mark.parametrize(
    ("reason", "code", "says"),
    [
        (DENIED, "not-permitted", "lambda:CreateFunction"),
        (TOO_MANY, "over-quota", "quotas"),
        ("The code does not load", "deployment-failed", "same command again"),
    ],
)
def test_a_first_deployment_that_fails_leaves_nothing(
    desk: Desk, reason: str, code: str, says: str
) -> None:
    desk.aws.stacks.fail["CREATE", "AWS::Lambda::Function"] = reason

    problem = desk.problem(desk.deploy())
    left = desk.aws.state()
    again = desk.done(desk.deploy())

    assert problem["code"] == code
    assert "AppFunction" in problem["message"]
    assert "deleted again" in problem["message"]
    assert says in problem["fix"]
    assert (left["stacks"], left["functions"], left["logs"]) == ({}, {}, [])
    assert again["applied"]


def test_a_function_of_others_has_the_name(desk: Desk) -> None:
    desk.aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")
    desk.aws.client("lambda").create_function(
        FunctionName="sample-dev-app",
        Role=f"arn:aws:iam::{ACCOUNT}:role/r",
        Runtime="python3.13",
        Handler="a.b",
        Code={"ZipFile": b"theirs"},
    )

    problem = desk.problem(desk.deploy())

    assert problem["code"] == "name-taken"
    assert "sample-dev-app" in problem["message"]
    assert desk.aws.code("sample-dev-app") == b"theirs"


def test_a_stack_that_failed_at_first_is_made_anew(desk: Desk) -> None:
    """As another tool, or a run that was killed, leaves it."""
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].status = "ROLLBACK_COMPLETE"

    told = desk.done(desk.deploy())

    assert told["changes"][0]["action"] == "replace"
    assert desk.aws.state()["stacks"]["sample-dev"]["standing"] == "whole"


def test_a_rollback_that_failed_is_finished(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].status = "UPDATE_ROLLBACK_FAILED"
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))

    told = desk.done(desk.deploy())
    again = desk.done(desk.deploy())

    assert "rollback" in told["changes"][0]["detail"]
    assert again["changes"] == []
    assert desk.aws.stacks.stacks[-1].status == "UPDATE_COMPLETE"


def test_a_template_that_cloudformation_refuses_leaves_no_stack(desk: Desk) -> None:
    desk.write(
        "[targets.aws.document.Resources.Mine]\n"
        'Type = "AWS::Serverless::SimpleTable"\nProperties = { Nonsense = 1 }\n'
    )

    problem = desk.problem(desk.deploy())

    assert problem["code"] == "deployment-failed"
    assert "Transform failed" in problem["message"]
    assert desk.aws.state()["stacks"] == {}


def test_another_tools_operation_is_told_of(desk: Desk) -> None:
    desk.done(desk.deploy())
    stack = desk.aws.stacks.stacks[-1]
    desk.aws.stacks.event(stack, "UPDATE_IN_PROGRESS", "Console-UpdateStack-1")

    problem = desk.problem(desk.deploy())
    status = desk.done(desk.run("status"))

    assert problem["code"] == "busy"
    assert "another tool" in problem["message"]
    assert "another tool" in status["holder"]


def test_a_stack_that_sam_made_is_taken_over(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].tags.clear()

    problem = desk.problem(desk.deploy())
    desk.done(desk.deploy("--set", "adopt=true"))

    assert problem["code"] == "name-taken"
    assert "adopt=true" in problem["fix"]
    assert desk.done(desk.run("status"))["is_deployed"]


def test_a_stack_of_another_name(desk: Desk) -> None:
    desk.done(desk.deploy("--set", "stack=mine"))

    assert list(desk.aws.state()["stacks"]) == ["mine"]


def test_a_protected_stack_stays(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].protected = True

    problem = desk.problem(desk.run("destroy", "--confirm", "sample-dev"))

    assert problem["code"] == "deployment-failed"
    assert "update-termination-protection" in problem["fix"]
    assert "sample-dev" in desk.aws.state()["stacks"]


def test_a_long_template_goes_by_way_of_the_bucket(desk: Desk) -> None:
    functions = (
        f'\n\n@faasport.http("GET", "/{n}")\ndef f{n}():\n    return {n}\n' for n in range(40)
    )
    desk.write('unit = "function"\n'.replace("unit", "# unit"), PLAIN + "".join(functions))
    text = (desk.folder / "sample" / "faasport.toml").read_text()
    (desk.folder / "sample" / "faasport.toml").write_text(text.replace('unit = "app"\n', ""))

    desk.done(desk.deploy())
    again = desk.done(desk.deploy())

    found = desk.aws.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    assert any(each["Key"].endswith("-template.json") for each in found)
    assert again["changes"] == []


def test_layers_are_uploaded_beside_the_code(desk: Desk) -> None:
    desk.write("layers = true\n")

    desk.done(desk.deploy())

    found = desk.aws.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    assert sorted(each["Key"].partition("-")[2] for each in found) == ["code.zip", "layer.zip"]


def test_the_bucket_is_closed(desk: Desk) -> None:
    desk.done(desk.deploy())

    client = desk.aws.client("s3")
    closed = client.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    policy = json.loads(client.get_bucket_policy(Bucket=BUCKET)["Policy"])
    rules = client.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]
    assert all(closed.values())
    assert client.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    assert policy["Statement"][0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert rules["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_a_bucket_of_anothers_has_the_name(desk: Desk) -> None:
    """S3 says no more of it than that it is not ours to look at."""
    desk.aws.anothers = BUCKET

    desk.done(desk.deploy())

    (made,) = names(desk, "s3", "list_buckets", "Buckets")
    assert made["Name"].startswith(f"{BUCKET}-")
    desk.done(desk.run("destroy", "--confirm", "sample-dev"))
    assert desk.aws.state()["uploads"] == {}


def test_a_bucket_of_the_users_own(desk: Desk) -> None:
    missing = desk.problem(desk.deploy("--set", "bucket=my-bucket"))
    place = {"LocationConstraint": REGION}
    desk.aws.client("s3").create_bucket(Bucket="my-bucket", CreateBucketConfiguration=place)

    desk.done(desk.deploy("--set", "bucket=my-bucket"))

    assert missing["code"] == "bad-setting"
    assert [each["Name"] for each in names(desk, "s3", "list_buckets", "Buckets")] == ["my-bucket"]


def test_data_outlives_its_stack_until_it_is_asked_for(desk: Desk) -> None:
    desk.write(app=DATA)
    desk.done(desk.deploy())
    (bucket,) = (
        each["Name"]
        for each in names(desk, "s3", "list_buckets", "Buckets")
        if each["Name"] != BUCKET
    )
    desk.aws.client("s3").put_object(Bucket=bucket, Key="in/a.csv", Body=b"1")

    kept = desk.done(desk.run("destroy", "--confirm", "sample-dev"))
    still = desk.aws.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"]
    gone = desk.done(desk.run("destroy", "--confirm", "sample-dev", "--with-data"))

    kinds = sorted(each["kind"] for each in kept["changes"] if each["action"] == "keep")
    assert kinds == ["AWS::DynamoDB::Table", "AWS::S3::Bucket"]
    assert still == 1
    assert sorted(each["kind"] for each in gone["changes"]) == kinds
    assert [each["Name"] for each in names(desk, "s3", "list_buckets", "Buckets")] == [BUCKET]
    assert names(desk, "dynamodb", "list_tables", "TableNames") == []


def test_data_goes_with_its_stack_where_that_is_asked_for(desk: Desk) -> None:
    desk.write(app=STREAM)
    desk.done(desk.deploy())

    told = desk.done(desk.run("destroy", "--confirm", "sample-dev", "--with-data"))

    assert {each["action"] for each in told["changes"]} == {"remove"}
    assert [each["Name"] for each in names(desk, "s3", "list_buckets", "Buckets")] == [BUCKET]
    assert names(desk, "dynamodb", "list_tables", "TableNames") == []
    assert names(desk, "kinesis", "list_streams", "StreamNames") == []


def test_an_empty_queue_is_no_data(desk: Desk) -> None:
    desk.write(app=QUEUE)
    desk.done(desk.deploy())
    client = desk.aws.client("sqs")
    url = client.get_queue_url(QueueName="sample-dev-jobs")["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody="1")

    desk.done(desk.run("destroy", "--confirm", "sample-dev"))

    assert desk.aws.data() == ["sample-dev-jobs"]


def test_data_that_would_be_replaced_is_not(desk: Desk) -> None:
    desk.write(app=QUEUE)
    desk.done(desk.deploy())
    desk.write(app=QUEUE.replace('"jobs"', '"jobs", ordered=True'))

    problem = desk.run("deploy", "--yes", "--no-verify").problems[0]

    assert problem["code"] == "data-loss"
    assert desk.aws.data() == ["sample-dev-jobs", "sample-dev-work-dead-letters"]


def test_a_log_group_that_lambda_made_goes_as_well(desk: Desk) -> None:
    desk.done(desk.deploy())
    del desk.aws.stacks.stacks[-1].resources["AppLogs"]

    desk.done(desk.run("destroy", "--confirm", "sample-dev"))

    assert desk.aws.state()["logs"] == []


def test_a_change_set_that_nobody_carries_out_is_waited_for_no_longer_than_its_lease(
    desk: Desk,
) -> None:
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    desk.aws.gate.open()
    run = desk.process.begin(
        [
            "deploy",
            "--yes",
            "--no-verify",
            "--json",
            "--target",
            "aws",
            "--project",
            str(desk.folder / "sample"),
        ],
        host="elsewhere",
    )
    desk.aws.gate.faults = [
        Fault("kill", where=lambda call: b"CreateChangeSet" in call.body),
    ]
    desk.aws.gate.signal = run.signal
    run.result()

    refused = desk.problem(desk.deploy())
    (left,) = desk.aws.stacks.stacks[-1].change_sets.values()
    left.at = left.at.replace(year=left.at.year - 1)
    told = desk.done(desk.deploy())

    assert refused["code"] == "busy"
    assert "elsewhere" in refused["message"]
    assert told["applied"]
