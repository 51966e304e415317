"""`[tool.faasport.targets.vercel]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from faasport.packager.options import TargetOptions
from faasport.project.table import Table, text

# https://vercel.com/docs/edge-network/regions
Region = Annotated[str, text(pattern=r"^[a-z]{3}\d$")]
# As of the emulator that comes with Vercel's own client (vercel-queue 0.10.0).
Topic = Annotated[str, text(pattern=r"^[A-Za-z0-9_-]+$")]


class ExistingTopic(Table):
    """A topic of Vercel Queues that others send to, by its name."""

    topic: Topic


class Existing(Table):
    """What is there already, by kind and by its name in the code."""

    queue: Mapping[str, ExistingTopic] = {}
    topic: Mapping[str, ExistingTopic] = {}


class Deploy(Table):
    """`targets.vercel.deploy`: where `faasport deploy` puts it. What is left out is as Vercel's own
    command line finds it, or follows from the names of project and stage."""

    team: Annotated[str, text(pattern=r"^(team_[A-Za-z0-9]+|[a-z0-9][a-z0-9-]*)$")] | None = None
    """Its id (`team_...`) or its slug."""
    project: Annotated[str, text(min_length=1, max_length=100)] | None = None
    """The id (`prj_...`) or name of a project on Vercel. Saying it says that it may be deployed to,
    whatever is there already."""
    environment: Annotated[str, text(min_length=1)] | None = None
    """`production`, `preview`, or one of the project's own."""
    # Domains take verification and certificates, which are for their owner to see to.
    alias: Annotated[str, text(pattern=r"^[a-z0-9][a-z0-9.-]*[a-z0-9]$")] | None = None
    """A name by which what is not in production can always be reached (`orders-dev.vercel.app`)."""
    api: Annotated[str, text(pattern=r"^https?://")] | None = None
    """Of `vercel --api`."""


class VercelOptions(TargetOptions):
    """Where the functions run, without which it is where the project's settings say; and whether
    Vercel is given what is built (a Build Output) or what it builds itself (a project)."""

    regions: list[Region] = []
    manifest: Literal["build-output", "project"] = "build-output"
    resources: Existing = Existing()
    deploy: Deploy = Deploy()
