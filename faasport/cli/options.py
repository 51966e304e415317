"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from faasport.cli import asked
from faasport.project.config import DEFAULT_STAGE

project = click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    is_eager=True,  # an error in another option may already be about a secret
    callback=asked.remember_project,
    help="The project's folder (default: here).",
)
targets = click.option(
    "--target",
    "names",
    multiple=True,
    required=True,
    metavar="NAME",
    help="A platform, or `all`. May repeat.",
)
out = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Where a folder for each target goes (default: `dist` in the project).",
)
stage = click.option(
    "--stage",
    default=DEFAULT_STAGE,
    show_default=True,
    metavar="NAME",
    is_eager=True,
    callback=asked.remember_stage,
    help="The stage.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def pairs(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    for each in given:
        if not each.partition("=")[0].strip() or "=" not in each:
            raise click.BadParameter(f"{each!r} is not NAME=VALUE.")
    return {name.strip(): value for name, _, value in (each.partition("=") for each in given)}


settings = click.option(
    "--set",
    "given",
    multiple=True,
    callback=pairs,
    metavar="NAME=VALUE",
    help="A setting of the deployment, or a parameter of the manifest. With several targets, "
    "TARGET.NAME=VALUE is for one of them. May repeat.",
)
wait = click.option(
    "--wait", is_flag=True, help="If somebody else is deploying there, wait until they are done."
)
target = click.option(
    "--target", "name", required=True, metavar="NAME", help="The platform it is deployed to."
)
