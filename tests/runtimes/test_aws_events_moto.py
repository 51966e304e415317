"""A packaged application in an account of AWS: moto's services deliver, AWS's runtime client runs.

moto moves a message to the dead letters when it is received once too often, as SQS does. It does
not let time pass, so the tests end visibility timeouts by hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.verifier import environments
from faasport_aws.host import Host
from tests.runtimes import aws_account
from tests.runtimes.aws_account import Account

ATTEMPTS = 3
MODULE = f"""
import json, os

import faasport


def note(function, **said):
    with open(os.environ["SEEN"], "a", encoding="utf-8") as seen:
        seen.write(json.dumps({{"function": function, **said}}) + "\\n")


@faasport.queue("orders", max_attempts={ATTEMPTS})
def fulfil(message: faasport.Message):
    note("fulfil", body=message.text(), count=message.delivery_count, id=message.id)
    order = message.json()
    if order.get("poison"):
        raise RuntimeError("cannot be done")
    if order.get("refuse"):
        raise faasport.Reject("not ours")
    if message.delivery_count < order.get("works_at", 1):
        raise faasport.Retry("not yet")


@faasport.queue("ledger", ordered=True, max_attempts={ATTEMPTS})
async def book(message: faasport.Message):
    note("book", body=message.text(), group=message.group, count=message.delivery_count)
    if message.json().get("poison"):
        raise RuntimeError("cannot be done")


@faasport.queue("parcels", max_attempts={ATTEMPTS})
def pack(parcels: faasport.Batch):
    note("pack", bodies=[parcel.text() for parcel in parcels])
    for parcel in parcels:
        if parcel.json().get("heavy"):
            parcels.retry(parcel)


@faasport.topic("signups")
def welcome(message: faasport.Message):
    note("welcome", body=message.text())


@faasport.bucket("uploads", on="created", prefix="in/", suffix=".csv")
def ingest(change: faasport.ObjectEvent):
    note("ingest", key=change.key, size=change.size, kind=change.kind)


@faasport.bucket("uploads")
def watch(change: faasport.ObjectEvent):
    note("watch", key=change.key, kind=change.kind, mine=change.bucket == os.environ[
        "FAASPORT_BUCKET_UPLOADS"])


@faasport.table("users", on=["insert", "update"])
def audit(change: faasport.ChangeEvent):
    note("audit", kind=change.kind, key=change.key, new=change.new, old=change.old)


@faasport.event("com.example.order.*", source="shop")
def on_order(event: faasport.CloudEvent):
    note("on_order", type=event.type, data=event.data)


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    note("report", at=tick.scheduled_at.isoformat(), name=tick.name)
"""


@pytest.fixture(scope="module")
def seen_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seen") / "seen.jsonl"


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory, seen_file: Path) -> tuple[Path, str]:
    """The folder of the real packager's output, and the Python that it is for."""
    folder = tmp_path_factory.mktemp("project") / "orders"
    folder.mkdir()
    (folder / "orders.py").write_text(MODULE, encoding="utf-8")
    (folder / "faasport.toml").write_text(
        f'name = "orders"\nmodules = ["orders"]\n[env]\nSEEN = {json.dumps(str(seen_file))}\n',
        encoding="utf-8",
    )
    (target,) = registry.select(["aws"])
    result = pipeline.package(folder, [target])
    (output,) = result.outputs
    return output.directory, target.wheels(result.project).python


@pytest.fixture
def account(packaged: tuple[Path, str], tmp_path: Path, seen_file: Path) -> Iterator[Account]:
    """A new account with the stack in it; nothing has been handled yet."""
    directory, version = packaged
    try:
        python = environments.provide(Host.requirements, version)
    except environments.UnavailableError as fault:
        pytest.skip(f"aws cannot run here: {fault}")
    seen_file.write_text("", encoding="utf-8")
    with aws_account.opened(tmp_path, python) as opened:
        opened.deploy(directory)
        yield opened


@pytest.fixture
def handled(seen_file: Path) -> Any:
    """`handled("fulfil")`: what that function noted, in order."""

    def noted(function: str) -> list[dict[str, Any]]:
        lines = seen_file.read_text(encoding="utf-8").splitlines()
        return [each for each in map(json.loads, lines) if each["function"] == function]

    return noted


def send(account: Account, queue: str, *orders: dict[str, Any], **options: Any) -> list[str]:
    """The bodies sent, in one batch of SQS's."""
    bodies = [json.dumps(order) for order in orders]
    account.client("sqs").send_message_batch(
        QueueUrl=account.resources[queue],
        Entries=[
            {"Id": str(number), "MessageBody": body, **options}
            for number, body in enumerate(bodies)
        ],
    )
    return bodies


def test_of_ten_messages_the_three_that_failed_are_left_in_the_queue(account, handled):
    orders = [{"order": n, **({"works_at": 2} if n in {2, 5, 9} else {})} for n in range(10)]
    bodies = send(account, "OrdersQueue", *orders)

    taken = account.poll("OrdersQueue")

    assert taken == 10
    assert sorted(each["body"] for each in handled("fulfil")) == sorted(bodies)
    assert sorted(account.waiting("OrdersQueue")) == sorted(bodies[n] for n in (2, 5, 9))
    # Until their time is up nobody gets them.
    assert account.poll("OrdersQueue") == 0

    account.make_visible("OrdersQueue")
    assert account.poll("OrdersQueue") == 3

    assert account.waiting("OrdersQueue") == []
    assert account.waiting("FulfilDeadLetters") == []
    counts = Counter(each["body"] for each in handled("fulfil"))
    assert counts == {body: 2 if n in {2, 5, 9} else 1 for n, body in enumerate(bodies)}


def test_what_cannot_be_done_and_what_is_refused_become_dead_letters_and_nothing_else(
    account, handled
):
    orders: list[dict[str, Any]] = [{"order": n} for n in range(10)]
    orders[3]["poison"], orders[7]["refuse"] = True, True
    bodies = send(account, "OrdersQueue", *orders)

    for _ in range(ATTEMPTS + 2):
        account.poll("OrdersQueue")
        account.make_visible("OrdersQueue")

    assert account.waiting("OrdersQueue") == []
    assert sorted(account.waiting("FulfilDeadLetters")) == sorted([bodies[3], bodies[7]])
    counts = Counter(each["body"] for each in handled("fulfil"))
    assert counts == {body: ATTEMPTS if n in {3, 7} else 1 for n, body in enumerate(bodies)}
    tries = [each["count"] for each in handled("fulfil") if each["body"] == bodies[3]]
    assert tries == list(range(1, ATTEMPTS + 1))


def test_a_body_that_is_no_json_is_a_dead_letter_too(account, handled):
    account.client("sqs").send_message(
        QueueUrl=account.resources["OrdersQueue"], MessageBody="{no json"
    )

    for _ in range(ATTEMPTS + 1):
        account.poll("OrdersQueue")
        account.make_visible("OrdersQueue")

    assert account.waiting("FulfilDeadLetters") == ["{no json"]
    assert len(handled("fulfil")) == ATTEMPTS


def test_behind_a_failure_of_its_group_no_message_is_handled_and_other_groups_go_on(
    account, handled
):
    sqs, url = account.client("sqs"), account.resources["LedgerQueue"]
    for number, (group, poison) in enumerate(
        [("a", False), ("a", True), ("a", False), ("b", False)]
    ):
        sqs.send_message(
            QueueUrl=url,
            MessageBody=json.dumps({"entry": number, "poison": poison}),
            MessageGroupId=group,
        )

    account.poll("LedgerQueue")

    entries = [json.loads(each["body"])["entry"] for each in handled("book")]
    assert entries == [0, 1, 3]
    left = [json.loads(body)["entry"] for body in account.waiting("LedgerQueue")]
    assert left == [1, 2]

    for _ in range(ATTEMPTS + 1):
        account.make_visible("LedgerQueue")
        account.poll("LedgerQueue")

    assert account.waiting("LedgerQueue") == []
    dead = [json.loads(body)["entry"] for body in account.waiting("BookDeadLetters")]
    entries = [json.loads(each["body"])["entry"] for each in handled("book")]
    # The entry behind it was received as often, though nobody handled it: so SQS counts.
    assert dead == [1, 2]
    assert Counter(entries) == {0: 1, 1: ATTEMPTS, 3: 1}


def test_a_batch_is_handled_at_once_and_one_of_it_comes_again(account, handled):
    bodies = send(account, "ParcelsQueue", {"parcel": 1}, {"parcel": 2, "heavy": True})

    account.poll("ParcelsQueue")

    (call,) = handled("pack")
    assert sorted(call["bodies"]) == sorted(bodies)
    assert account.waiting("ParcelsQueue") == [bodies[1]]


def test_an_invocation_that_fails_leaves_every_message(account, handled):
    bodies = send(account, "OrdersQueue", {"order": 1}, {"order": 2})
    name = account.resources["FulfilFunction"]
    account.client("lambda").update_function_configuration(
        FunctionName=name, Handler="faasport_entry.fulfil.nothing"
    )

    assert account.poll("OrdersQueue") == 2

    assert sorted(account.waiting("OrdersQueue")) == sorted(bodies)
    assert handled("fulfil") == []


def test_a_topic_brings_its_messages(account, handled):
    account.client("sns").publish(
        TopicArn=account.resources["SignupsTopic"], Message="Ana & Çelik 🚀"
    )

    assert [each["body"] for each in handled("welcome")] == ["Ana & Çelik 🚀"]


@pytest.mark.parametrize(
    ("key", "wanted"), [("in/a b+ü.csv", True), ("in/a.txt", False), ("out/a.csv", False)]
)
def test_a_bucket_tells_each_function_of_what_it_asked_for(account, handled, key, wanted):
    account.client("s3").put_object(
        Bucket=account.resources["UploadsBucket"], Key=key, Body=b"12345"
    )

    ingested = [{"function": "ingest", "key": key, "size": 5, "kind": "created"}]
    assert handled("ingest") == (ingested if wanted else [])
    # moto tells of the ACL of every new object, S3 of changes to it alone.
    watched = [each for each in handled("watch") if each["kind"] == "created"]
    assert watched == [{"function": "watch", "key": key, "kind": "created", "mine": True}]


def test_a_table_tells_of_its_rows_in_plain_values(account, handled):
    table = account.resources["UsersTable"]
    dynamodb = account.client("dynamodb")
    dynamodb.put_item(TableName=table, Item={"id": {"S": "7"}, "age": {"N": "41"}})
    dynamodb.put_item(TableName=table, Item={"id": {"S": "7"}, "age": {"N": "42"}})
    dynamodb.delete_item(TableName=table, Key={"id": {"S": "7"}})

    told = [(each["kind"], each["key"], each["old"], each["new"]) for each in handled("audit")]
    # The deletion is filtered.
    assert told == [
        ("insert", {"id": "7"}, None, {"id": "7", "age": 41}),
        ("update", {"id": "7"}, {"id": "7", "age": 41}, {"id": "7", "age": 42}),
    ]


def test_a_bus_brings_events_of_the_types_and_the_source_asked_for(account, handled):
    account.client("events").put_events(
        Entries=[
            {"Source": source, "DetailType": kind, "Detail": json.dumps({"n": number})}
            for number, (source, kind) in enumerate(
                [
                    ("shop", "com.example.order.placed"),
                    ("shop", "com.example.invoice.sent"),
                    ("elsewhere", "com.example.order.placed"),
                ]
            )
        ]
    )

    assert handled("on_order") == [
        {"function": "on_order", "type": "com.example.order.placed", "data": {"n": 0}}
    ]


def test_a_schedule_says_when_it_was_due(account, handled, packaged):
    """moto has no clock: what the schedule sends, with the values that Scheduler puts in."""
    template = (packaged[0] / "template.yaml").read_bytes()
    (schedule,) = (
        resource["Properties"]
        for resource in aws_account.transformed(template)["Resources"].values()
        if resource["Type"] == "AWS::Scheduler::Schedule"
    )
    told = {
        "<aws.scheduler.scheduled-time>": "2026-11-21T06:00:00Z",
        "<aws.scheduler.execution-id>": "d32c5kddcf5bb8c3",
        "<aws.scheduler.schedule-arn>": "arn:aws:scheduler:us-east-1:123456789012:"
        f"schedule/default/{schedule['Name']}",
    }
    payload = schedule["Target"]["Input"]
    for name, value in told.items():
        payload = payload.replace(name, value)

    answer = account.client("lambda").invoke(
        FunctionName=account.resources["ReportFunction"], Payload=payload
    )

    assert "FunctionError" not in answer
    assert handled("report") == [
        {
            "function": "report",
            "at": "2026-11-21T06:00:00+00:00",
            "name": "orders-dev-report",
        }
    ]
