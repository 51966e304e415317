"""`faasport verify`"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from faasport.cli import asked, options, report as output
from faasport.packager import pipeline, registry
from faasport.verifier import report
from faasport.verifier.verification import verify as ask


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@click.option(
    "--baseline",
    "baselines",
    multiple=True,
    metavar="NAME",
    help="Also run the handlers that were written for this platform as they were, on it.",
)
@options.as_json
def verify(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    baselines: tuple[str, ...],
    as_json: bool,
) -> int:
    """Run the artifacts in the vendors' real runtimes and compare their answers.

    Artifacts that are missing or stale are made first. The exit code is 0 only if every target
    answered every case as neutral dispatch of the same artifact does, as the project's
    faasport.verify.toml expects, and as all other targets do, but for what a platform cannot
    carry.

    With --baseline the guests of that platform are compared with their originals, which run in its
    own runtime without faasport.
    """
    targets = registry.select(names)
    homes = registry.select(baselines)
    every = list({target.name: target for target in (*targets, *homes)}.values())
    with output.progress(quiet=as_json) as step:
        package = pipeline.ensure(root, every, out=out, stage=stage, progress=step)
        verification = ask(package, targets, step, homes)
    if as_json:
        output.echo_json(verification.as_json())
    else:
        # A table may break a value into two lines, where nobody would find it.
        report.show(verification.redacted(asked.current().redaction), Console(highlight=False))
    return 0 if verification.ok else 1
