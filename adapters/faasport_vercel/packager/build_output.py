"""The Build Output API, version 3: a folder that Vercel deploys as it is.

https://vercel.com/docs/build-output-api
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import unit
from faasport.packager.target import Files
from faasport.project.model import Project, Settings
from faasport_vercel.packager import cron, paths, units
from faasport_vercel.packager.entries import ENTRY, HANDLER, MODULE, VENDOR, module_of
from faasport_vercel.packager.limits import RUNTIMES
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.units import EventUnit

FOLDER = ".vercel/output"
FUNCTION = "app"


def functions(project: Project, options: VercelOptions, python: str) -> dict[str, dict[str, Any]]:
    """The configuration of every function by its path: one for the application, which all public
    paths lead to, and one for each trigger that the platform alone calls."""
    configured = {}
    if units.is_served(project):
        settings = units.shared(project, options)
        configured[FUNCTION] = {
            **_function(project, options, settings, python, MODULE),
            "supportsResponseStreaming": True,
        }
    for each in units.event_units(project, options):
        configured[each.path] = _private(project, options, each, python)
    return configured


def output(
    configured: Mapping[str, Mapping[str, Any]],
    config: Mapping[str, Any],
    code: Files,
    dependencies: Files,
) -> dict[str, bytes]:
    """Every file of the folder. The first function holds the code; the others refer to it, as those
    of Vercel's own builders do: they differ in their settings alone.

    https://github.com/vercel/vercel/blob/main/packages/client/src/utils/index.ts (filePathMap)
    """
    within = {**{f"{VENDOR}/{name}": data for name, data in dependencies.items()}, **code}
    owner = next(iter(configured))
    files = {f"functions/{owner}.func/{name}": data for name, data in within.items()}
    shared = {name: f"{FOLDER}/functions/{owner}.func/{name}" for name in sorted(within)}
    for path, function in configured.items():
        told = function if path == owner else {**function, "filePathMap": shared}
        files[f"functions/{path}.func/.vc-config.json"] = rendered(told)
    files["config.json"] = rendered(config)
    return files


def config(project: Project) -> dict[str, Any]:
    """The routing and the schedules. The transform keeps the path that the client sent.

    https://vercel.com/docs/build-output-api/configuration#routes
    """
    routes: list[dict[str, Any]] = [{"handle": "filesystem"}]
    if units.is_served(project):
        routes.append(
            {
                "src": "/(.*)",
                "dest": f"/{FUNCTION}",
                "transforms": [{"type": "request.path", "op": "set", "args": "/$1"}],
            }
        )
    crons = [
        {"path": paths.cron(each), "schedule": cron.expression(each.trigger)}
        for each in units.crons(project)
    ]
    schedules = [
        {
            "name": each.trigger.name,
            "schedule": cron.expression(each.trigger),
            "timezone": each.trigger.options["timezone"],
            "function": paths.function(each),
        }
        for each in units.zoned(project)
    ]
    return {
        "version": 3,
        "routes": routes,
        **({"crons": crons} if crons else {}),
        **({"schedules": schedules} if schedules else {}),
    }


def _function(
    project: Project, options: VercelOptions, settings: Settings, python: str, module: str
) -> dict[str, Any]:
    """https://vercel.com/docs/build-output-api/primitives#serverless-functions"""
    told = {**unit.told(settings), **units.resources(project)}
    return {
        "handler": HANDLER,
        "runtime": RUNTIMES[python].name,
        "architecture": project.config.architecture,
        "memory": settings.memory,
        "maxDuration": settings.timeout,
        **({"regions": options.regions} if options.regions else {}),
        "environment": {
            **dict(sorted(told.items())),
            **({} if module == MODULE else {ENTRY: module}),
            "PYTHONPATH": VENDOR,
            # The folder is read-only, and holds its bytecode already.
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    }


def _private(
    project: Project, options: VercelOptions, each: EventUnit, python: str
) -> dict[str, Any]:
    """The trigger is what makes it private.

    https://vercel.com/changelog/vercel-schedules-is-now-in-public-beta
    """
    module = module_of(each.consumer)
    return {
        **_function(project, options, each.settings, python, module),
        "experimentalTriggers": [each.trigger],
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"
