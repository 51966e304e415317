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
from faasport_aws.deployer.data import HOLDING
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack
from faasport_aws.deployer.template import INLINE, Template

# Both sentences are CloudFormation's for the same thing; see also `sam deploy`:
# https://github.com/aws/aws-sam-cli/blob/develop/samcli/lib/deploy/deployer.py
_NOTHING = ("didn't contain changes", "No updates are to be performed")
_MADE = frozenset({"CREATE_COMPLETE", "FAILED"})
_PATIENCE = 15 * 60.0
_ACTIONS: Mapping[str, Action] = {"Add": "add", "Remove": "remove"}
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
) -> ChangeSet | None:
    """What would change; None if nothing would. `stack` is None where there is none yet."""
    progress("Asking CloudFormation what changes")
    is_new = stack is None or stack.standing == "empty"
    arguments = {
        "ChangeSetType": "CREATE" if is_new else "UPDATE",
        "Parameters": parameters(site, template, stack),
        "Tags": [{"Key": key, "Value": value} for key, value in _tags(site, stack).items()],
        **_text(site, json.dumps(body, indent=1), progress),
    }
    return _begun(site, arguments)


def of_import(
    site: Site, body: Mapping[str, Any], resources: Sequence[Mapping[str, Any]], progress: Progress
) -> ChangeSet | None:
    """That these, which are there, become the new stack's. Tags are nothing that an import may say:
    the update that follows does."""
    progress("Asking CloudFormation to take up what was kept")
    arguments = {
        "ChangeSetType": "IMPORT",
        "ResourcesToImport": list(resources),
        **_text(site, json.dumps(body, indent=1), progress),
    }
    return _begun(site, arguments)


def _begun(site: Site, more: Mapping[str, Any]) -> ChangeSet | None:
    name = str(holder.here())
    arguments: dict[str, Any] = {
        "StackName": site.stack,
        "ChangeSetName": name,
        "ClientToken": name,
        "Capabilities": list(site.chosen.deploy.capabilities),
        **more,
    }
    if site.chosen.deploy.role:
        arguments["RoleARN"] = site.chosen.deploy.role
    answer = site.account.ask("cloudformation", "create_change_set", **arguments)
    begun = ChangeSet(name, answer["StackId"], ())
    try:
        return _when_made(site, begun)
    except KeyboardInterrupt:
        drop(site, begun)  # else others wait for us
        raise


def _tags(site: Site, stack: Stack | None) -> dict[str, str]:
    """Ours beside those that others have put on: what is not said here is taken off.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    """
    there = stack.tags if stack else {}
    return {**{key: there[key] for key in there if not key.startswith("aws:")}, **site.tags}


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
        answer = _described(site, begun)
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
        answer = _described(site, begun, NextToken=answer["NextToken"])


def _described(site: Site, begun: ChangeSet, **page: str) -> dict[str, Any]:
    return site.account.ask(
        "cloudformation",
        "describe_change_set",
        ChangeSetName=begun.name,
        StackName=begun.stack_id,
        IncludePropertyValues=True,
        **page,
    )


def _change(found: Mapping[str, Any]) -> Change:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"""
    kind, policy = found["ResourceType"], found.get("PolicyAction", "")
    holds_data = kind in HOLDING
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
