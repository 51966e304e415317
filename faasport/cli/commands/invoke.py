"""`faasport invoke`"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import click

from faasport.cli import asked, deploying, events, imported, options, redacted, servers
from faasport.cli.output import results_alone
from faasport.cli.servers import Serve
from faasport.project import chosen
from faasport.project.model import Project
from faasport.runtime.errors import PayloadError


@click.command()
@click.argument("function")
@click.option(
    "--trigger",
    metavar="NAME",
    help="Which of its triggers, if it has several: a kind, or what it listens to.",
)
@click.option("--target", metavar="NAME", help="The platform whose native events these are.")
@click.option(
    "--event",
    "sources",
    multiple=True,
    required=True,
    metavar="FILE",
    help="A JSON file, a .jsonl file, or - for standard input. May repeat.",
)
@click.option("--remote", is_flag=True, help="With --target: send them to what is deployed there.")
@options.settings
@options.project
@options.out
@options.stage
@options.as_json
def invoke(
    function: str,
    trigger: str | None,
    target: str | None,
    sources: tuple[str, ...],
    remote: bool,
    given: dict[str, str],
    root: Path,
    out: Path | None,
    stage: str,
    as_json: bool,
) -> int:
    """Send events to FUNCTION, in this process, and print what it answers.

    With --target the events and answers are that platform's own; without, they are the neutral
    form: of HTTP {"method", "target", "headers", "body"} and {"status", "headers", "body"}; else
    a CloudEvent in JSON, or a list of them, and {"verdicts"}.

    With --remote it is the deployed function that is called, by the platform's own service.
    """
    if remote and target is None:
        raise click.UsageError("--remote goes with --target.")
    with results_alone() as standard_output:
        results = redacted.text(standard_output, lambda: asked.current().redaction)
        if remote and target is not None:
            deployer = deploying.of_function(target, root, out, stage, given, function)
            serve: Serve = partial(deployer.invoke, function, trigger)
        else:
            project = imported.imported(imported.project_at(root, stage), function)
            serve = _server(project, function, trigger, target)
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


def _server(project: Project, name: str, trigger: str | None, target: str | None) -> Serve:
    function = chosen.function_named(project, name)
    consumer = chosen.consumer_of(project, function, trigger)
    if consumer is None:
        return servers.of_http(project, function, target)
    return servers.of_events(project, consumer, target)
