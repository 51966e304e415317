"""`faasport package`"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from faasport.cli import options, report
from faasport.packager import pipeline, registry, sizes
from faasport.packager.output import Output, Package
from faasport.packager.sizes import Size, Weight

_HEAVIEST = 3


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@click.option("--force", is_flag=True, help="Package what is unchanged, too.")
@options.as_json
def package(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    force: bool,
    as_json: bool,
) -> None:
    """Make the artifacts and manifests of targets, in `dist/<target>/`."""
    targets = registry.select(names)
    make = pipeline.package if force else pipeline.ensure
    with report.progress(quiet=as_json) as step:
        made = make(root, targets, out=out, stage=stage, progress=step)
    if as_json:
        report.data({output.target: _data(output) for output in made.outputs}, key="targets")
    else:
        _show(made)


def _data(output: Output) -> dict[str, Any]:
    return {
        "directory": str(output.directory),
        "unchanged": output.unchanged,
        "manifests": list(output.manifests),
        "sbom": output.sbom,
        "artifacts": [
            {
                "path": artifact.path,
                "sha256": artifact.sha256,
                "bytes": artifact.bytes,
                "functions": list(artifact.functions),
            }
            for artifact in output.artifacts
        ],
        "sizes": [asdict(size) for size in output.sizes],
        "warnings": list(output.warnings),
    }


def _show(made: Package) -> None:
    console = report.results()
    for output in made.outputs:
        table = Table(title=_title(output), title_justify="left")
        table.add_column("Function")
        table.add_column("Trigger", overflow="fold")
        table.add_column("Artifact", overflow="fold")
        table.add_column("Size", justify="right", no_wrap=True)
        table.add_column("Warnings", justify="right")
        for row in _rows(made, output):
            table.add_row(*map(Text, row))
        console.print(table)
        for line in _beneath(output):
            console.print(Text(line), soft_wrap=True)
        for warning in output.warnings:
            console.print(Text.assemble(("warning: ", "yellow"), warning), soft_wrap=True)


def _title(output: Output) -> str:
    unchanged = "  Unchanged: nothing was written." if output.unchanged else ""
    return f"{output.target}: {output.directory}{unchanged}"


def _beneath(output: Output) -> Iterator[str]:
    """What was written beside the artifacts, and what is heavy in those."""
    yield f"Written for it: {', '.join((*output.manifests, output.sbom))}."
    for size in output.sizes:
        heaviest = [*size.packages[:_HEAVIEST], *([_own(size)] if size.own else [])]
        told = ", ".join(f"{each.name} {sizes.told(each.bytes)}" for each in heaviest)
        yield f"{size.artifact}: {sizes.told(size.unpacked)} unpacked; {told}."


def _own(size: Size) -> Weight:
    return Weight(sizes.OWN, "", size.own)


def _rows(made: Package, output: Output) -> Iterator[tuple[str, ...]]:
    """A row for each trigger; the warnings are counted once, since they are the target's."""
    functions = {function.name: function for function in made.project.functions}
    warnings = str(len(output.warnings))
    for artifact in output.artifacts:
        for name in artifact.functions:
            triggers = functions[name].triggers if name in functions else ()
            for trigger in triggers:
                text = str(trigger)
                yield name, text, artifact.path, sizes.told(artifact.bytes), warnings
                warnings = ""
