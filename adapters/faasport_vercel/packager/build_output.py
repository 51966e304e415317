"""The Build Output API, version 3: a folder that Vercel deploys as it is.

https://vercel.com/docs/build-output-api
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import raw, references, unit
from faasport.packager.target import Dependencies, Files
from faasport.project.model import Project, Settings
from faasport_vercel.packager import cron, paths, stated, units
from faasport_vercel.packager.entries import ENTRY, HANDLER, MODULE, VENDOR, module_of
from faasport_vercel.packager.limits import RUNTIMES
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.topics import Topics
from faasport_vercel.packager.units import EventUnit

FOLDER = ".vercel/output"
FUNCTION = "app"
CONFIG = ".vc-config.json"


def functions(project: Project, options: VercelOptions, python: str) -> dict[str, dict[str, Any]]:
    """The configuration of every function by its path: one for the application, which all public
    paths lead to, and one for each trigger that the platform alone calls."""
    told = Topics(project, options.resources).told
    configured = {}
    if units.is_served(project):
        body = {
            **_function(project, options, units.shared(project, options), python, MODULE),
            "supportsResponseStreaming": True,
        }
        configured[FUNCTION] = raw.merged(body, *stated.raws(options, *served(project)))
    for each in units.event_units(project, options):
        body = _private(project, options, each, python)
        own = stated.raws(options, each.consumer.function.name)
        configured[each.path] = raw.merged(body, *own)
    return {path: references.resolved(body, told) for path, body in configured.items()}


def served(project: Project) -> tuple[str, ...]:
    """The user's functions that the application's function runs."""
    return tuple(function.name for function in units.application(project).functions)


def contents(
    project: Project, options: VercelOptions, dependencies: Dependencies
) -> dict[str, Files]:
    """The dependencies of every function by its path."""
    found = {}
    if units.is_served(project):
        found[FUNCTION] = dependencies.of(*served(project))
    for each in units.event_units(project, options):
        found[each.path] = dependencies.of(each.consumer.function.name)
    return found


def output(
    configured: Mapping[str, Mapping[str, Any]],
    config: Mapping[str, Any],
    code: Files,
    needed: Mapping[str, Files],
) -> dict[str, bytes]:
    """Every file of the folder. Of the functions that need the same, the first holds the code; the
    others refer to it, as those of Vercel's own builders do: they differ in their settings alone.

    https://github.com/vercel/vercel/blob/main/packages/client/src/utils/index.ts (filePathMap)
    """
    files: dict[str, bytes] = {}
    for path, function in configured.items():
        owner = next(each for each in owners(needed) if needed[each] == needed[path])
        within = {**_vendored(needed[path]), **code}
        told = dict(function)
        if path == owner:
            files.update({f"functions/{path}.func/{name}": data for name, data in within.items()})
        else:
            place = f"{FOLDER}/functions/{owner}.func"
            told["filePathMap"] = {name: f"{place}/{name}" for name in sorted(within)}
        files[f"functions/{path}.func/{CONFIG}"] = rendered(told)
    files["config.json"] = rendered(config)
    return files


def owners(needed: Mapping[str, Files]) -> tuple[str, ...]:
    """Those that hold their files: of the functions that need the same, the first."""
    found: list[str] = []
    for path, files in needed.items():
        if all(needed[other] != files for other in found):
            found.append(path)
    return tuple(found)


def config(project: Project, options: VercelOptions) -> dict[str, Any]:
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
    found = {"version": 3, "routes": routes, **crons(project), **_schedules(project)}
    return _with_document(project, options, found)


def crons(project: Project) -> dict[str, Any]:
    """What fires in UTC, of config.json as of vercel.json."""
    found = [
        {"path": paths.cron(each), "schedule": cron.expression(each.trigger)}
        for each in units.crons(project)
    ]
    return {"crons": found} if found else {}


def environment(project: Project, options: VercelOptions, settings: Settings) -> dict[str, str]:
    """The user's variables, and what every function is told."""
    told = {**unit.told(settings), **Topics(project, options.resources).variables()}
    return dict(sorted(told.items()))


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _with_document(
    project: Project, options: VercelOptions, found: dict[str, Any]
) -> dict[str, Any]:
    told = Topics(project, options.resources).told
    return raw.merged(found, references.resolved(options.document, told))


def _schedules(project: Project) -> dict[str, Any]:
    found = [
        {
            "name": each.trigger.name,
            "schedule": cron.expression(each.trigger),
            "timezone": each.trigger.options["timezone"],
            "function": paths.function(each),
        }
        for each in units.zoned(project)
    ]
    return {"schedules": found} if found else {}


def _vendored(dependencies: Files) -> dict[str, bytes]:
    return {f"{VENDOR}/{name}": data for name, data in dependencies.items()}


def _function(
    project: Project, options: VercelOptions, settings: Settings, python: str, module: str
) -> dict[str, Any]:
    """https://vercel.com/docs/build-output-api/primitives#serverless-functions"""
    return {
        "handler": HANDLER,
        "runtime": RUNTIMES[python].name,
        **sized(project, settings),
        **({"regions": options.regions} if options.regions else {}),
        "environment": {
            **environment(project, options, settings),
            **({} if module == MODULE else {ENTRY: module}),
            "PYTHONPATH": VENDOR,
            # The folder is read-only, and holds its bytecode already.
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    }


def sized(project: Project, settings: Settings) -> dict[str, Any]:
    """What a function is in vercel.json, too.

    https://github.com/vercel/vercel/blob/main/packages/build-utils/src/lambda.ts (maxConcurrency)
    """
    requests = settings.concurrency.per_instance
    return {
        "architecture": project.config.architecture,
        "memory": settings.memory,
        "maxDuration": settings.timeout,
        **({"maxConcurrency": requests} if requests else {}),
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
