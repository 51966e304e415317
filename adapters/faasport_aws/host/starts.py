"""What each Lambda function of the manifest loads when it starts."""

from __future__ import annotations

from collections.abc import Iterable

from faasport.profiler.start import Start
from faasport.project.model import Project
from faasport_aws.host.function import LambdaFunction
from faasport_aws.packager.units import APP

# What `python -m awslambdaric` has imported before it asks for the handler's module:
# https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/__main__.py
RUNTIME = ("awslambdaric.lambda_config", "awslambdaric.bootstrap")
NOWHERE = "127.0.0.1:9"
"""The address of a Runtime API: nothing is asked of it before a handler is called."""


def starts_of(functions: Iterable[LambdaFunction], project: Project) -> tuple[Start, ...]:
    return tuple(_start(each, project) for each in functions)


def _start(function: LambdaFunction, project: Project) -> Start:
    resource = function.resource
    entry = resource.handler.rpartition(".")[0]
    label, functions = _served(entry.rpartition(".")[2], project)
    return Start(
        unit=label,
        functions=functions,
        entry=entry,
        code=resource.code,
        search_path=resource.search_path,
        preloaded=RUNTIME,
        variables=function.variables(NOWHERE),
    )


def _served(symbol: str, project: Project) -> tuple[str, tuple[str, ...]]:
    """The label of a unit, and the user's functions in it, by the name of its entry module."""
    for consumer in project.consumers:
        if consumer.symbol == symbol:
            return consumer.label, (consumer.function.name,)
    answering = [
        function.name
        for function in project.functions
        if any(trigger.kind == "http" for trigger in function.triggers)
    ]
    for name in answering:
        for label in (name, f"{name}-http"):
            if label.replace("-", "_") == symbol:
                return label, (name,)
    return symbol, tuple(answering) if symbol == APP else ()
