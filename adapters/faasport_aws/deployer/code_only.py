"""One function's code, without its configuration: quick, and past CloudFormation.

The next deployment of everything finds the code where it is, and takes a canary back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from faasport.deployer.change import Change, Plan
from faasport.deployer.deployed import Deployed
from faasport.deployer.deployer import CodeOnly, Progress
from faasport.deployer.faults import NotDeployed, Unsupported
from faasport.packager.output import Output
from faasport_aws.deployer import (
    bucket as buckets,
    foundation,
    holding,
    repair,
    running,
    stack as stacks,
    template as templates,
    upload as uploads,
)
from faasport_aws.deployer.running import Running
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack
from faasport_aws.deployer.template import Template
from faasport_aws.deployer.upload import Upload
from faasport_aws.packager.units import Unit

_KIND = "AWS::Lambda::Function"
WHOLE = 100


@dataclass(frozen=True)
class Step:
    """One Lambda function: what it is to run, and what part of its calls the new version gets."""

    unit: Unit
    running: Running
    code: Upload
    canary: int | None
    waiting_version: str
    """One that has this code already and gets a part of the calls."""

    @property
    def detail(self) -> str:
        """What changes; "" where nothing does."""
        weights = self.running.weights
        if self.canary == 0:
            return f"the canary is taken back ({self.running.traffic})" if weights else ""
        if self.running.sha256 == self.code.sha256:
            return f"the canary is taken back ({self.running.traffic})" if weights else ""
        share = WHOLE if self.canary is None else self.canary
        if self.waiting_version and weights.get(self.waiting_version) == share / WHOLE:
            return ""
        part = "" if not self.unit.traits.live else f", {share} % of the calls"
        return f"code{part}"


@dataclass(frozen=True, kw_only=True)
class Update(Plan):
    """Some functions' new code."""

    stack: Stack
    steps: tuple[Step, ...] = field(default=())


def plan(site: Site, output: Output, progress: Progress, code: CodeOnly) -> Update:
    site.refuse_other_tools()
    units = site.units_of(code.function)
    place = site.account.place
    stack = holding.settled(site, progress)
    if stack is None or stack.standing != "steady":
        stack = stacks.deployed(site)
    stacks.refuse_foreign(stack, site)
    template = templates.read(site, output)
    apart = tuple(_apart(site, units, template, stack))
    steps = tuple(_step(site, unit, template.code_of(_key(unit)), code.canary) for unit in units)
    return Update(
        target="aws",
        place=place,
        changes=tuple(
            Change("update", _KIND, each.unit.name, each.detail) for each in steps if each.detail
        ),
        cautions=(*_cautions(units, code.function), *apart),
        stack=stack,
        steps=tuple(each for each in steps if each.detail),
    )


def _apart(site: Site, units: tuple[Unit, ...], template: Template, stack: Stack) -> Iterator[str]:
    """What is not deployed with the code. Raises Unsupported if the code is not made for what is
    there."""
    original = stacks.original(site.account, stack)
    deployed = original.get("Resources", {})
    packaged = template.body(buckets.named(site, original))["Resources"]
    for unit in units:
        found = foundation.difference(_key(unit), deployed, packaged)
        if found.needed:
            raise Unsupported(
                f"{site.where}: {unit.name}",
                f"of it {', '.join(found.needed)} differ from what is deployed; the code may not "
                "run without them.",
                "Deploy everything, without --function.",
            )
        if found.others:
            told = ", ".join(found.others)
            yield f"{told} of {unit.name} differ from what is deployed, and stay as they are there."


def _key(unit: Unit) -> str:
    return f"{unit.logical_id}Function"


def _step(site: Site, unit: Unit, code: Upload, canary: int | None) -> Step:
    live = unit.traits.live
    if canary is not None and not live:
        raise Unsupported(
            f"aws: {unit.label}",
            "a canary is for functions with versions, and this one has none.",
            f"Set `live = true` in targets.aws.functions.{unit.label}, and deploy everything once.",
        )
    found = running.running(site, unit.name, live=live)
    if found is None:
        raise NotDeployed(
            site.where,
            f"the function {unit.name} is not there{', or has no alias `live`' if live else ''}.",
            "Deploy everything once, without --function.",
        )
    return Step(unit, found, code, canary, _waiting(site, found, code))


def _waiting(site: Site, found: Running, code: Upload) -> str:
    for version in found.weights:
        answer = site.account.ask(
            "lambda", "get_function_configuration", FunctionName=found.name, Qualifier=version
        )
        if answer["CodeSha256"] == code.checksum:
            return version
    return ""


def _cautions(units: tuple[Unit, ...], function: str) -> Iterator[str]:
    for unit in units:
        others = [name for name in unit.functions if name != function]
        if others:
            yield f"{unit.name} runs {', '.join(others)} as well: they get the new code with it."


def apply(site: Site, plan: Update, progress: Progress) -> Deployed:
    for step in plan.steps:
        _carry_out(site, step, progress)
    return Deployed(plan.stack.endpoints)


def _carry_out(site: Site, step: Step, progress: Progress) -> None:
    name, live = step.unit.name, step.unit.traits.live
    if step.canary == 0 or step.running.sha256 == step.code.sha256:
        progress(f"Taking back the canary of {name}")
        repair.route(site, name, step.running.version, {})
        return
    version = step.waiting_version or _published(site, step, progress, live=live)
    if not live:
        return
    if step.canary is None:
        progress(f"All calls of {name} go to version {version}")
        repair.route(site, name, version, {})
    else:
        progress(f"{step.canary} % of the calls of {name} go to version {version}")
        weights = {version: step.canary / WHOLE}
        repair.route(site, name, step.running.version, weights)


def _published(site: Site, step: Step, progress: Progress, *, live: bool) -> str:
    """The version with this code; there is one already where an earlier run was stopped here."""
    name = step.unit.name
    bucket = buckets.ready(site, progress)
    uploads.put(site, bucket, step.code, progress)
    progress(f"Updating the code of {name}")
    running.change(site, "update_function_code", name, S3Bucket=bucket, S3Key=step.code.key)
    running.updated(site, name)
    if not live:
        return ""
    return running.published(site, name, step.code.checksum)
