"""What CloudFormation would do, as it says itself: a change set.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faasport.deployer import holder, waiting
from faasport.deployer.change import Action, Change
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import BadSetting, Failed, Unsettled
from faasport_aws.deployer import bucket as buckets, upload as uploads
from faasport_aws.deployer.data import KINDS as DATA
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack
from faasport_aws.deployer.template import INLINE, Template

# Both sentences are CloudFormation's for the same thing; see also `sam deploy`:
# https://github.com/aws/aws-sam-cli/blob/develop/samcli/lib/deploy/deployer.py
_NOTHING = ("didn't contain changes", "No updates are to be performed")
_MADE = frozenset({"CREATE_COMPLETE", "FAILED"})
_PATIENCE = 15 * 60.0
_ACTIONS: Mapping[str, Action] = {"Add": "add", "Import": "add", "Remove": "remove"}
_SHOWN = frozenset(
    {"MemorySize", "Timeout", "Runtime", "RetentionInDays", "ReservedConcurrentExecutions"}
)
"""Properties whose values are told."""


@dataclass(frozen=True)
class ChangeSet:
    """One that can be carried out."""

    name: str
    stack_id: str
    changes: tuple[Change, ...]


def made(
    site: Site,
    template: Template,
    body: Mapping[str, Any],
    stack: Stack | None,
    progress: Progress,
    *,
    take_up: bool = False,
) -> ChangeSet | None:
    """What would change; None if nothing would. `stack` is None where there is none yet. With
    `take_up`, what is there of the names of the template becomes the stack's."""
    progress("Asking CloudFormation what changes")
    name = str(holder.here())
    text = json.dumps(body, indent=1)
    arguments: dict[str, Any] = {
        "StackName": site.stack,
        "ChangeSetName": name,
        "ClientToken": name,
        "ChangeSetType": "CREATE" if stack is None or stack.standing == "empty" else "UPDATE",
        "Capabilities": list(site.chosen.deploy.capabilities),
        "Parameters": parameters(site, template, stack),
        "Tags": [{"Key": key, "Value": value} for key, value in site.tags.items()],
        **_text(site, text, progress),
    }
    if site.chosen.deploy.role:
        arguments["RoleARN"] = site.chosen.deploy.role
    if take_up:
        arguments["ImportExistingResources"] = True
    answer = site.account.ask("cloudformation", "create_change_set", **arguments)
    return _when_made(site, ChangeSet(name, answer["StackId"], ()))


def _text(site: Site, text: str, progress: Progress) -> dict[str, str]:
    if len(text.encode()) <= INLINE:
        return {"TemplateBody": text}
    given = uploads.upload(site, "template.json", text.encode())
    bucket = buckets.ready(site, progress)
    uploads.put(site, bucket, given, progress)
    suffix = "amazonaws.com.cn" if site.account.partition == "aws-cn" else "amazonaws.com"
    host = f"{bucket}.s3.{site.account.region}.{suffix}"
    return {"TemplateURL": f"https://{host}/{given.key}"}


def parameters(site: Site, template: Template, stack: Stack | None) -> list[dict[str, Any]]:
    """What is said now; else what was said before; else the template's own word."""
    site.chosen.refuse_unknown(template.parameters)
    found: list[dict[str, Any]] = []
    for key, said in template.parameters.items():
        if key in site.chosen.parameters:
            found.append({"ParameterKey": key, "ParameterValue": site.chosen.parameters[key]})
        elif stack is not None and key in stack.parameters:
            found.append({"ParameterKey": key, "UsePreviousValue": True})
        elif "Default" not in said:
            raise BadSetting(
                f"targets.aws.deploy.parameters.{key}",
                f"the template asks for {key}: {said.get('Description', 'it has no default')}",
                f"Say it there, or with `--set {key}=VALUE`.",
            )
    return found


def _when_made(site: Site, begun: ChangeSet) -> ChangeSet | None:
    def ended() -> dict[str, Any] | None:
        answer = site.account.ask(
            "cloudformation",
            "describe_change_set",
            ChangeSetName=begun.name,
            StackName=begun.stack_id,
            IncludePropertyValues=True,
        )
        return answer if answer["Status"] in _MADE else None

    answer = waiting.until(ended, within=_PATIENCE)
    if answer is None:
        raise Unsettled(
            site.where, "the change set is not ready after 15 minutes.", "Run the same again."
        )
    if answer["Status"] == "FAILED":
        drop(site, begun)
        reason = answer.get("StatusReason", "it does not say why")
        if any(sentence in reason for sentence in _NOTHING):
            return None
        raise Failed(
            site.where,
            f"CloudFormation refuses the template: {reason.rstrip('.')}. Nothing was changed.",
            "Correct what it names (`raw` and `document` are yours), and run the same again.",
        )
    changes = tuple(_change(each) for each in _every(site, begun, answer))
    whole = Change("update", "AWS::CloudFormation::Stack", site.stack, "outputs")
    return ChangeSet(begun.name, begun.stack_id, changes or (whole,))


def _every(site: Site, begun: ChangeSet, answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    while True:
        yield from (each["ResourceChange"] for each in answer.get("Changes", ()))
        if "NextToken" not in answer:
            return
        answer = site.account.ask(
            "cloudformation",
            "describe_change_set",
            ChangeSetName=begun.name,
            StackName=begun.stack_id,
            IncludePropertyValues=True,
            NextToken=answer["NextToken"],
        )


def _change(found: Mapping[str, Any]) -> Change:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"""
    kind, policy = found["ResourceType"], found.get("PolicyAction", "")
    holds_data = kind in DATA
    action = _ACTIONS.get(found["Action"], "update")
    details = _details(found.get("Details", ()))
    if action == "update" and _is_replaced(found.get("Replacement"), holds_data=holds_data):
        action = "replace"
        details = [
            *details,
            *(["the old one is kept, with its data"] if "Retain" in policy else []),
        ]
    if action == "remove" and policy == "Retain":
        action, details = "keep", ["no longer of the stack"]
    if found["Action"] == "Import":
        details = ["taken up again"]
    name = found.get("PhysicalResourceId") or found["LogicalResourceId"]
    return Change(action, kind, name, ", ".join(details), holds_data)


def _is_replaced(replacement: str | None, *, holds_data: bool) -> bool:
    """Of data, what may be replaced counts as replaced."""
    return replacement == "True" or (replacement == "Conditional" and holds_data)


def _details(details: Sequence[Mapping[str, Any]]) -> list[str]:
    found: dict[str, None] = {}
    for each in details:
        target = each.get("Target", {})
        name = target.get("Name") or target.get("Attribute", "")
        before, after = target.get("BeforeValue"), target.get("AfterValue")
        told = name in _SHOWN and before is not None and after is not None
        found[f"{name} {before} to {after}" if told else name] = None
    return [name for name in found if name]


def drop(site: Site, change_set: ChangeSet) -> None:
    """It may be gone already. A stack that was only begun for it goes with it."""
    account = site.account
    try:
        account.ask(
            "cloudformation",
            "delete_change_set",
            ChangeSetName=change_set.name,
            StackName=change_set.stack_id,
        )
    except Refused as refused:
        if not refused.is_absent and refused.code != "InvalidChangeSetStatus":
            raise
