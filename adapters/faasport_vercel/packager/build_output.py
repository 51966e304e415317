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
from faasport_vercel.packager.entries import HANDLER, VENDOR
from faasport_vercel.packager.limits import RUNTIMES
from faasport_vercel.packager.options import VercelOptions

FOLDER = ".vercel/output"
FUNCTION = "app"


def output(function: Mapping[str, Any], code: Files, dependencies: Files) -> dict[str, bytes]:
    """Every file of the folder: one function, which all paths lead to."""
    folder = f"functions/{FUNCTION}.func"
    vendored = {f"{folder}/{VENDOR}/{path}": content for path, content in dependencies.items()}
    own = {f"{folder}/{path}": content for path, content in code.items()}
    return {
        **vendored,
        **own,
        f"{folder}/.vc-config.json": rendered(function),
        "config.json": rendered(config()),
    }


def config() -> dict[str, Any]:
    """The routing. The transform keeps the path that the client sent.

    https://vercel.com/docs/build-output-api/configuration#routes
    """
    return {
        "version": 3,
        "routes": [
            {"handle": "filesystem"},
            {
                "src": "/(.*)",
                "dest": f"/{FUNCTION}",
                "transforms": [{"type": "request.path", "op": "set", "args": "/$1"}],
            },
        ],
    }


def function(
    project: Project, options: VercelOptions, settings: Settings, python: str
) -> dict[str, Any]:
    """https://vercel.com/docs/build-output-api/primitives#serverless-functions"""
    return {
        "handler": HANDLER,
        "runtime": RUNTIMES[python].name,
        "architecture": project.config.architecture,
        "memory": settings.memory,
        "maxDuration": settings.timeout,
        **({"regions": options.regions} if options.regions else {}),
        "environment": {
            **dict(sorted(unit.told(settings).items())),
            "PYTHONPATH": VENDOR,
            # The folder is read-only, and holds its bytecode already.
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        "supportsResponseStreaming": True,
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"
