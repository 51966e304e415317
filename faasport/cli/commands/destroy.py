"""`faasport destroy`"""

from __future__ import annotations

from pathlib import Path

import click

from faasport.cli import changes, deploying, options, report as output
from faasport.deployer import deployment as deployments
from faasport.deployer.deployment import Deployment, Step
from faasport.packager import registry
from faasport.project.problem import refuse


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@click.option("--with-data", is_flag=True, help="Also remove what holds your data.")
@click.option(
    "--confirm",
    metavar="NAME",
    help="The project and the stage, NAME-STAGE, instead of a question.",
)
@click.option("--dry-run", is_flag=True, help="Show what would go, and remove nothing.")
@options.wait
@options.settings
@options.as_json
def destroy(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    with_data: bool,
    confirm: str | None,
    dry_run: bool,
    wait: bool,
    given: dict[str, str],
    as_json: bool,
) -> int:
    """Remove what this project has deployed at this stage, and nothing else.

    What holds data (buckets, tables, queues) stays, and is named, unless --with-data is given.
    Neither the code nor an artifact need be there any more.
    """
    targets = registry.select(names)
    projects, _ = deploying.last_packaged(root, out, stage, targets)
    deployers = deploying.made(targets, projects, given, wait=wait)
    with output.progress(quiet=as_json) as step:
        deployment = deployments.planned(
            deployers, lambda name: deployers[name].plan_removal(step, with_data=with_data)
        )
    name = next(f"{project.name}-{stage}" for project in projects.values())
    wanted = False
    with deployment.tidied():
        if not as_json:
            changes.show(deployment, output.results())
        if not dry_run:
            refuse(() if with_data else deployment.losses("--with-data"))
            wanted = deployment.is_empty or deploying.is_confirmed(name, confirm)
    if not wanted:
        deployment.abandon()
    if wanted:
        _removed(deployment, as_json=as_json)
    if as_json:
        output.data(changes.as_json(deployment, applied=wanted), key="targets")
    return 0 if wanted or dry_run else 1


def _removed(deployment: Deployment, *, as_json: bool) -> None:
    def act(step: Step) -> None:
        with output.progress(quiet=as_json) as told:
            step.deployer.remove(step.plan, told)
        if not as_json:
            changes.show_removed(step.target, step.plan, output.results())

    with deploying.told_if_interrupted(deployment, "destroyed"):
        deployment.carry_out(act)
