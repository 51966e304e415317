"""What guests put out to places that a target has not: told before it fails there."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager.capability import Missing
from faasport.packager.target import Target
from faasport.project.model import DeclaredFunction, Project
from faasport.runtime.places import OFF, SWITCH


def warnings(project: Project, target: Target) -> Iterator[str]:
    """A sentence for each place that no message or object of a guest's will reach."""
    made = {(each.trigger.kind, each.trigger.name) for each in project.consumers}
    for function in project.functions:
        if _env(project, target, function).get(SWITCH) == OFF:
            continue
        for kind, name in function.sends:
            is_plain = "%" not in name and "{" not in name
            if isinstance(target.capabilities.get(kind), Missing):
                yield (
                    f"{function.name} puts out to the {kind} {name!r}, and {target.name} has no "
                    f"{kind} that it could send to: what it sets fails there."
                )
            elif is_plain and (kind, name) not in made and not _exists(project, target, kind, name):
                yield (
                    f"{function.name} puts out to the {kind} {name!r}, which no function here "
                    f"listens to, and targets.{target.name}.resources.{kind} does not name: what "
                    "it sets fails there."
                )


def _env(project: Project, target: Target, function: DeclaredFunction) -> dict[str, object]:
    """What the function is told there, as far as it is no reference."""
    options = project.options(target.name)
    own = options.get("functions", {}).get(function.name, {})
    settings = project.settings(function.name)
    return {**settings.env, **options.get("env", {}), **own.get("env", {})}


def _exists(project: Project, target: Target, kind: str, name: str) -> bool:
    return name in project.options(target.name).get("resources", {}).get(kind, {})
