"""Projects to render, made of plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project


def http(methods: str, path: str) -> DeclaredTrigger:
    return DeclaredTrigger(kind="http", methods=tuple(methods.split()), path=path)


def function(name: str, *triggers: DeclaredTrigger, module: str = "orders", **facts: Any):
    return DeclaredFunction(name, module, triggers, file=f"{module}.py", line=1, **facts)


FUNCTIONS = (
    function("create_order", http("POST", "/orders")),
    function("list_orders", http("GET", "/orders")),
    function("read_order", http("GET", "/orders/{order_id}"), module="reading"),
    function("files", http("GET", "/files/{name:path}"), http("PUT", "/files/{file:path}")),
    function("hook", http("ANY", "/hook")),
)
ASYNC = function("wait", http("GET", "/wait"), is_async=True)


def project(*functions: DeclaredFunction, stage: str = "dev", **config: Any) -> Project:
    table = {"name": "orders", "modules": ["orders"], "python": "3.13", **config}
    return Project(
        root=Path("project"),
        config=Config.model_validate(table),
        stage=stage,
        functions=functions or FUNCTIONS,
    )
