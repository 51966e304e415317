"""What is there, as the platform tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from faasport.deployer.change import Change


@dataclass(frozen=True)
class Endpoint:
    """Where something answers, or what it is called: an output of the manifest's."""

    name: str
    value: str


@dataclass(frozen=True)
class Deployed:
    """The end of a deployment. `notes` are what the user has to do or to know."""

    endpoints: tuple[Endpoint, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """One deployed unit. `functions` are the user's; `version` and `state` are the platform's
    words; `digest` is of the code that it runs, as far as the platform tells one. `traffic` is
    what part of it goes where, if it is divided ("version 8: 10 %")."""

    name: str
    functions: tuple[str, ...]
    version: str = ""
    digest: str = ""
    state: str = ""
    traffic: str = ""


@dataclass(frozen=True)
class Status:
    """What is deployed of one project at one stage.

    `digest` is of what was deployed, `local` of what is packaged here; "" where there is none.
    `drift` is what a deployment of the local build would change, and what was changed by others.
    """

    place: str
    is_deployed: bool
    state: str = ""
    updated: datetime | None = None
    faasport: str = ""
    """The version of faasport that deployed it."""
    digest: str = ""
    local: str = ""
    units: tuple[Unit, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    drift: tuple[Change, ...] = ()
    holder: str = ""
    """Who is deploying to it now, in words."""


@dataclass(frozen=True)
class LogLine:
    """One line of a function's log. `instance` tells apart what ran at once."""

    at: datetime
    text: str
    instance: str = ""
