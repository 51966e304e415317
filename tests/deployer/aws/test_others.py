"""What others have in the same account, and do there, which no deployment of ours may spoil."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.deployer.aws import wire
from tests.deployer.aws.desk import PLAIN, Desk
from tests.deployer.aws.moto_aws import REGION
from tests.deployer.aws.operation import Template
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault

NAME = "sample-dev-app"
QUEUE = PLAIN + '\n\n@faasport.queue("jobs")\ndef work(job: dict):\n    print(job)\n'
TABLE = PLAIN + (
    '\n\n@faasport.table("users")\ndef audit(change: faasport.ChangeEvent):\n    print(change)\n'
)
DESTROY = ("destroy", "--confirm", "sample-dev")


def configured(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.aws.client("lambda").get_function_configuration(FunctionName=NAME)
    return found


def test_data_of_a_stack_that_sam_deployed_is_kept(desk: Desk) -> None:
    """Its template is YAML, which the SDK does not read; after the transform it is JSON."""
    desk.write(app=TABLE)
    desk.done(desk.deploy())
    stack = desk.aws.stacks.stacks[-1]
    assert stack.template is not None
    stack.template = Template("Resources:\n  yaml: 1\n", stack.template.document, {})

    told = desk.done(desk.run(*DESTROY))

    kinds = [each["kind"] for each in told["changes"] if each["action"] == "keep"]
    assert kinds == ["AWS::DynamoDB::Table"]
    assert len(desk.aws.client("dynamodb").list_tables()["TableNames"]) == 1


def test_data_of_a_stack_of_another_name_is_that_ones(desk: Desk) -> None:
    desk.write(app=QUEUE)
    desk.done(desk.deploy("--set", "stack=blue"))

    told = desk.done(desk.run(*DESTROY, "--with-data"))

    assert [each["kind"] for each in told["changes"]] == ["faasport::uploads"]
    assert desk.aws.data() == ["sample-dev-jobs", "sample-dev-work-dead-letters"]


def test_a_bucket_of_the_users_own_keeps_what_is_not_ours(desk: Desk) -> None:
    client = desk.aws.client("s3")
    client.create_bucket(
        Bucket="my-bucket", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    client.put_object(Bucket="my-bucket", Key="sample/dev/export.csv", Body=b"1")
    desk.done(desk.deploy("--set", "bucket=my-bucket"))

    desk.done(desk.run(*DESTROY, "--set", "bucket=my-bucket"))
    again = desk.done(desk.run(*DESTROY, "--set", "bucket=my-bucket"))

    (left,) = client.list_objects_v2(Bucket="my-bucket")["Contents"]
    assert left["Key"] == "sample/dev/export.csv"
    assert again["changes"] == []


def test_a_protected_stack_keeps_its_data(desk: Desk) -> None:
    desk.write(app=TABLE)
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].protected = True

    problem = desk.problem(desk.run(*DESTROY, "--with-data"))

    assert "update-termination-protection" in problem["fix"]
    assert all(not desk.aws.is_write(call) for call in desk.aws.gate.journal)


def test_data_that_is_none_of_our_types_is_kept_as_well(desk: Desk) -> None:
    desk.write('[targets.aws.document.Resources.Mine]\nType = "AWS::Serverless::SimpleTable"\n')
    desk.done(desk.deploy())

    told = desk.done(desk.run(*DESTROY))

    assert [each["kind"] for each in told["changes"] if each["action"] == "keep"] == [
        "AWS::DynamoDB::Table"
    ]
    assert len(desk.aws.client("dynamodb").list_tables()["TableNames"]) == 1


def test_tags_of_others_stay_on_the_stack(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.stacks.stacks[-1].tags["cost-centre"] = "42"
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))

    desk.done(desk.deploy())

    assert desk.aws.stacks.stacks[-1].tags["cost-centre"] == "42"


def test_variables_that_nobody_may_see_are_not_overwritten(desk: Desk) -> None:
    """Lambda tells an error in their place to those who may not use the key."""
    desk.done(desk.deploy())
    desk.aws.hides_variables = True

    told = desk.done(desk.deploy())
    desk.aws.hides_variables = False

    assert told["changes"] == []


def test_a_secret_by_its_reference_is_no_change_of_others(desk: Desk) -> None:
    desk.done(desk.deploy())
    stack = desk.aws.stacks.stacks[-1]
    assert stack.template is not None
    document = json.loads(stack.template.text)
    function = document["Resources"]["AppFunction"]["Properties"]
    variables = function.setdefault("Environment", {}).setdefault("Variables", {})
    variables["KEY"] = "{{resolve:secretsmanager:key}}"
    stack.template = Template(json.dumps(document), stack.template.document, {})
    before = configured(desk).get("Environment", {}).get("Variables", {})
    desk.aws.client("lambda").update_function_configuration(
        FunctionName=NAME, Environment={"Variables": {**before, "KEY": "s3cr3t"}}
    )

    status = desk.done(desk.run("status"))

    assert [each for each in status["drift"] if "by others" in each["detail"]] == []


def test_an_update_that_somebody_cancels_is_over(desk: Desk) -> None:
    """He has a token of his own, and the last word."""
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    desk.aws.stacks.cancels = "Console-CancelUpdateStack-1"

    ran = desk.deploy()

    assert desk.problem(ran)["code"] == "deployment-failed"
    assert sum(ran.slept) < 600


def test_a_change_set_that_was_carried_out_holds_nobody_up(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    desk.aws.gate.open()
    line = ["deploy", "--yes", "--no-verify", "--json", "--target", "aws", "--project"]
    run = desk.process.begin([*line, str(desk.folder / "sample")], host="elsewhere")
    made = Fault("kill", where=lambda call: b"CreateChangeSet" in call.body)
    desk.aws.gate.faults = [made]
    desk.aws.gate.signal = run.signal
    run.result()
    (left,) = desk.aws.stacks.stacks[-1].change_sets.values()
    left.execution = "EXECUTE_COMPLETE"

    assert desk.done(desk.deploy())["applied"]


def test_a_queue_that_was_kept_is_taken_up_again_as_it_is(desk: Desk) -> None:
    desk.write(app=QUEUE)
    desk.done(desk.deploy())
    client = desk.aws.client("sqs")
    url = client.get_queue_url(QueueName="sample-dev-jobs")["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody="somebody's")
    desk.done(desk.run(*DESTROY))
    plan = desk.done(desk.deploy("--dry-run"))

    killed = desk.deploy(faults=[Fault("kill", where=lambda call: b"ExecuteChange" in call.body)])
    desk.done(desk.deploy())
    again = desk.done(desk.deploy())

    counts = client.get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert counts["Attributes"]["ApproximateNumberOfMessages"] == "1"
    kept = [each["name"] for each in plan["changes"] if each["action"] == "keep"]
    assert killed.was_killed
    assert kept == ["sample-dev-jobs"]
    assert again["changes"] == []


def test_a_queue_of_others_is_not_taken_up(desk: Desk) -> None:
    desk.aws.client("sqs").create_queue(QueueName="sample-dev-jobs")
    desk.write(app=QUEUE)

    problem = desk.problem(desk.deploy())

    assert problem["code"] == "name-taken"
    assert desk.aws.data() == ["sample-dev-jobs"]


def test_only_the_very_code_is_published(desk: Desk) -> None:
    """Another run may have put its own there in between."""
    desk.write("live = true\n")
    desk.done(desk.deploy())
    desk.write("live = true\n", PLAIN.replace('"version": 1', '"version": 2'))

    desk.done(desk.deploy("--function", "hello"))

    (published,) = (call for call in desk.aws.gate.journal if _is_published(call))
    assert published.json["CodeSha256"] == configured(desk)["CodeSha256"]


@pytest.mark.parametrize(
    ("option", "says"),
    [('architecture = "arm64"\n', "Architectures"), ("layers = true\n", "Layers")],
)
def test_code_that_is_made_for_something_else_is_not_put_there(
    desk: Desk, option: str, says: str
) -> None:
    desk.done(desk.deploy())
    desk.write(option, PLAIN.replace('"version": 1', '"version": 2'))

    problem = desk.problem(desk.deploy("--function", "hello"))

    assert problem["code"] == "not-supported"
    assert says in problem["message"]


def test_what_is_not_deployed_with_the_code_is_told(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write("timeout = 20\n", PLAIN.replace('"version": 1', '"version": 2'))

    told = desk.done(desk.deploy("--function", "hello"))

    assert told["cautions"][-1].startswith(f"Timeout of {NAME} differ")
    assert configured(desk)["Timeout"] != 20


def test_a_function_is_called_once_whatever_becomes_of_its_answer(desk: Desk) -> None:
    desk.done(desk.deploy())
    lost = Fault("cut-before", where=lambda call: call.path.endswith("/invocations"))

    ran = desk.run("invoke", "hello", "--remote", "--event", "-", stdin="{}", faults=[lost])

    assert desk.problem(ran)["code"] == "unreachable"
    assert sum(call.path.endswith("/invocations") for call in desk.aws.gate.journal) == 1


def test_who_breaks_off_a_plan_leaves_no_change_set(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    stop = Fault("stop", where=lambda call: b"DescribeChangeSet" in call.body)

    ran = desk.deploy(faults=[stop])

    assert ran.code == 130
    assert desk.aws.stacks.stacks[-1].change_sets == {}


def _is_published(call: Call) -> bool:
    return (
        wire.service(call) == "lambda" and call.method == "POST" and call.path.endswith("/versions")
    )
