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
_NAMED = frozenset({"AWS::SQS::Queue", "AWS::Kinesis::Stream"})
"""What the template gives a name, so that another of it cannot be made."""


@dataclass(frozen=True)
class Leftover:
    """One resource, by what CloudFormation called it."""

    kind: str
    name: str

    @property
    def is_named(self) -> bool:
        return self.kind in _NAMED


def leftovers(site: Site) -> Iterator[Leftover]:
    """Everything of this project and stage that holds data, in a stack or not.

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
