"""Values of the template as Terraform writes them: texts, in which expressions are `${...}`.

https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager.terraform import literal
from faasport_aws.packager.terraform.block import local
from faasport_aws.packager.terraform.reference import PSEUDO, REFERENCES

# After the logical id of a function or an API, what SAM has for its alias or stage.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
ALIAS = ".Alias"
PARTS = {
    ALIAS: "${aws_lambda_alias.@.arn}",
    ".Stage": "${aws_api_gateway_stage.@.stage_name}",
}
_SUBSTITUTED = re.compile(r"\$\{(!?)([^}]+)\}")


class UntranslatedError(Exception):
    """The template says something that this translation has no words for."""


@dataclass(frozen=True)
class Scope:
    """What the names in the template stand for: resources by logical id with their types, also of
    those that SAM makes; parameters; and which archives go through a bucket."""

    types: Mapping[str, str]
    parameters: Mapping[str, Any]
    uploaded: frozenset[str] = frozenset()

    def value(self, given: Any) -> Any:
        """The same value for Terraform. No text of the user's is an expression there."""
        match given:
            case str():
                return literal(given)
            case {"Ref": str() as key, **rest} if not rest:
                return self.reference(key, "Ref")
            case {"Fn::GetAtt": [key, attribute], **rest} if not rest:
                return self.reference(key, attribute)
            case {"Fn::Sub": str() as text, **rest} if not rest:
                return self._substituted(text)
            case Mapping():
                return {literal(key): self.value(each) for key, each in self._plain(given).items()}
            case list() | tuple():
                return [self.value(each) for each in given]
            case _:
                return given

    def text(self, given: Any) -> str:
        """A document in JSON, for arguments that are one: as Terraform itself writes it, or the
        provider might take a blank for a change."""
        return json.dumps(
            self.value(given), ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )

    def reference(self, key: str, attribute: str) -> str:
        """An attribute of a resource, a parameter, or what AWS knows by itself."""
        if key in PSEUDO and attribute == "Ref":
            return PSEUDO[key]
        if key in self.parameters and attribute == "Ref":
            return f"${{var.{local(key)}}}"
        owner, dot, part = key.partition(".")
        if attribute == "Ref" and owner in self.types and dot + part in PARTS:
            return PARTS[dot + part].replace("@", local(owner))
        kind, attributes = REFERENCES.get(self.types.get(key, ""), ("", {}))
        if attribute not in attributes:
            raise UntranslatedError(f"{key}.{attribute} is not known here.")
        return attributes[attribute].replace("@", f"{kind}.{local(key)}")

    def _substituted(self, text: str) -> str:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html"""
        parts, end = [], 0
        for found in _SUBSTITUTED.finditer(text):
            is_literal, name = found[1], found[2]
            key, _, attribute = name.partition(".")
            said = f"$${{{name}}}" if is_literal else self.reference(key, attribute or "Ref")
            parts += [literal(text[end : found.start()]), said]
            end = found.end()
        return "".join((*parts, literal(text[end:])))

    def _plain(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        for key in given:
            if key == "Ref" or key.startswith("Fn::"):
                raise UntranslatedError(f"The function {key} is not known here: {given!r}.")
        return given
