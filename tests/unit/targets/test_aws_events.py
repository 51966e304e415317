"""The triggers that are not HTTP, in the template of AWS."""

from __future__ import annotations

import copy
import json

import pytest

from faasport.packager.capability import KINDS, Capability
from faasport.packager.target import Dependencies
from faasport.runtime import change_event, object_event
from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.packager import AwsTarget, kinds
from faasport_aws.packager.stack import resources
from faasport_aws.runtime import dynamodb, s3
from tests.unit.targets.event_projects import DEFAULTS, EVERY_TRIGGER, trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project
from tests.unit.targets.sam_to_cloudformation import findings, parsed, transformed

TARGET = AwsTarget()
FRONTS = ["http-api", "function-url", "rest-api", "alb"]
DEAD_LETTERS = {"dead-letters"}


@pytest.fixture(autouse=True)
def _region(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def planned(*functions, **config):
    it = project(*(functions or EVERY_TRIGGER), **config)
    return TARGET.plan(it, {}, Dependencies({})).manifests["template.yaml"]


def of(kind, name="things", **options):
    """The template of one function that listens to one thing, and this function's one event."""
    template = parsed(planned(function("handle", trigger(kind, name, **options))))
    events = template["Resources"]["HandleFunction"]["Properties"]["Events"]
    return template["Resources"], events["Trigger"]["Properties"]


def of_type(document, kind):
    return {k: r["Properties"] for k, r in document["Resources"].items() if r["Type"] == kind}


def statements(role):
    return [
        statement
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


@pytest.mark.parametrize("path", ["template.yaml", "entries"])
def test_the_template_and_the_entries_of_every_trigger_are_those_on_record(path, golden):
    it = project(*EVERY_TRIGGER, targets={"aws": {}})

    files = (
        TARGET.entries(it) if path == "entries" else TARGET.plan(it, {}, Dependencies({})).manifests
    )

    assert TARGET.check(it) == []
    for name, content in files.items():
        golden(f"aws-events/{name}", content)


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
def test_awss_own_translator_and_linter_have_nothing_to_say(front, architecture):
    template = planned(architecture=architecture, targets={"aws": {"front": front}}, timeout=29)

    assert findings(transformed(template)) == []


@pytest.mark.parametrize(
    ("key", "spoil", "said"),
    [
        ("OrdersQueue", lambda p: p.update(VisibilityTimeout=5), "E3505"),
        ("OrdersQueue", lambda p: p.update(RedrivePolic={}), "E3002"),
        ("FulfilQueueFunctionTrigger", lambda p: p.update(BatchSize=100_000), "E3034"),
        ("FulfilQueueFunctionTrigger", lambda p: p.update(FunctionResponseTypes=["All"]), "E3030"),
        ("AuditFunctionTrigger", lambda p: p.update(MaximumRetryAttempts=20_000), "E3034"),
        ("UsersTable", lambda p: p["KeySchema"][0].update(AttributeName="key"), "E3039"),
        ("WatchDeadLettersPolicy", lambda p: p.update(Queues=[{"Ref": "Nothing"}]), "E1020"),
        ("CountRole", lambda p: p["Policies"][1]["PolicyDocument"]["Statement"][0].update(
            Action=["kinesis:GetRecord"]), "W3037"),
        ("ReportRole", lambda p: p["Policies"][1]["PolicyDocument"]["Statement"][0].update(
            Resource={"Fn::GetAtt": ["ReportDeadLetters", "Name"]}), "E1010"),
    ],
)  # fmt: skip
def test_the_linter_sees_seeded_mistakes(key, spoil, said):
    document = copy.deepcopy(transformed(planned()))

    spoil(document["Resources"][key]["Properties"])

    assert any(found.startswith(said) for found in findings(document))


@pytest.mark.parametrize("front", FRONTS)
def test_the_resources_counted_are_those_that_sam_makes(front):
    template = planned(targets={"aws": {"front": front}})

    assert len(transformed(template)["Resources"]) == resources(parsed(template))


def test_every_kind_of_trigger_is_told_of_and_has_a_codec():
    assert set(TARGET.capabilities) == set(KINDS)
    assert all(isinstance(each, Capability) for each in TARGET.capabilities.values())
    assert {"http", *EVENT_CODECS} == set(KINDS)


def test_every_kind_of_change_has_the_names_that_its_codec_reads():
    read = {name: kind for kind, names in kinds.OBJECTS.items() for name in names}
    changes = {name for names in kinds.CHANGES.values() for name in names}

    assert read == s3.KINDS
    assert set(kinds.OBJECTS) == set(object_event.KINDS)
    assert changes == set(dynamodb.KINDS)
    assert set(kinds.CHANGES) == set(change_event.KINDS)


# Units.


def test_a_trigger_has_a_function_of_its_own_beside_that_of_http():
    functions = of_type(parsed(planned()), "AWS::Serverless::Function")

    handlers = {key: each["Handler"] for key, each in functions.items()}
    assert handlers["FulfilHttpFunction"] == "faasport_entry.fulfil_http.handler"
    assert handlers["FulfilQueueFunction"] == "faasport_entry.fulfil_queue.handler"
    assert set(handlers) == {
        *("FulfilHttpFunction", "CatchAllFunction", "FulfilQueueFunction", "ShipFunction"),
        *("ReportFunction", "PollFunction", "WelcomeFunction", "IngestFunction"),
        *("WatchFunction", "AuditFunction", "OnOrderFunction", "CountFunction"),
    }


@pytest.mark.parametrize("options", [{"unit": "app"}, {"front": "rest-api"}])
def test_one_function_for_all_of_http_leaves_triggers_theirs(options):
    functions = of_type(parsed(planned(targets={"aws": options})), "AWS::Serverless::Function")

    assert {"AppFunction", "FulfilQueueFunction", "ShipFunction"} < set(functions)
    assert "FulfilHttpFunction" not in functions
    assert "Trigger" not in functions["AppFunction"].get("Events", {})


@pytest.mark.parametrize("front", FRONTS)
def test_without_http_there_is_no_front_and_no_catch_all(front):
    it = function("ship", trigger("queue", "shipments"))

    template = parsed(planned(it, targets={"aws": {"front": front}}))

    kinds_of = {each["Type"] for each in template["Resources"].values()}
    assert kinds_of == {
        "AWS::Serverless::Function", "AWS::Logs::LogGroup", "AWS::IAM::Role", "AWS::SQS::Queue"
    }  # fmt: skip
    assert list(template["Outputs"]) == ["ShipmentsQueue"]
    assert "Parameters" not in template


def test_a_template_without_anything_to_tell_has_no_outputs():
    template = parsed(planned(function("report", trigger("schedule", "report"))))

    assert "Outputs" not in template


def test_settings_are_the_functions_own_and_a_front_does_not_bound_them():
    template = parsed(planned(functions={"ship": {"timeout": 900, "memory": 1024}}))

    ship = template["Resources"]["ShipFunction"]["Properties"]
    assert (ship["Timeout"], ship["MemorySize"]) == (900, 1024)
    assert template["Resources"]["ShipmentsQueue"]["Properties"]["VisibilityTimeout"] == 5400
    assert template["Resources"]["FulfilHttpFunction"]["Properties"]["Timeout"] == 30


def test_functions_that_share_nothing_need_not_agree():
    settings = {"ship": {"memory": 1024, "env": {"CARRIER": "post"}}}
    it = project(*EVERY_TRIGGER, functions=settings, targets={"aws": {"unit": "app"}})

    template = parsed(TARGET.plan(it, {}, Dependencies({})).manifests["template.yaml"])

    assert TARGET.check(it) == []
    app = template["Resources"]["AppFunction"]["Properties"]
    assert (app["MemorySize"], "CARRIER" in app["Environment"]["Variables"]) == (512, False)


def test_every_function_knows_every_resource():
    functions = of_type(parsed(planned()), "AWS::Serverless::Function")

    told = [each["Environment"]["Variables"] for each in functions.values()]
    assert all(each == told[0] for each in told)
    assert told[0] == {
        "FAASPORT_BUCKET_UPLOADS": {"Ref": "UploadsBucket"},
        "FAASPORT_QUEUE_ORDERS": {"Ref": "OrdersQueue"},
        "FAASPORT_QUEUE_SHIPMENTS": {"Ref": "ShipmentsQueue"},
        "FAASPORT_STREAM_CLICKS": {"Ref": "ClicksStream"},
        "FAASPORT_TABLE_USERS": {"Ref": "UsersTable"},
        "FAASPORT_TOPIC_SIGNUPS": {"Ref": "SignupsTopic"},
    }


def test_each_entry_binds_its_consumer_and_the_codec_of_its_kind():
    entries = {
        path: text.decode() for path, text in TARGET.entries(project(*EVERY_TRIGGER)).items()
    }

    text = entries["faasport_entry/fulfil_queue.py"]
    assert 'handler(consumer("fulfil-queue"), sqs, function="fulfil-queue")' in text
    for each in project(*EVERY_TRIGGER).consumers:
        module = entries[f"faasport_entry/{each.symbol}.py"]
        assert f"import event_entry, {EVENT_CODECS[each.trigger.kind]}\n" in module
        assert "application" not in module
        assert compile(module, each.label, "exec")


# Least privilege.


def test_no_role_may_do_anything_to_what_is_not_its_own():
    document = transformed(planned())

    roles = of_type(document, "AWS::IAM::Role")
    functions = of_type(document, "AWS::Lambda::Function")
    assert len(roles) == len(functions) + 2  # those of the two schedules
    for role in roles.values():
        assert "ManagedPolicyArns" not in role
        for statement in statements(role):
            assert "*" not in json.dumps(statement)
            assert set(statement["Resource"]) == {"Fn::GetAtt"}


@pytest.mark.parametrize(
    ("role", "policies"),
    [
        ("FulfilHttpRole", {"logs"}),
        ("FulfilQueueRole", {"logs", "queue"}),
        ("AuditRole", {"logs", "stream", "dead-letters"}),
        ("CountRole", {"logs", "stream", "dead-letters"}),
        ("WelcomeRole", {"logs", "dead-letters"}),
        ("IngestRole", {"logs", "dead-letters"}),
        ("ReportRole", {"logs", "dead-letters"}),
        ("ReportRoleForSchedule", {"invoke", "dead-letters"}),
    ],
)
def test_a_role_has_the_policies_of_its_trigger_alone(role, policies):
    roles = of_type(parsed(planned()), "AWS::IAM::Role")

    assert {policy["PolicyName"] for policy in roles[role]["Policies"]} == policies


def test_whoever_invokes_a_function_does_so_from_the_one_source():
    document = transformed(planned())

    permissions = of_type(document, "AWS::Lambda::Permission")
    told = {
        each["Principal"]: each["SourceArn"]
        for key, each in permissions.items()
        if "Trigger" in key
    }
    assert told["sns.amazonaws.com"] == {"Ref": "SignupsTopic"}
    assert told["events.amazonaws.com"] == {"Fn::GetAtt": ["OnOrderFunctionTrigger", "Arn"]}
    assert all("SourceArn" in each for each in permissions.values())


def test_a_schedule_takes_its_role_for_this_account_alone():
    role = of_type(parsed(planned()), "AWS::IAM::Role")["ReportRoleForSchedule"]

    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}


@pytest.mark.parametrize(
    ("policy", "service", "source"),
    [
        ("WelcomeDeadLettersPolicy", "sns.amazonaws.com", {"Ref": "SignupsTopic"}),
        (
            "IngestDeadLettersPolicy",
            "events.amazonaws.com",
            {"Fn::GetAtt": ["IngestFunctionTrigger", "Arn"]},
        ),
    ],
)
def test_a_service_may_put_there_what_it_could_not_deliver_and_no_other(policy, service, source):
    found = of_type(parsed(planned()), "AWS::SQS::QueuePolicy")[policy]

    (statement,) = found["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": service}
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": source}}
    assert found["Queues"] == [{"Ref": policy.removesuffix("Policy")}]


# Queues.


def test_a_queue_gives_a_message_up_after_its_attempts():
    made, event = of("queue", max_attempts=7)

    queue = made["ThingsQueue"]["Properties"]
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["HandleDeadLetters", "Arn"]},
        "maxReceiveCount": 7,
    }
    assert made["HandleDeadLetters"]["Properties"]["MessageRetentionPeriod"] == 14 * 86_400
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_an_ordered_queue_is_a_fifo_queue_and_so_are_its_dead_letters():
    made, event = of("queue", ordered=True, batch_size=10)

    queue, dead = made["ThingsQueue"]["Properties"], made["HandleDeadLetters"]["Properties"]
    assert queue["QueueName"] == "orders-dev-things.fifo"
    assert (queue["FifoQueue"], queue["ContentBasedDeduplication"]) == (True, True)
    assert dead["FifoQueue"] is True
    assert dead["QueueName"] == "orders-dev-handle-dead-letters.fifo"
    assert "MaximumBatchingWindowInSeconds" not in event


@pytest.mark.parametrize(("size", "window", "hidden"), [(10, None, 180), (11, 1, 181)])
def test_a_large_batch_is_gathered_in_a_window(size, window, hidden):
    made, event = of("queue", batch_size=size)

    assert event.get("MaximumBatchingWindowInSeconds") == window
    assert made["ThingsQueue"]["Properties"]["VisibilityTimeout"] == hidden


def test_long_names_of_queues_are_shortened_before_their_ending():
    made, _ = of("queue", "n" * 100, ordered=True)

    (queue,) = [each for key, each in made.items() if key.endswith("Queue")]
    assert len(queue["Properties"]["QueueName"]) == 80
    assert queue["Properties"]["QueueName"].endswith(".fifo")


def test_a_long_name_leaves_room_for_what_is_appended_to_it():
    template = planned(function("handle", trigger("topic", "n" * 256)))

    assert findings(transformed(template)) == []


# Logs of records.


@pytest.mark.parametrize("kind", ["table", "stream"])
def test_records_are_read_from_the_oldest_on_and_halved_until_the_bad_one_is_alone(kind):
    _, event = of(kind, max_attempts=4)

    assert event["StartingPosition"] == "TRIM_HORIZON"
    assert event["BisectBatchOnFunctionError"] is True
    assert event["MaximumRetryAttempts"] == 3
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    destination = event["DestinationConfig"]["OnFailure"]
    assert destination["Destination"] == {"Fn::GetAtt": ["HandleDeadLetters", "Arn"]}


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (["insert", "update"], ["INSERT", "MODIFY"]),
        (["delete"], ["REMOVE"]),
        (["upsert", "insert"], ["INSERT", "MODIFY"]),
    ],
)
def test_a_table_brings_the_kinds_of_change_that_are_asked_for(on, names):
    _, event = of("table", on=on)

    (found,) = event["FilterCriteria"]["Filters"]
    assert json.loads(found["Pattern"]) == {"eventName": names}


def test_a_table_brings_every_change_if_none_is_named():
    _, event = of("table")

    assert "FilterCriteria" not in event


@pytest.mark.parametrize(("kind", "key"), [("bucket", "ThingsBucket"), ("table", "ThingsTable")])
def test_what_holds_data_outlives_the_stack(kind, key):
    made, _ = of(kind)

    assert made[key]["DeletionPolicy"] == made[key]["UpdateReplacePolicy"] == "Retain"


def test_a_bucket_is_closed_and_encrypted():
    made, _ = of("bucket")

    bucket = made["ThingsBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["BucketEncryption"]


# What is delivered asynchronously.


@pytest.mark.parametrize("kind", ["topic", "bucket", "event"])
@pytest.mark.parametrize(("attempts", "retries"), [(1, 0), (2, 1), (3, 2), (9, 2)])
def test_an_asynchronous_event_is_tried_again_twice_at_most(kind, attempts, retries):
    made, _ = of(kind, max_attempts=attempts)

    config = made["HandleFunction"]["Properties"]["EventInvokeConfig"]
    assert config["MaximumRetryAttempts"] == retries
    failed = config["DestinationConfig"]["OnFailure"]
    assert failed == {"Type": "SQS", "Destination": {"Fn::GetAtt": ["HandleDeadLetters", "Arn"]}}


@pytest.mark.parametrize("kind", ["bucket", "event", "schedule"])
def test_what_does_not_reach_the_function_is_a_dead_letter_too(kind):
    _, event = of(kind)

    assert event["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["HandleDeadLetters", "Arn"]}}


def test_two_functions_of_one_bucket_share_it():
    document = transformed(planned())

    rules = of_type(document, "AWS::Events::Rule")
    assert len(of_type(document, "AWS::S3::Bucket")) == 1
    assert rules["IngestFunctionTrigger"]["EventPattern"]["detail"] == {
        "bucket": {"name": [{"Ref": "UploadsBucket"}]},
        "object": {"key": [{"wildcard": "in/*.csv"}]},
    }
    assert rules["WatchFunctionTrigger"]["EventPattern"]["detail"] == {
        "bucket": {"name": [{"Ref": "UploadsBucket"}]}
    }


@pytest.mark.parametrize(
    ("prefix", "suffix", "key"),
    [
        ("", "", None),
        ("in/", "", {"prefix": "in/"}),
        ("", ".csv", {"suffix": ".csv"}),
        ("in/", ".csv", {"wildcard": "in/*.csv"}),
        ("a*b/", "\\c", {"wildcard": "a\\*b/*\\\\c"}),
        # "abc" starts and ends so, and no wildcard says that.
        ("ab", "bc", {"prefix": "ab"}),
        ("in/", "/", {"prefix": "in/"}),
    ],
)
def test_a_pattern_lets_every_key_through_that_is_wanted(prefix, suffix, key):
    _, event = of("bucket", prefix=prefix, suffix=suffix)

    wanted = event["Pattern"]["detail"].get("object", {}).get("key")
    assert wanted == (None if key is None else [key])


def test_a_pattern_names_what_happened_as_s3_does():
    _, event = of("bucket", on=["created", "restored"])

    assert event["Pattern"]["detail-type"] == ["Object Created", "Object Restore Completed"]


@pytest.mark.parametrize(
    ("told", "pattern"),
    [
        ("com.example.order.placed", "com.example.order.placed"),
        ("com.example.order.*", {"prefix": "com.example.order."}),
        ("*", {"prefix": ""}),
        ("com.*.placed", {"wildcard": "com.*.placed"}),
    ],
)
def test_a_type_is_the_detail_type_of_an_event(told, pattern):
    _, event = of("event", types=[told, "more"])

    assert event["Pattern"] == {"detail-type": [pattern, "more"]}


def test_the_source_of_an_event_is_compared():
    _, event = of("event", source="shop")

    assert event["Pattern"]["source"] == ["shop"]


def test_a_schedule_fires_in_its_zone_and_tells_when_it_was_due():
    _, event = of("schedule", expression="30 6 * * *", timezone="Europe/Berlin")

    assert event["ScheduleExpression"] == "cron(30 6 * * ? *)"
    assert event["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert event["FlexibleTimeWindow"] == {"Mode": "OFF"}
    said = json.loads(event["Input"])
    assert said["time"] == "<aws.scheduler.scheduled-time>"
    assert said["resources"] == ["<aws.scheduler.schedule-arn>"]


@pytest.mark.parametrize(
    ("given", "name"), [("handle", "orders-dev-handle"), ("nightly", "orders-dev-nightly")]
)
def test_a_schedule_has_its_own_name_or_that_of_its_function(given, name):
    _, event = of("schedule", given)

    assert event["Name"] == name


# What is refused.


def problems(*functions, **config):
    return TARGET.check(project(*functions, **config))


def handling(kind, name="things", **options):
    return function("handle", trigger(kind, name, **options))


@pytest.mark.parametrize("kind", DEFAULTS)
def test_a_trigger_as_it_comes_is_fine(kind):
    assert problems(handling(kind)) == []


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("queue", {"batch_size": 10_001}, "batch_size of the queue things is 10001"),
        ("queue", {"batch_size": 11, "ordered": True}, "batch_size of the ordered queue things"),
        ("queue", {"max_attempts": 1001}, "max_attempts of the queue things is 1001"),
        ("table", {"batch_size": 10_001}, "batch_size of the table things"),
        ("stream", {"batch_size": 10_001}, "batch_size of the stream things"),
        ("stream", {"max_attempts": 10_002}, "max_attempts of the stream things"),
        ("event", {"types": ["t" * 4096]}, "the pattern of handle"),
        ("bucket", {"prefix": "p" * 4096}, "the pattern of handle"),
    ],
)
def test_what_the_service_does_not_take_is_refused(kind, options, said):
    (problem,) = problems(handling(kind, **options))

    assert problem.code == "limit"
    assert said in problem.message
    assert "https://docs.aws.amazon.com/" in problem.message


def test_the_most_that_a_service_takes_is_fine():
    assert problems(handling("queue", batch_size=10_000, max_attempts=1000)) == []
    assert problems(handling("stream", batch_size=10_000, max_attempts=10_001)) == []


@pytest.mark.parametrize(("attempts", "codes"), [(64, []), (65, ["limit"])])
def test_a_message_is_a_dead_letter_before_its_queue_forgets_it(attempts, codes):
    slow = {"handle": {"timeout": 900}}

    found = problems(handling("queue", max_attempts=attempts), functions=slow)

    assert [each.code for each in found] == codes
    assert all("351000 s" in each.message for each in found)


@pytest.mark.parametrize(("timeout", "codes"), [(900, []), (901, ["limit"])])
def test_the_timeout_of_a_trigger_is_bounded_by_lambda_alone(timeout, codes):
    found = problems(handling("topic"), functions={"handle": {"timeout": timeout}})

    assert [each.code for each in found] == codes


def test_a_schedule_that_eventbridge_cannot_say_is_refused_with_a_proposal():
    (problem,) = problems(handling("schedule", expression="0 6 1 * 1"))

    assert "day" in problem.message
    assert problem.fix


@pytest.mark.parametrize(
    "functions",
    [
        (
            function("a", trigger("queue", "new-orders")),
            function("b", trigger("queue", "new_orders")),
        ),
        (function("a", trigger("topic", "in.2")), function("b", trigger("topic", "in2"))),
        (
            function("a", trigger("queue", "b-dead-letters")),
            function("b", trigger("topic", "signups")),
        ),
        (
            function("a", trigger("schedule", "nightly")),
            function("b", trigger("schedule", "nightly")),
        ),
        (
            function("a", http("GET", "/a"), trigger("queue", "one")),
            function("a_queue", trigger("queue", "two")),
        ),
    ],
)  # fmt: skip
def test_names_that_become_one_are_refused(functions):
    codes = {each.code for each in problems(*functions)}

    assert codes == {"same-name"}


@pytest.mark.parametrize("kind", ["queue", "bucket", "schedule"])
def test_a_name_without_a_letter_is_refused(kind):
    (problem,) = problems(handling(kind, "日本"))

    assert problem.code == "bad-name"


def test_a_variable_of_ours_is_not_the_users_to_set():
    (problem,) = problems(handling("queue", "orders"), env={"FAASPORT_QUEUE_ORDERS": "x"})

    assert (problem.code, problem.where) == ("bad-variable", "aws: env.FAASPORT_QUEUE_ORDERS")


def test_variables_of_ours_count_in_the_environment():
    rest = 4096 - len("FAASPORT_QUEUE_ORDERS") - len("FILL")

    assert problems(handling("queue", "orders"), env={"FILL": "x" * rest}) == []
    (problem,) = problems(handling("queue", "orders"), env={"FILL": "x" * (rest + 1)})
    assert "the environment of handle on aws is 4097 bytes" in problem.message


def test_a_crowded_stack_is_told_of_whatever_crowds_it():
    many = [function(f"report{n}", trigger("schedule", f"report{n}")) for n in range(80)]

    (warning,) = TARGET.plan(project(*many), {}, Dependencies({})).warnings

    assert "CloudFormation deploys no more than 500" in warning


def test_a_template_that_is_too_long_is_told_of():
    long = {"aws": {"document": {"Metadata": {"Notes": "x" * 1024 * 1024}}}}

    (warning,) = TARGET.plan(project(targets=long), {}, Dependencies({})).warnings

    assert "CloudFormation reads no more than 1048576" in warning


def test_http_alone_is_as_it_was():
    template = parsed(planned(*FUNCTIONS))

    assert set(template["Outputs"]) == {"Url"}
    assert not of_type(template, "AWS::SQS::Queue")
