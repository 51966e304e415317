"""`faasport check`"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from faasport.checker import sarif, text
from faasport.checker.check import Checked, check as inspect
from faasport.cli import asked, options, report
from faasport.packager import registry
from faasport.project import version
from faasport.project.problem import Problem

STANDARD_OUTPUT = "-"


@click.command()
@options.project
@options.targets
@options.stage
@click.option("--strict", is_flag=True, help="Fail for warnings, too.")
@click.option(
    "--sarif", "sarif_file", metavar="FILE", help="Write SARIF 2.1.0; - is standard output."
)
@options.as_json
def check(
    root: Path,
    names: tuple[str, ...],
    stage: str,
    strict: bool,
    sarif_file: str | None,
    as_json: bool,
) -> int:
    """Tell what will not port to targets, and what package would refuse.

    Nothing is written. The exit code is 1 if there is an error, or a problem with the project.
    """
    if as_json and sarif_file == STANDARD_OUTPUT:
        raise click.UsageError("Standard output takes either --json or --sarif -.")
    targets = registry.select(names)
    quiet = as_json or sarif_file == STANDARD_OUTPUT
    with report.progress(quiet=quiet) as step:
        checked = inspect(root, targets, stage=stage, progress=step)
    checked = _placed(checked)
    if sarif_file is not None:
        checked = _written(sarif_file, checked)
    if as_json:
        report.echo_json(checked.as_json(strict=strict))
    elif sarif_file != STANDARD_OUTPUT:
        if checked.problems:
            report.problems(checked.problems, as_json=False)
        text.show(checked, report.results())
    return 0 if checked.ok(strict=strict) else 1


def _placed(checked: Checked) -> Checked:
    """With the lines of the configuration, and without values of secrets."""
    told = asked.current().told(checked.problems)
    return replace(checked, problems=tuple(told))


def _written(file: str, checked: Checked) -> Checked:
    """With a problem more if the file cannot be: what was found is told all the same."""
    document = sarif.log(checked, version.home())
    if file == STANDARD_OUTPUT:
        report.echo_json(document)
        return checked
    try:
        Path(file).write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    except OSError as fault:
        message = f"it cannot be written: {fault.strerror or fault}."
        where = f"--sarif {file}"
        problem = Problem("no-output", where, message, "Name a file in a folder that is there.")
        return replace(checked, problems=(*checked.problems, problem))
    return checked
