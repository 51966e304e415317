""".chalice/config.json: what is said of a stage and of a function.

https://aws.github.io/chalice/topics/configfile.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table

FILE = ".chalice/config.json"
STAGE = "dev"
API = "api_handler"
"""What Chalice calls the function of all routes."""
MEMORY = 128
TIMEOUT = 60
KEYS = (
    "autogen_policy",
    "environment_variables",
    "iam_policy_file",
    "iam_role_arn",
    "lambda_ephemeral_storage",
    "lambda_memory_size",
    "lambda_timeout",
    "layers",
    "log_retention_in_days",
    "manage_iam_role",
    "reserved_concurrency",
    "security_group_ids",
    "subnet_ids",
    "tags",
    "xray",
)
"""What is read of every level."""
LEFT: Mapping[str, tuple[str, str]] = {
    "api_gateway_custom_domain": ("a domain of your own", "Map it to the new API when you move."),
    "api_gateway_endpoint_type": ("the kind of endpoint", "Ours is regional."),
    "api_gateway_endpoint_vpce": ("a private API", "Write auth for the functions."),
    "api_gateway_policy_file": ("a policy of the API", "Write auth for the functions."),
    "minimum_compression_size": ("compression", "Compress in a CDN."),
    "websocket_api_custom_domain": ("a WebSocket API", "Keep it on AWS."),
    "lambda_architecture": ("the architecture", 'Write architecture = "arm64".'),
    "automatic_layer": ("the layer of dependencies", "Write targets.aws.layers = true."),
}
_SAYS_NOTHING = ("version", "app_name", "api_gateway_stage", "stages", "lambda_functions")


@dataclass
class Config:
    """`levels` are the top, the stage and, for one function, its own: what is said last counts."""

    file: str
    stage: str
    levels: tuple[Reader, ...]
    own: Mapping[str, Reader]
    app_name: str = ""
    api_stage: str = ""
    others: tuple[str, ...] = ()

    def value(self, key: str, function: str = "") -> Any:
        """What holds for all, or for one function."""
        found = None
        for level in self._of(function):
            told = level.table.get(key)
            found = told if told is not None else found
        return found

    def merged(self, key: str, function: str = "") -> dict[str, Any]:
        """Tables of all levels, over one another."""
        found: dict[str, Any] = {}
        for level in self._of(function):
            told = level.table.get(key)
            found |= told if isinstance(told, Mapping) else {}
        return found

    def where(self, key: str, function: str = "") -> str:
        """Where that is said."""
        levels = [level for level in self._of(function) if key in level]
        return levels[-1].where(key) if levels else self.file

    def _of(self, function: str) -> Iterator[Reader]:
        yield from self.levels
        if function in self.own:
            yield self.own[function]

    def tell(self, draft: Draft) -> None:
        """What nobody reads."""
        for level in (*self.levels, *self.own.values()):
            for key in sorted({*level.keys()} & {*LEFT}):
                if level.take(key) is not None:
                    what, fix = LEFT[key]
                    draft.say("left", level.where(key), f"{key} was left: {what}.", fix)
            level.ignore(*KEYS, *_SAYS_NOTHING)
            level.tell(draft)


def read(folder: Path, asked: str) -> Config:
    """The configuration; empty where there is none."""
    table = documents.json(folder, FILE).table if (folder / FILE).is_file() else Table(file=FILE)
    whole = Reader(table)
    stages = table.get("stages")
    names = [*stages] if isinstance(stages, Table) else []
    stage = asked if asked in names else STAGE if STAGE in names else next(iter(names), asked)
    told = stages.get(stage) if isinstance(stages, Table) else None
    level = Reader(told if isinstance(told, Table) else Table(file=FILE))
    functions = level.table.get("lambda_functions")
    own = {
        name: Reader(each)
        for name, each in (functions.items() if isinstance(functions, Table) else ())
        if isinstance(each, Table)
    }
    config = Config(FILE, stage, (whole, level), own)
    config.app_name = str(table.get("app_name") or "")
    config.api_stage = str(config.value("api_gateway_stage") or "api")
    config.others = tuple(name for name in names if name != stage)
    return config
