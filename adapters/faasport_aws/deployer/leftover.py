"""Data that outlived its stack: found by its tags, since nothing else knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faasport.deployer.faults import Denied
from faasport_aws.deployer.data import KINDS
from faasport_aws.deployer.explained import MEANING
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site

_TYPES = ("dynamodb:table", "kinesis:stream", "s3", "sqs")
_BY_SERVICE = {kind.service: name for name, kind in KINDS.items()}


STACK = "aws:cloudformation:stack-name"
"""Put on by CloudFormation, and still there when the stack is not.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html"""


@dataclass(frozen=True)
class Leftover:
    """One resource, by what CloudFormation called it."""

    kind: str
    name: str


def leftovers(site: Site) -> Iterator[Leftover]:
    """Everything of this project and stage that holds data, in its stack or in none. What is of a
    stack of another name is that one's, which may be there.

    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
    """
    filters = [{"Key": key, "Values": [value]} for key, value in site.tags.items()]
    pages = site.account.pages(
        "resourcegroupstaggingapi",
        "get_resources",
        TagFilters=filters,
        ResourceTypeFilters=list(_TYPES),
    )
    for page in pages:
        for each in page["ResourceTagMappingList"]:
            tags = {tag["Key"]: tag["Value"] for tag in each["Tags"]}
            if tags.get(STACK, site.stack) != site.stack:
                continue
            _, _, service, _, _, rest = each["ResourceARN"].split(":", 5)
            kind = _BY_SERVICE.get(service)
            if kind:
                yield Leftover(kind, KINDS[kind].id_of(rest))


def leftovers_if_told(site: Site) -> tuple[Leftover, ...]:
    """The same for whoever may not ask: then there is none."""
    try:
        return tuple(leftovers(site))
    except Refused as refused:
        if MEANING.get(refused.code) is not Denied:
            raise
        return ()
