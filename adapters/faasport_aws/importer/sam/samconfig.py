"""samconfig.toml: with which parameters, and where, `sam deploy` deploys a stage.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.origin import Asked

NAMES = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
_COMMANDS = ("global", "deploy", "build", "validate")
_PAIR = re.compile(r"""(\w+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S*)""")


@dataclass(frozen=True)
class SamConfig:
    """`file` is empty where there is none; `stages` are the environments in it."""

    file: str = ""
    stage: str = "default"
    stages: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    stack: str = ""
    region: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def pseudo(self) -> dict[str, str]:
        """Pseudo parameters that are known. The region is not: the manifest may go to another."""
        return {"AWS::StackName": self.stack} if self.stack else {}


def read(folder: Path, beside: Path, asked: Asked) -> SamConfig:
    """Of the asked stage, or of `default`; what the command line says counts first."""
    file = next((beside / name for name in NAMES if (beside / name).is_file()), None)
    table: Mapping[str, Any] = documents.read(folder, file).table if file else {}
    stages = tuple(key for key, each in table.items() if isinstance(each, Mapping))
    stage = asked.stage if asked.stage in stages else "default"
    told = _told(table.get(stage))
    options = {key: value for key, value in asked.options.items() if key not in {"stage", "region"}}
    return SamConfig(
        file=file.name if file else "",
        stage=stage,
        stages=tuple(each for each in stages if each != "default"),
        parameters={**_pairs(told.get("parameter_overrides")), **options},
        stack=str(told.get("stack_name") or ""),
        region=str(asked.options.get("region") or told.get("region") or ""),
        tags=_pairs(told.get("tags")),
    )


def _told(stage: Any) -> dict[str, Any]:
    """The parameters of the commands that deploy, together."""
    found: dict[str, Any] = {}
    for command in _COMMANDS:
        part = stage.get(command) if isinstance(stage, Mapping) else None
        parameters = part.get("parameters") if isinstance(part, Mapping) else None
        found |= parameters if isinstance(parameters, Mapping) else {}
    return found


def _pairs(told: Any) -> dict[str, str]:
    """`A=1 B="2 3"`, a list of such, or a table."""
    if isinstance(told, Mapping):
        return {str(key): str(value) for key, value in told.items()}
    if isinstance(told, list):
        return {key: value for each in told for key, value in _pairs(each).items()}
    return {name: _bare(value) for name, value in _PAIR.findall(str(told or ""))}


def _bare(value: str) -> str:
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if quoted else value
