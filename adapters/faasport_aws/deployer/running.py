"""What of a function really runs, and in what it deviates from a template: CloudFormation does not
look, so what somebody has changed beside it would stay as it is."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.faults import Busy, Failed
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.packager.units import ALIAS

CODE = "code"
PLAIN: Mapping[str, type[str | int]] = {
    "Description": str,
    "Handler": str,
    "MemorySize": int,
    "Runtime": str,
    "Timeout": int,
}
"""Properties that Lambda calls as CloudFormation does, and that can be compared as they stand, with
what they are to Lambda: to CloudFormation "30" is as good as 30."""
VARIABLES = "Environment"
_PATIENCE = 10 * 60.0
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
_REFERENCE = "{{resolve:"


@dataclass(frozen=True)
class Running:
    """One function as it serves: its alias's version, or what there is without one. `weights` are
    the parts of its calls that other versions get."""

    name: str
    version: str
    sha256: str
    settings: Mapping[str, Any]
    weights: Mapping[str, float]
    revision: str = ""
    """Of the alias."""

    @property
    def variables(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.settings.get("Environment", {}).get("Variables", {})
        return found

    @property
    def traffic(self) -> str:
        """How its calls are divided, for people."""
        return ", ".join(f"version {key}: {part:.0%}" for key, part in self.weights.items())


def running(site: Site, name: str, *, live: bool) -> Running | None:
    """None where there is no such function, or no such alias."""
    account = site.account
    try:
        alias = account.ask("lambda", "get_alias", FunctionName=name, Name=ALIAS) if live else {}
        version = alias.get("FunctionVersion", "")
        qualified = {"Qualifier": version} if version else {}
        found = account.ask("lambda", "get_function_configuration", FunctionName=name, **qualified)
    except Refused as refused:
        if refused.is_absent:
            return None
        raise
    routing = alias.get("RoutingConfig") or {}
    return Running(
        name=name,
        version=version or found.get("Version", ""),
        sha256=base64.b64decode(found["CodeSha256"]).hex(),
        settings=found,
        weights=dict(routing.get("AdditionalVersionWeights") or {}),
        revision=alias.get("RevisionId", ""),
    )


def deviations(properties: Mapping[str, Any], sha256: str, found: Running) -> Iterator[str]:
    """What of the template's function is otherwise, as far as one answer tells. `sha256` is of the
    code that it is to run; "" where nobody knows."""
    if sha256 and found.sha256 != sha256:
        yield CODE
    for key in PLAIN:
        wanted = properties.get(key)
        if _is_plain(wanted) and str(found.settings.get(key, "")) != str(wanted):
            yield key
    # Who may not use the function's key is not told its variables.
    hidden = "Error" in found.settings.get("Environment", {})
    if not hidden and variables(properties, found) != dict(found.variables):
        yield VARIABLES


def variables(properties: Mapping[str, Any], found: Running) -> dict[str, str]:
    """What its environment is to be. What only CloudFormation can work out is taken as it is, and
    where it is not there, it is left to CloudFormation."""
    said = (properties.get("Environment") or {}).get("Variables") or {}
    return {
        key: str(value) if _is_plain(value) else found.variables[key]
        for key, value in said.items()
        if _is_plain(value) or key in found.variables
    }


def _is_plain(value: Any) -> bool:
    """Whether it is what it says, and no secret or parameter by its name."""
    if isinstance(value, str):
        return _REFERENCE not in value
    return isinstance(value, int) and not isinstance(value, bool)


def is_live(properties: Mapping[str, Any]) -> bool:
    return properties.get("AutoPublishAlias") == ALIAS


def updated(site: Site, name: str) -> Mapping[str, Any]:
    """Its configuration when Lambda is through with an update.

    https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
    """

    def through() -> Mapping[str, Any] | None:
        found = site.account.ask("lambda", "get_function_configuration", FunctionName=name)
        return None if found.get("LastUpdateStatus") == "InProgress" else found

    found = waiting.until(through, within=_PATIENCE)
    if found is None or found.get("LastUpdateStatus") == "Failed":
        reason = (found or {}).get("LastUpdateStatusReason", "it takes more than ten minutes")
        raise Failed(
            site.where,
            f"{name} was not updated: {reason}. It serves what it did before.",
            "Correct that, and run the same command again.",
        )
    return found


def published(site: Site, name: str, checksum: str) -> str:
    """The version with what there is now, when it can be called. There is one already where
    nothing differs from it: https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html

    With other code than this, which another run has put there since, Busy.
    """
    version = _of_code(site, name, checksum)

    def ready() -> Mapping[str, Any] | None:
        found = site.account.ask(
            "lambda", "get_function_configuration", FunctionName=name, Qualifier=version
        )
        return None if found.get("State") == "Pending" else found

    found = waiting.until(ready, within=_PATIENCE)
    if found is None or found.get("State") == "Failed":
        reason = (found or {}).get("StateReason", "it takes more than ten minutes")
        raise Failed(
            site.where,
            f"version {version} of {name} does not start: {reason}. The one before serves all.",
            "Correct that, and run the same command again.",
        )
    return version


def _of_code(site: Site, name: str, checksum: str) -> str:
    try:
        return str(change(site, "publish_version", name, CodeSha256=checksum)["Version"])
    except Refused as refused:
        if "codesha256" not in refused.message.lower():
            raise
        raise Busy(
            site.where,
            f"somebody else has updated {name} in the meantime.",
            "Run the same command again.",
        ) from refused


def change(site: Site, method: str, name: str, **arguments: Any) -> Mapping[str, Any]:
    """An update of one function. Lambda makes one at a time; whoever is before us is waited for."""

    def done() -> Mapping[str, Any] | None:
        try:
            return site.account.ask("lambda", method, FunctionName=name, **arguments)
        except Refused as refused:
            if refused.code != "ResourceConflictException":
                raise
            return None

    answer = waiting.until(done, within=_PATIENCE)
    if answer is None:
        raise Busy(site.where, f"somebody else is updating {name}.", "Run the same command again.")
    return answer
