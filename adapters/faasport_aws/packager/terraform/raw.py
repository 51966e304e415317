"""What the user says in Terraform's own words, laid over ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from faasport.packager import raw
from faasport.packager.references import Part, Reference, resolved
from faasport_aws.packager.sources import Source
from faasport_aws.packager.terraform.block import Block, local
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.units import Unit


@dataclass(frozen=True)
class Words:
    """How `${queue:orders}` is an ARN's expression in them; all else is Terraform's already."""

    sources: Sequence[Source]
    scope: Scope

    def tailored(self, blocks: Iterable[Block], units: Sequence[Unit]) -> Iterator[Block]:
        """The blocks, those of functions with what is said of them."""
        given = {local(f"{unit.logical_id}Function"): unit.raw for unit in units}
        for block in blocks:
            tables = given[block.name] if block.kind == "aws_lambda_function" else ()
            body = raw.merged(block.body, *map(self.referring, tables))
            yield Block(block.kind, block.name, body, block.section)

    def referring(self, value: Any) -> Any:
        """The same with expressions for what the project has."""
        known = {Reference(source.kind, source.name): source for source in self.sources}

        def told(parts: tuple[Part, ...]) -> str:
            said = (
                self.scope.value(known[part].arn) if isinstance(part, Reference) else part
                for part in parts
            )
            return "".join(said)

        return resolved(value, told)
