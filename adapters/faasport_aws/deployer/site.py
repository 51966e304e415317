"""Where a project at one stage is, or will be: its account, its stack, and the names of its
functions there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from faasport.deployer.deployer import Asked
from faasport.deployer.faults import Unsupported
from faasport.project import chosen as triggers
from faasport.project.chosen import function_named
from faasport.project.model import Project
from faasport_aws.deployer.account import Account
from faasport_aws.deployer.settings import chosen
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.units import Unit, units_of

# What it would take to make them is not on every machine; those who want them have the tool.
TOOLS = {
    "terraform": "The manifest is Terraform's, which has a state of its own.",
    "image": "A container image is built and pushed by a container engine.",
}


class Site:
    """What all verbs start from. Making one asks nothing."""

    def __init__(self, asked: Asked) -> None:
        project, options = AwsTarget().read(asked.project)
        self.project: Project = project
        self.options: AwsOptions = options
        self.chosen = chosen(asked, options)
        self.account = Account(self.chosen)
        self.wait = asked.wait

    @property
    def where(self) -> str:
        return self.account.where

    @property
    def stack(self) -> str:
        return self.chosen.stack

    @property
    def tags(self) -> Mapping[str, str]:
        """What is ours carries these."""
        return {"faasport:project": self.project.name, "faasport:stage": self.project.stage}

    @property
    def prefix(self) -> str:
        """Of all that this project at this stage has in the bucket."""
        return f"{self.project.name}/{self.project.stage}/"

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every Lambda function; none where the code could not be read."""
        return units_of(self.project, self.options)

    def units_of(self, function: str) -> tuple[Unit, ...]:
        """Those that run one function of the user's: one for each of its triggers."""
        declared = function_named(self.project, function)
        return tuple(unit for unit in self.units if declared.name in unit.functions)

    def unit_of(self, function: str, trigger: str | None) -> Unit:
        """The one that one of its triggers calls; of HTTP's there is one for all."""
        declared = function_named(self.project, function)
        consumer = triggers.consumer_of(self.project, declared, trigger)
        mine = self.units_of(function)
        if consumer is None:
            return next(unit for unit in mine if unit.consumer is None)
        return next(unit for unit in mine if unit.consumer == consumer)

    def refuse_other_tools(self) -> None:
        """A manifest that faasport does not deploy itself names the command that does."""
        tags = " ".join(f"{key}={value}" for key, value in self.tags.items())
        commands = {
            "terraform": "Run `terraform -chdir=dist/aws init` and `terraform -chdir=dist/aws "
            "apply`.",
            "image": "Run `sam build -t dist/aws/template.yaml` and `sam deploy --stack-name "
            f"{self.stack} --capabilities CAPABILITY_IAM --resolve-s3 --resolve-image-repos "
            f"--tags {tags}`.",
        }
        for kind in (self.options.manifest, self.options.package):
            if kind in TOOLS:
                raise Unsupported(
                    f"{self.project.config_file}: {self.project.config_table}targets.aws",
                    f"faasport does not deploy this. {TOOLS[kind]}",
                    f"{commands[kind]} `logs` and `invoke --remote` work with what that makes.",
                )
