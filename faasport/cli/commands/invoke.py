"""`faasport invoke`"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from faasport.cli import events, imported, options
from faasport.cli.output import results_alone
from faasport.packager import registry
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.runtime import serving, wire
from faasport.runtime.application import Application
from faasport.runtime.errors import PayloadError

Serve = Callable[[Any], Any]


@click.command()
@click.argument("function")
@click.option("--trigger", metavar="NAME", help="Which of its triggers, if it has several.")
@click.option("--target", metavar="NAME", help="The platform whose native events these are.")
@click.option(
    "--event",
    "sources",
    multiple=True,
    required=True,
    metavar="FILE",
    help="A JSON file, a .jsonl file, or - for standard input. May repeat.",
)
@options.project
@options.stage
@options.as_json
def invoke(
    function: str,
    trigger: str | None,
    target: str | None,
    sources: tuple[str, ...],
    root: Path,
    stage: str,
    as_json: bool,
) -> int:
    """Send events to FUNCTION, in this process, and print what it answers.

    With --target the events and answers are that platform's own; without, they are the neutral
    form: {"method", "target", "headers", "body"} and {"status", "headers", "body"}.
    """
    with results_alone() as results:
        project = imported.imported(imported.project_at(root, stage), function)
        declared = imported.function_named(project, function, trigger)
        serve = _server(project, declared.name, target)
        one_a_line = as_json or events.are_several(sources)
        refused = False
        for event in events.read(sources):
            answer, fine = _answer(serve, event)
            refused = refused or not fine
            text = json.dumps(answer, ensure_ascii=False, indent=None if one_a_line else 2)
            results.write(text + "\n")
            results.flush()
    return 1 if refused else 0


def _answer(serve: Serve, event: Any) -> tuple[Any, bool]:
    try:
        return serve(event), True
    except PayloadError as refusal:
        return {"error": {"type": "PayloadError", "message": str(refusal)}}, False


def _server(project: Project, function: str, target: str | None) -> Serve:
    application = imported.application(project)
    if target is None:
        return serving.server(application, wire)
    adapter = registry.select([target])[0]
    return _native_server(adapter.runtime_package, target)(application, project, function)


def _native_server(package: str, target: str) -> Callable[[Application, Project, str], Serve]:
    """`server` of an adapter's module `invoke`: (application, project, function) to what turns a
    native event into its native result, or raises PayloadError."""
    name = f"{package}.invoke"
    try:
        serve: Callable[[Application, Project, str], Serve] = import_module(name).server
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        message = f"the adapter has no {name}: its events cannot be served here."
        fix = "Leave --target out to send the neutral form."
        raise ProblemsFound([Problem("no-invoke", f"--target {target}", message, fix)]) from None
    return serve
