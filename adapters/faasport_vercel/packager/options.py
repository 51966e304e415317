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


class VercelOptions(TargetOptions):
    """Where the functions run, without which it is where the project's settings say; and whether
    Vercel is given what is built (a Build Output) or what it builds itself (a project)."""

    regions: list[Region] = []
    manifest: Literal["build-output", "project"] = "build-output"
    resources: Existing = Existing()
