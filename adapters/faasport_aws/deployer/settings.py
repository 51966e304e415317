"""What `targets.aws.deploy` and `--set` say about where and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.deployer import settings
from faasport.deployer.deployer import Asked, Setting
from faasport.deployer.faults import BadSetting
from faasport.packager import name
from faasport_aws.packager.options import AwsOptions, Deploy

SETTINGS = (
    Setting("region", "such as eu-central-1; left out, what the SDK is set to"),
    Setting("profile", "of the SDK's configuration"),
    Setting("stack", "what CloudFormation's stack is called; left out, PROJECT-STAGE"),
    Setting("bucket", "one of yours for what is uploaded; left out, one is made"),
    Setting("role", "the ARN of the role that CloudFormation acts as"),
    Setting("capabilities", "what the stack may make, by commas: CAPABILITY_NAMED_IAM, ..."),
    Setting("adopt", "true takes over a stack that was made of this manifest by another tool"),
)
STACK_NAME = 128
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"""
_LISTS = ("capabilities",)


@dataclass(frozen=True)
class Chosen:
    """All of it, for one project at one stage. `named` are those of `--set` that are no setting:
    parameters of the template, if it has such."""

    deploy: Deploy
    stack: str
    adopt: bool = False
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> Mapping[str, str]:
        return {**self.deploy.parameters, **self.named}

    def refuse_unknown(self, parameters: Iterable[str] = ()) -> None:
        """What is said beyond the settings must be the template's."""
        settings.checked(self.named, SETTINGS, "aws", further=parameters)


def chosen(asked: Asked, options: AwsOptions) -> Chosen:
    """The table of the configuration, and what the command line says over it."""
    known = {setting.name for setting in SETTINGS}
    given = {key: value for key, value in asked.given.items() if key in known}
    named = {key: value for key, value in asked.given.items() if key not in known}
    adopt = given.pop("adopt", "false").lower()
    if adopt not in ("true", "false"):
        raise BadSetting("--set adopt", f"it is true or false, not {adopt!r}.", "Say one of them.")
    deploy = _over(options.deploy, given)
    stack = deploy.stack or name.resource(asked.project, limit=STACK_NAME)
    return Chosen(deploy, stack, adopt == "true", named)


def _over(deploy: Deploy, given: Mapping[str, str]) -> Deploy:
    if not given:
        return deploy
    said: dict[str, Any] = {
        key: value.split(",") if key in _LISTS else value for key, value in given.items()
    }
    told = {key: getattr(deploy, key) for key in Deploy.table_fields}
    kept = {key: value for key, value in told.items() if value is not None}
    try:
        return Deploy(**{**kept, **said})
    except ValueError as error:
        listed = ", ".join(f"{key}={value}" for key, value in sorted(given.items()))
        known = "; ".join(f"{each.name}: {each.says}" for each in SETTINGS)
        raise BadSetting("--set", f"{listed}: {_first(error)}.", f"There are: {known}.") from error


def _first(error: ValueError) -> str:
    found: list[dict[str, Any]] = getattr(error, "errors", list)()
    return str(found[0]["msg"]) if found else str(error)
