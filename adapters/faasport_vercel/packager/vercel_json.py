"""vercel.json: of an output that is built there is nothing to detect; a project is built by Vercel.

https://vercel.com/docs/project-configuration
"""

from __future__ import annotations

from typing import Any

from faasport.packager import raw, references
from faasport.project.model import Project
from faasport_vercel.packager import build_output, stated, units
from faasport_vercel.packager.entries import MODULE
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.topics import Topics

FILE = "vercel.json"
SCHEMA = "https://openapi.vercel.sh/vercel.json"


def configuration() -> dict[str, Any]:
    """For `vercel deploy --prebuilt`."""
    return {"$schema": SCHEMA, "framework": None}


def of_project(project: Project, options: VercelOptions) -> dict[str, Any]:
    """For a project that Vercel's builder makes one function of.

    https://vercel.com/docs/frameworks/backend/python
    """
    settings = units.shared(project, options)
    function = raw.merged(
        build_output.sized(project, settings),
        *stated.raws(options, *build_output.served(project)),
    )
    found = {
        "$schema": SCHEMA,
        "framework": "python",
        "functions": {f"{MODULE}.py": function},
        **({"regions": options.regions} if options.regions else {}),
        **build_output.crons(project),
    }
    told = Topics(project, options.resources).told
    document: dict[str, Any] = references.resolved(raw.merged(found, options.document), told)
    return document
