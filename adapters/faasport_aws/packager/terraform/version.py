"""Which versions of Terraform and of its provider a configuration needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faasport_aws.packager.terraform.block import Block

TERRAFORM = ">= 1.5"
# The two major versions whose schemas this has been held against.
OLDEST, BELOW = (5, 100), (7, 0)


@dataclass(frozen=True)
class Newer:
    """An argument (with this value, if it is told) that older versions of the provider refuse."""

    argument: str
    value: Any
    version: tuple[int, int]
    source: str


# As of November 2026.
NEWER = (
    Newer("runtime", "python3.14", (6, 20),
          "https://github.com/hashicorp/terraform-provider-aws/issues/44984"),
    Newer("invoked_via_function_url", True, (6, 29),
          "https://github.com/hashicorp/terraform-provider-aws/pull/44858"),
)  # fmt: skip


def required(blocks: Iterable[Block]) -> dict[str, Any]:
    """The part `terraform`. Where the state is kept is the user's to say, in a file beside."""
    needed = {
        each.version
        for block in blocks
        for each in NEWER
        if block.body.get(each.argument) == each.value
    }
    oldest = max(needed | {OLDEST})
    provider = {"source": "hashicorp/aws", "version": f">= {_dotted(oldest)}, < {_dotted(BELOW)}"}
    return {"required_version": TERRAFORM, "required_providers": {"aws": provider}}


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
