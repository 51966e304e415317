"""`faasport status`"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click

from faasport.cli import deploying, options, report as output, standing
from faasport.deployer.deployed import Status
from faasport.packager import registry
from faasport.project.problem import Problems, refuse


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@options.settings
@options.as_json
def status(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    given: dict[str, str],
    as_json: bool,
) -> None:
    """Tell what is deployed, and how it differs from what is packaged here.

    What is packaged is what `faasport package` made last: nothing is made, and no code is read.
    """
    targets = registry.select(names)
    projects, outputs = deploying.last_packaged(root, out, stage, targets)
    deployers = deploying.made(targets, projects, given)
    found: dict[str, Status] = {}
    problems = Problems()
    with output.progress(quiet=as_json) as step:
        for name, deployer in deployers.items():
            told = problems.of(partial(deployer.status, outputs[name], step), None)
            if told is not None:
                found[name] = told
    if as_json:
        refuse(problems)
        output.data({name: _data(each) for name, each in found.items()}, key="targets")
        return
    for name, each in found.items():
        standing.show(name, each, output.results())
    refuse(problems)


def _data(found: Status) -> dict[str, Any]:
    updated = None if found.updated is None else found.updated.isoformat()
    endpoints = {each.name: each.value for each in found.endpoints}
    return {**asdict(found), "updated": updated, "endpoints": endpoints}
