"""`faasport package`"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from faasport.cli import asked, options, report, table, unchanged
from faasport.cli.starts import Stopwatch
from faasport.packager import pipeline, registry, sizes, stamping
from faasport.packager.output import Output, Package
from faasport.packager.sizes import Size, Weight
from faasport.packager.target import Target
from faasport.project.problem import ProblemsFound

_HEAVIEST = 3


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@click.option("--force", is_flag=True, help="Package what is unchanged, too.")
@click.option(
    "--profile", is_flag=True, help="Also start each deployed unit here, and tell what it imports."
)
@options.as_json
def package(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    force: bool,
    profile: bool,
    as_json: bool,
) -> None:
    """Make the artifacts and manifests of targets, in `dist/<target>/`.

    Where the configuration has a cold_start_ms, every unit is held to it.
    """
    targets = registry.select(names)
    make = pipeline.package if force else pipeline.ensure
    with report.progress(quiet=as_json) as step:
        watch = Stopwatch(targets, step, all_units=profile)
        try:
            made = make(root, targets, out=out, stage=stage, progress=step, inspect=watch)
        except ProblemsFound:
            if not as_json:
                watch.starts.show(root)
            raise
    starts = watch.starts
    if as_json:
        told = {
            each.target: {**_data(each), **starts.as_json(each.target)} for each in made.outputs
        }
        report.data(told, key="targets")
    else:
        table.show(_table(made, each) for each in made.outputs)
        starts.show(made.project.root)
    if not force and not starts.profiles:
        _remember(made, targets, [root, *([out] if out else [])], as_json=as_json)


def _remember(
    made: Package, targets: Sequence[Target], given: Sequence[Path], *, as_json: bool
) -> None:
    """Keep what the same command line is to tell as long as nothing changes."""
    outputs = [replace(output, unchanged=True) for output in made.outputs]
    tables = [_table(made, output) for output in outputs]
    told = {
        "as_json": as_json,
        "root": str(made.project.root),
        "secrets": sorted(stamping.secret_names(made.project.root)),
        "targets": {output.target: _data(output) for output in outputs},
        "tables": tables,
        "screen": table.screen(),
        "drawn": table.drawn(tables),
    }
    arguments = asked.current().arguments
    unchanged.remember(
        arguments, stamping.stamped(made, targets, given, told), stamping.question(made)
    )


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


def _table(made: Package, output: Output) -> dict[str, Any]:
    return {
        "title": _title(output),
        "rows": list(_rows(made, output)),
        "lines": list(_beneath(output)),
        "warnings": list(output.warnings),
    }


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
