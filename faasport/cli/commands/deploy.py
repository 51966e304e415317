"""`faasport deploy`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from faasport.cli import asked, changes, deploying, options, report as output
from faasport.cli.starts import Stopwatch
from faasport.deployer import deployment as deployments, installed
from faasport.deployer.deployed import Deployed
from faasport.deployer.deployer import CodeOnly, Progress
from faasport.deployer.deployment import Deployment, Step
from faasport.packager import pipeline, registry
from faasport.packager.output import Package
from faasport.packager.target import Target
from faasport.project.chosen import function_named
from faasport.project.problem import Problem, ProblemsFound, refuse
from faasport.verifier import report
from faasport.verifier.verification import verify


@click.command()
@options.project
@options.targets
@options.out
@options.stage
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Apply without asking.")
@click.option("--no-verify", is_flag=True, help="Do not run the artifacts here beforehand.")
@click.option(
    "--function", "only", metavar="NAME", help="Update the code of this function, and nothing else."
)
@click.option(
    "--canary",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="With --function: so many calls in a hundred go to the new code; 0 takes that back.",
)
@click.option(
    "--allow-data-loss", is_flag=True, help="Also replace or remove what holds your data."
)
@options.wait
@options.settings
@options.as_json
def deploy(
    root: Path,
    names: tuple[str, ...],
    out: Path | None,
    stage: str,
    dry_run: bool,
    yes: bool,
    no_verify: bool,
    only: str | None,
    canary: int | None,
    allow_data_loss: bool,
    wait: bool,
    given: dict[str, str],
    as_json: bool,
) -> int:
    """Package, verify, show what would change, ask, and apply it, by the platform's own service.

    With several targets all are packaged, verified and planned before any is changed. What fails
    is rolled back, as far as the platform does that.
    """
    if canary is not None and only is None:
        raise click.UsageError("--canary goes with --function.")
    targets = registry.select(names)
    for target in targets:
        installed.of(target)  # who cannot deploy is told before minutes of packaging
    with output.progress(quiet=as_json) as step:
        inspect = pipeline.unseen if no_verify else Stopwatch(targets, step, all_units=False)
        package = pipeline.ensure(
            root, targets, out=out, stage=stage, progress=step, inspect=inspect
        )
        if not no_verify:
            _prove(package, targets, step)
        code = None if only is None else CodeOnly(_known(package, only), canary)
        projects = {target.name: package.project for target in targets}
        deployers = deploying.made(targets, projects, given, wait=wait)
        outputs = {each.target: each for each in package.outputs}
        deployment = deployments.planned(
            deployers, lambda name: deployers[name].plan(outputs[name], step, code)
        )
    warned = {name: each.warnings for name, each in outputs.items()}
    wanted = False
    with deployment.tidied():
        if not as_json:
            changes.show(deployment, output.results(), warned)
        if not dry_run:
            refuse(() if allow_data_loss else deployment.losses("--allow-data-loss"))
            wanted = yes or deployment.is_empty or deploying.is_agreed("Apply this?")
    if not wanted:
        deployment.abandon()
    deployed = _applied(deployment, as_json=as_json) if wanted else {}
    if as_json:
        told = changes.as_json(deployment, applied=wanted, deployed=deployed, warned=warned)
        output.data(told, key="targets")
    return 0 if wanted or dry_run else 1


def _known(package: Package, function: str) -> str:
    return function_named(package.project, function).name


def _prove(package: Package, targets: Sequence[Target], step: Progress) -> None:
    """Refuse what does not answer as it should, and show what that is."""
    verification = verify(package, targets, step)
    if verification.ok:
        return
    report.show(
        verification.redacted(asked.current().redaction), Console(stderr=True, highlight=False)
    )
    names = ", ".join(target.name for target in targets)
    message = "the artifacts do not answer as they should, and nothing was deployed."
    fix = f"See `faasport verify --target {names}`; --no-verify deploys all the same."
    raise ProblemsFound([Problem("not-verified", f"target {names}", message, fix)])


def _applied(deployment: Deployment, *, as_json: bool) -> dict[str, Deployed]:
    done: dict[str, Deployed] = {}

    def act(step: Step) -> None:
        with output.progress(quiet=as_json) as told:
            done[step.target] = step.deployer.apply(step.plan, told)
        if not as_json:
            changes.show_deployed(step.target, step.plan, done[step.target], output.results())

    with deploying.told_if_interrupted(deployment, "deployed"):
        deployment.carry_out(act)
    return done
