"""What each function of the manifest loads when its container starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport.profiler.start import Start
from faasport.project.model import Project
from faasport_gcp.framework import source_of, variables_of
from faasport_gcp.manifest import Manifest
from faasport_gcp.packager.units import APP, application, entry_point

# What `python -m functions_framework` has imported before it loads the function's file:
# https://github.com/GoogleCloudPlatform/functions-framework-python/blob/main/src/functions_framework/_cli.py
RUNTIME = ("functions_framework._cli",)
PORT = 8080


def starts_of(folder: Path, manifest: Manifest, project: Project) -> tuple[Start, ...]:
    return tuple(_start(folder, manifest, project, each) for each in manifest.functions)


def _start(
    folder: Path, manifest: Manifest, project: Project, function: Mapping[str, Any]
) -> Start:
    unit, functions = _served(function["build_config"]["entry_point"], project)
    code = folder / manifest.archive(function)
    return Start(
        unit=unit,
        functions=functions,
        entry=source_of(function),
        code=code,
        search_path=(code,),
        preloaded=RUNTIME,
        variables={**variables_of(function, PORT), **manifest.environment(function)},
    )


def _served(target: str, project: Project) -> tuple[str, tuple[str, ...]]:
    """The label of a unit, and the user's functions in it."""
    for consumer in project.consumers:
        if entry_point(consumer) == target:
            return consumer.label, (consumer.function.name,)
    return APP, tuple(function.name for function in application(project).functions)
