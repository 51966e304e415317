"""CloudFormation, as far as a deployment sees it: stacks in their states, change sets, operations
with their events and tokens, rollback, what is retained, and what is taken up.

moto's own has no change sets that fail, no rollback, no events of resources, and does not know
half of the types (aliases, URLs, HTTP APIs, schedules). The resources themselves are moto's.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from threading import RLock
from typing import Any

from tests.deployer.aws import imports
from tests.deployer.aws.differences import difference
from tests.deployer.aws.operation import Live, Operation, Template
from tests.deployer.aws.resources import Client
from tests.deployer.aws.stack import ChangeSet, Stack, told_of
from tests.deployer.aws.transformed import transformed
from tests.deployer.aws.wire import Refusal, asked, refused, told
from tests.deployer.harness.call import Answer, Call

NO_CHANGES = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)
INLINE = 51_200


class Stacks:
    """All stacks of one account in one region. An operation goes on while somebody asks: it is
    through after `questions` of them. `fail` has what goes wrong once, (action, type) to its
    reason; `made` is told of what is created."""

    def __init__(self, client: Client, region: str, account: str) -> None:
        self.client, self.region, self.account = client, region, account
        self.made: Callable[[str, str], None] = lambda _kind, _name: None
        self.lock = RLock()
        self.empty()

    def empty(self) -> None:
        self.stacks: list[Stack] = []
        self.fail: dict[tuple[str, str], str] = {}
        self.questions = 1
        self.cancels = ""
        """The token of who cancels the next update."""
        self.asked = 0
        self.count = 0
        self.clock = datetime.now(timezone.utc)

    def answer(self, call: Call) -> Answer:
        action, arguments = asked(call)
        with self.lock:
            try:
                return told(action, ACTIONS[action](self, arguments) or {})
            except Refusal as refusal:
                return refused("cloudformation", refusal.code, refusal.message, refusal.status)

    def somebody_makes(self, name: str) -> None:
        """A stack that is not ours."""
        self.stacks.append(
            Stack(self._stack_id(name), name, "CREATE_COMPLETE", {"team": "other"}, self.now())
        )

    def number(self) -> str:
        self.count += 1
        return f"{self.count:012d}"

    def now(self) -> datetime:
        """Later at each question, so that events have an order."""
        self.clock += timedelta(milliseconds=1)
        return self.clock

    # What is there

    def find(self, name: str) -> Stack:
        """By its id even when it is deleted."""
        for stack in reversed(self.stacks):
            if stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE"):
                return stack
        raise Refusal("ValidationError", f"Stack with id {name} does not exist")

    def describe_stacks(self, given: Mapping[str, Any]) -> dict[str, Any]:
        stack = self.find(given["StackName"])
        self._go_on(stack)
        return {"Stacks": [told_of(stack)]}

    def describe_stack_events(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Few at once, so that somebody has to ask for more."""
        stack = self.find(given["StackName"])
        self._go_on(stack)
        start = int(given.get("NextToken", 0))
        found = stack.events[::-1]
        page = {"StackEvents": found[start : start + 40]}
        return {**page, **({"NextToken": start + 40} if len(found) > start + 40 else {})}

    def list_stack_resources(self, given: Mapping[str, Any]) -> dict[str, Any]:
        stack = self.find(given["StackName"])
        return {
            "StackResourceSummaries": [
                {
                    "LogicalResourceId": key,
                    "PhysicalResourceId": each.id,
                    "ResourceType": each.kind,
                    "LastUpdatedTimestamp": stack.at,
                    "ResourceStatus": "CREATE_COMPLETE",
                }
                for key, each in stack.resources.items()
            ]
        }

    def get_template(self, given: Mapping[str, Any]) -> dict[str, Any]:
        stack = self.find(given["StackName"])
        if stack.template is None:
            return {"TemplateBody": "{}"}
        if given["TemplateStage"] == "Processed":
            return {"TemplateBody": json.dumps(stack.template.document)}
        return {"TemplateBody": stack.template.text}

    # Change sets

    def create_change_set(self, given: Mapping[str, Any]) -> dict[str, Any]:
        name, kind = given["ChangeSetName"], given["ChangeSetType"]
        stack = self._stack_for(given["StackName"], kind, given)
        known = stack.change_sets.get(name)
        if known is not None:
            if known.token != given.get("ClientToken"):
                raise Refusal("AlreadyExistsException", f"ChangeSet {name} cannot be created")
            return {"Id": _change_set_id(self, name), "StackId": stack.id}
        stack.change_sets[name] = self._made(stack, given)
        return {"Id": _change_set_id(self, name), "StackId": stack.id}

    def _stack_for(self, name: str, kind: str, given: Mapping[str, Any]) -> Stack:
        try:
            stack = self.find(name)
        except Refusal:
            if kind == "UPDATE":
                raise
            stack = Stack(
                self._stack_id(name), name, "REVIEW_IN_PROGRESS", _tags(given), self.now()
            )
            self.stacks.append(stack)
            self.event(stack, "REVIEW_IN_PROGRESS", "", reason="User Initiated")
            return stack
        possible = UPDATABLE if kind == "UPDATE" else ("REVIEW_IN_PROGRESS",)
        if stack.status not in possible:
            raise Refusal(
                "ValidationError",
                f"Stack:{stack.id} is in {stack.status} state and can not be updated.",
            )
        return stack

    def _made(self, stack: Stack, given: Mapping[str, Any]) -> ChangeSet:
        made = ChangeSet(
            name=given["ChangeSetName"],
            kind=given["ChangeSetType"],
            token=given.get("ClientToken", ""),
            template=None,
            changes=[],
            imports=imports.told(given),
            tags=_tags(given),
            status="CREATE_COMPLETE",
            reason="",
            at=self.now(),
        )
        try:
            made.template = self._template(stack, given)
        except Exception as error:  # what the translator says is the reason
            made.status, made.reason = "FAILED", f"Transform failed with: {error}"
            return made
        made.changes = list(difference(stack, made.template, made.imports))
        if made.kind == "IMPORT":
            imports.refuse_more(made)
        same_outputs = stack.template is not None and (
            stack.template.document.get("Outputs") == made.template.document.get("Outputs")
        )
        if not made.changes and same_outputs and stack.tags == made.tags:
            made.status, made.reason = "FAILED", NO_CHANGES
        return made

    def _template(self, stack: Stack, given: Mapping[str, Any]) -> Template:
        capabilities = given.get("Capabilities", [])
        assert "CAPABILITY_AUTO_EXPAND" in capabilities, capabilities
        text = given.get("TemplateBody") or self._fetched(given["TemplateURL"])
        assert len(given.get("TemplateBody", "")) <= INLINE
        document = transformed(text, self.region)
        said = document.get("Parameters") or {}
        parameters = {key: str(each["Default"]) for key, each in said.items() if "Default" in each}
        before = stack.template.parameters if stack.template else {}
        for each in given.get("Parameters", []):
            key = each["ParameterKey"]
            assert key in said, f"Parameters: [{key}] do not exist in the template"
            previous = each.get("UsePreviousValue")
            parameters[key] = before[key] if previous else each["ParameterValue"]
        assert parameters.keys() == said.keys(), "Parameters must have values"
        return Template(text, document, parameters)

    def _fetched(self, url: str) -> str:
        host, _, key = url.removeprefix("https://").partition("/")
        bucket = host.partition(".s3.")[0]
        assert host == f"{bucket}.s3.{self.region}.amazonaws.com", url
        found = self.client("s3").get_object(Bucket=bucket, Key=key)
        return str(found["Body"].read().decode())

    def describe_change_set(self, given: Mapping[str, Any]) -> dict[str, Any]:
        stack, found = self._change_set(given)
        start = int(given.get("NextToken", 0))
        page = found.changes[start : start + 20]
        more = {"NextToken": start + 20} if len(found.changes) > start + 20 else {}
        return {
            "ChangeSetName": found.name,
            "StackId": stack.id,
            "StackName": stack.name,
            "Status": found.status,
            "StatusReason": found.reason,
            "CreationTime": found.at,
            "Changes": [{"Type": "Resource", "ResourceChange": each} for each in page],
            **more,
        }

    def list_change_sets(self, given: Mapping[str, Any]) -> dict[str, Any]:
        stack = self.find(given["StackName"])
        return {
            "Summaries": [
                {
                    "ChangeSetName": each.name,
                    "StackId": stack.id,
                    "Status": each.status,
                    "ExecutionStatus": each.execution,
                    "CreationTime": each.at,
                }
                for each in stack.change_sets.values()
            ]
        }

    def delete_change_set(self, given: Mapping[str, Any]) -> None:
        stack, found = self._change_set(given)
        del stack.change_sets[found.name]

    def _change_set(self, given: Mapping[str, Any]) -> tuple[Stack, ChangeSet]:
        stack, name = self.find(given["StackName"]), given["ChangeSetName"]
        if name not in stack.change_sets:
            raise Refusal("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)
        return stack, stack.change_sets[name]

    # Operations

    def execute_change_set(self, given: Mapping[str, Any]) -> None:
        stack, found = self._change_set(given)
        if stack.status.endswith("_IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
            raise Refusal("InvalidChangeSetStatus", f"Stack {stack.id} is in {stack.status} state")
        assert found.status == "CREATE_COMPLETE"
        assert found.template is not None
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
        stack.change_sets.clear()
        template, tags = found.template, found.tags
        operation = Operation(
            self,
            stack,
            given["ClientRequestToken"],
            keep_new=not given.get("RetainExceptOnCreate"),
        )
        stack.updated = self.now()

        def go_on() -> None:
            if self.cancels:
                token, self.cancels = self.cancels, ""
                self.event(stack, "UPDATE_ROLLBACK_IN_PROGRESS", token, reason="User Initiated")
                self.event(stack, "UPDATE_ROLLBACK_COMPLETE", token)
                return
            stack.tags = tags
            if found.kind == "IMPORT":
                operation.take_up(template, found.imports)
            elif found.kind == "CREATE":
                operation.create(template)
            else:
                operation.update(template)

        self._begin(stack, found.kind, operation.token, go_on)

    def delete_stack(self, given: Mapping[str, Any]) -> None:
        try:
            stack = self.find(given["StackName"])
        except Refusal:
            return
        if stack.status in ("DELETE_COMPLETE", "DELETE_IN_PROGRESS"):
            return
        if stack.protected:
            raise Refusal(
                "ValidationError",
                f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled",
            )
        if stack.status == "REVIEW_IN_PROGRESS":
            stack.status = "DELETE_COMPLETE"
            return
        operation = Operation(self, stack, given.get("ClientRequestToken", ""))
        stack.change_sets.clear()
        self._begin(stack, "DELETE", operation.token, operation.delete)

    def continue_update_rollback(self, given: Mapping[str, Any]) -> None:
        stack = self.find(given["StackName"])
        if stack.status != "UPDATE_ROLLBACK_FAILED":
            raise Refusal("ValidationError", f"Stack is in {stack.status} state")
        token = given["ClientRequestToken"]

        def go_on() -> None:
            self.event(stack, "UPDATE_ROLLBACK_COMPLETE", token)

        self._begin(stack, "UPDATE_ROLLBACK", token, go_on)

    def _begin(self, stack: Stack, verb: str, token: str, go_on: Callable[[], None]) -> None:
        self.event(stack, f"{verb}_IN_PROGRESS", token, reason="User Initiated")
        self.asked = 0
        stack.under_way = go_on

    def _go_on(self, stack: Stack) -> None:
        if stack.under_way is None:
            return
        self.asked += 1
        if self.asked >= self.questions:
            go_on, stack.under_way = stack.under_way, None
            go_on()

    # What an operation needs

    def event(
        self,
        stack: Stack,
        status: str,
        token: str,
        *,
        reason: str = "",
        of: tuple[str, Live] | None = None,
    ) -> None:
        key, live = of or (stack.name, Live("AWS::CloudFormation::Stack", stack.id, {}, {}))
        if of is None:
            stack.status, stack.reason = status, reason
        stack.events.append(
            {
                "StackId": stack.id,
                "EventId": self.number(),
                "StackName": stack.name,
                "LogicalResourceId": key,
                "PhysicalResourceId": live.id,
                "ResourceType": live.kind,
                "Timestamp": self.now(),
                "ResourceStatus": status,
                "ResourceStatusReason": reason,
                "ClientRequestToken": token,
            }
        )

    def _stack_id(self, name: str) -> str:
        return f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{name}/{self.number()}"


UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
)


def _tags(given: Mapping[str, Any]) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in given.get("Tags", [])}


def _change_set_id(stacks: Stacks, name: str) -> str:
    return f"arn:aws:cloudformation:{stacks.region}:{stacks.account}:changeSet/{name}/1"


ACTIONS: Mapping[str, Callable[[Stacks, Mapping[str, Any]], dict[str, Any] | None]] = {
    "DescribeStacks": Stacks.describe_stacks,
    "DescribeStackEvents": Stacks.describe_stack_events,
    "ListStackResources": Stacks.list_stack_resources,
    "GetTemplate": Stacks.get_template,
    "CreateChangeSet": Stacks.create_change_set,
    "DescribeChangeSet": Stacks.describe_change_set,
    "ListChangeSets": Stacks.list_change_sets,
    "DeleteChangeSet": Stacks.delete_change_set,
    "ExecuteChangeSet": Stacks.execute_change_set,
    "DeleteStack": Stacks.delete_stack,
    "ContinueUpdateRollback": Stacks.continue_update_rollback,
}
