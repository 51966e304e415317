"""The stack as CloudFormation tells of it, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faasport.deployer.deployed import Endpoint
from faasport.deployer.faults import NameTaken, NotDeployed
from faasport_aws.deployer import states
from faasport_aws.deployer.account import Account
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.states import Standing


@dataclass(frozen=True)
class Stack:
    """One stack that is there."""

    id: str
    name: str
    status: str
    reason: str
    tags: Mapping[str, str]
    outputs: Mapping[str, str]
    parameters: frozenset[str]
    described: str
    role: str
    updated: datetime | None
    is_protected: bool

    @property
    def standing(self) -> Standing:
        return states.standing(self.status)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        return tuple(Endpoint(key, value) for key, value in self.outputs.items())


@dataclass(frozen=True)
class Resource:
    """One resource of a stack."""

    logical_id: str
    kind: str
    id: str
    status: str


def find(account: Account, name: str) -> Stack | None:
    """The stack of this name, or of this id, under which it is told of when it is gone."""
    try:
        (found,) = account.ask("cloudformation", "describe_stacks", StackName=name)["Stacks"]
    except Refused as refused:
        if refused.is_absent:
            return None
        raise
    return _stack(found)


def _stack(found: Mapping[str, Any]) -> Stack:
    return Stack(
        id=found["StackId"],
        name=found["StackName"],
        status=found["StackStatus"],
        reason=found.get("StackStatusReason", ""),
        tags={each["Key"]: each["Value"] for each in found.get("Tags", ())},
        outputs={each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())},
        parameters=frozenset(each["ParameterKey"] for each in found.get("Parameters", ())),
        described=found.get("Description", ""),
        role=found.get("RoleARN", ""),
        updated=found.get("LastUpdatedTime") or found.get("CreationTime"),
        is_protected=found.get("EnableTerminationProtection", False),
    )


def is_ours(stack: Stack, site: Site) -> bool:
    return site.tags.items() <= stack.tags.items() or _is_begun(stack, site)


def _is_begun(stack: Stack, site: Site) -> bool:
    """Whether a run of ours was killed after it had imported what was kept, which gives no tags."""
    return stack.status == "IMPORT_COMPLETE" and not stack.tags and stack.described == _told(site)


def _told(site: Site) -> str:
    """What a template of ours says that it is."""
    return f"{site.project.name} ({site.project.stage}), packaged by faasport."


def refuse_foreign(stack: Stack, site: Site) -> None:
    """One without our tags is not ours, but that may be the tags of `sam deploy` alone."""
    # One that nobody has carried out has nothing in it, and may not tell its tags.
    if is_ours(stack, site) or stack.standing == "empty":
        return
    alike = stack.described == _told(site)
    if alike and site.chosen.adopt:
        return
    if alike:
        fix = "If another tool made it of this manifest, take it over with `--set adopt=true`."
    else:
        fix = "Choose another name with `--set stack=NAME`, or `targets.aws.deploy.stack`."
    tags = " and ".join(f"{key} = {value}" for key, value in site.tags.items())
    raise NameTaken(site.where, f"the stack {stack.name} is there without the tags {tags}.", fix)


def deployed(site: Site) -> Stack:
    """The stack of this project and stage; NotDeployed where there is none."""
    found = find(site.account, site.stack)
    if found is None or found.standing == "empty" or not is_ours(found, site):
        raise NotDeployed(
            site.where,
            f"{site.project.name} is not deployed at stage {site.project.stage}.",
            f"Run `faasport deploy --target aws --stage {site.project.stage}`.",
        )
    return found


def resources(account: Account, stack: Stack) -> tuple[Resource, ...]:
    """What is in it."""
    pages = account.pages("cloudformation", "list_stack_resources", StackName=stack.id)
    return tuple(
        Resource(
            each["LogicalResourceId"],
            each["ResourceType"],
            each.get("PhysicalResourceId", ""),
            each["ResourceStatus"],
        )
        for page in pages
        for each in page["StackResourceSummaries"]
    )


def original(account: Account, stack: Stack) -> Mapping[str, Any]:
    """The template that it was last deployed from, as it was given."""
    return _template(account, stack, "Original")


def policies(account: Account, stack: Stack) -> Mapping[str, str]:
    """What becomes of each resource with its stack, by logical id, as CloudFormation works with the
    template: what a transform has made of it is JSON, whoever deployed it, in whatever."""
    resources = _template(account, stack, "Processed").get("Resources", {})
    return {key: str(each.get("DeletionPolicy", "Delete")) for key, each in resources.items()}


def _template(account: Account, stack: Stack, stage: str) -> Mapping[str, Any]:
    answer = account.ask("cloudformation", "get_template", StackName=stack.id, TemplateStage=stage)
    body = answer["TemplateBody"]
    # The SDK gives JSON as data. Another tool's YAML is not ours, whatever it says.
    return body if isinstance(body, Mapping) else {}
