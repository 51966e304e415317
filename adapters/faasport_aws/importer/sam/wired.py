"""What plain CloudFormation puts in front of functions, resource by resource: mappings, rules,
subscriptions, notifications, schedules.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Lambda.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table
from faasport_aws.importer import events as sources
from faasport_aws.importer.intrinsics import references
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import KINDS
from faasport_aws.importer.said import Said
from faasport_aws.importer.sam import events
from faasport_aws.importer.sam.application import Application

FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
_VIA = ("AWS::Lambda::Alias", "AWS::Lambda::Version")


@dataclass(frozen=True)
class Wire:
    """A trigger, the function that it calls, and where it stands."""

    function: str
    listening: Listening
    where: str


def wires(app: Application) -> Iterator[Wire]:
    """All of a template, in its order."""
    for key, resource in app.template.resources.items():
        kind = str(resource.table.get("Type"))
        if kind in _KINDS:
            told = app.properties(key)
            found = list(_KINDS[kind](app, told, key))
            yield from found
            if found and kind in _WHOLE:
                app.wired.add(key)
                told.tell(app.draft)


def function_of(app: Application, value: Any, depth: int = 4) -> str:
    """The function that a value refers to, through aliases; "" where it is none."""
    for reference in references(value):
        kind = app.template.kinds.get(reference.resource, "")
        if kind in FUNCTIONS:
            return reference.resource
        if kind in _VIA and depth:
            properties = app.template.resources[reference.resource].table.get("Properties") or {}
            return function_of(app, properties.get("FunctionName"), depth - 1)
    if isinstance(value, str):
        return _by_name(app, value.rpartition(":function:")[2].partition(":")[0])
    return ""


def _by_name(app: Application, name: str) -> str:
    for key, resource in app.template.of_kind(*FUNCTIONS).items():
        properties = resource.table.get("Properties") or {}
        if properties.get("FunctionName") == name:
            return key
    return ""


def _mapping(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    function = function_of(app, told.take("FunctionName"))
    if not function:
        return
    source = told.take("EventSourceArn")
    kind = _source_kind(app, source)
    where = told.where()
    if kind is None:
        told.ignore(*told.keys())
        message = "this source of events was left: no trigger of ours is one."
        fix = 'Bridge it to a queue, and use queue = "...".'
        yield Wire(function, Listening("", {}, said=(Said("left", message, fix),)), where)
        return
    # SAM's names of the source, so that both are read alike.
    named = {"SQS": "Queue"}.get(kind, "Stream")
    table = told.table.like({**{name: told.take(name) for name in told.table}, named: source})
    again = told.inner(table)
    again.ignore("FunctionName", "EventSourceArn", "Tags")
    for listening in events.listening(kind, again, app.names):
        yield Wire(function, listening, where)


def _source_kind(app: Application, source: Any) -> str | None:
    """SAM's name of the kind of event."""
    ours = {"queue": "SQS", "table": "DynamoDB", "stream": "Kinesis"}
    for reference in references(source):
        kind = KINDS.get(app.template.kinds.get(reference.resource, ""))
        if kind in ours:
            return ours[kind]
    text = str(source)
    for service, name in (("sqs", "SQS"), ("dynamodb", "DynamoDB"), ("kinesis", "Kinesis")):
        if f":{service}:" in text:
            return name
    return None


def _subscription(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    if told.take("Protocol") != "lambda":
        return
    function = function_of(app, told.take("Endpoint"))
    if not function:
        return
    table = told.table.like({"Topic": told.take("TopicArn"), **_others(told)})
    for listening in events.listening("SNS", told.inner(table), app.names):
        yield Wire(function, listening, told.where())


def _others(told: Reader) -> dict[str, Any]:
    return {key: told.take(key) for key in [*told.keys()]}


def _topic(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    """A topic may list its subscriptions itself."""
    listed = told.table.get("Subscription")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping) and each.get("Protocol") == "lambda":
            function = function_of(app, each.get("Endpoint"))
            if function:
                yield Wire(function, sources.topic({"Ref": key}, app.names), told.where())


def _bucket(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    configuration = told.table.get("NotificationConfiguration")
    listed = configuration.get("LambdaConfigurations") if isinstance(configuration, Mapping) else []
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, Table):
            continue
        function = function_of(app, each.get("Function"))
        if function:
            chosen = each.get("Filter")
            table = {"Bucket": {"Ref": key}, "Events": each.get("Event")}
            if chosen is not None:
                table["Filter"] = chosen
            reader = told.inner(each.like(table))
            for listening in events.listening("S3", reader, app.names):
                yield Wire(function, listening, each.where())


def _rule(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    for target in told.readers("Targets"):
        function = function_of(app, target.take("Arn"))
        if not function:
            continue
        target.ignore("Id", "RoleArn")
        table = dict(told.table)
        table.pop("Targets", None)
        expression = table.pop("ScheduleExpression", None)
        pattern = table.pop("EventPattern", None)
        given = {each: target.take(each) for each in [*target.keys()]}
        if expression is not None:
            schedule = told.inner(told.table.like({"Schedule": expression, **table, **given}))
            for listening in events.listening("Schedule", schedule, app.names):
                yield Wire(function, listening, told.where())
        if pattern is not None:
            rule = told.inner(told.table.like({"Pattern": pattern, **table, **given}))
            for listening in events.listening("EventBridgeRule", rule, app.names):
                yield Wire(function, listening, told.where())
    told.ignore(*told.keys())


def _scheduled(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    target = told.section("Target")
    function = function_of(app, target.take("Arn"))
    if not function:
        return
    target.ignore("RoleArn")
    given = {each: target.take(each) for each in [*target.keys()]}
    reader = told.inner(told.table.like({**_others(told), **given}))
    for listening in events.listening("ScheduleV2", reader, app.names):
        yield Wire(function, listening, told.where())


def _logs(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    function = function_of(app, told.take("DestinationArn"))
    if function:
        for listening in events.listening("CloudWatchLogs", told, app.names):
            yield Wire(function, listening, told.where())


def _pool(app: Application, told: Reader, key: str) -> Iterator[Wire]:
    """A user pool's triggers."""
    triggers = told.table.get("LambdaConfig")
    for name, value in (triggers if isinstance(triggers, Mapping) else {}).items():
        function = function_of(app, value)
        if function:
            what, fix = events.REFUSED["Cognito"]
            said = Said("left", f"{what} ({name}): no trigger of ours.", fix)
            yield Wire(function, Listening("", {}, said=(said,)), told.where("LambdaConfig"))


_KINDS: Mapping[str, Callable[[Application, Reader, str], Iterator[Wire]]] = {
    "AWS::Cognito::UserPool": _pool,
    "AWS::Events::Rule": _rule,
    "AWS::Lambda::EventSourceMapping": _mapping,
    "AWS::Logs::SubscriptionFilter": _logs,
    "AWS::S3::Bucket": _bucket,
    "AWS::SNS::Subscription": _subscription,
    "AWS::SNS::Topic": _topic,
    "AWS::Scheduler::Schedule": _scheduled,
}
_WHOLE = {*_KINDS} - {"AWS::Cognito::UserPool", "AWS::S3::Bucket", "AWS::SNS::Topic"}
"""Those that are nothing but what calls a function."""
