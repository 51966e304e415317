"""The project's functions, found the quick way where that is sure to find what packaging finds.

Packaging imports the modules with wheels made for a target. Here they are imported with what this
machine has, if that is no more than the project asks for; else as packaging does it.
"""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from faasport.checker.code import Code
from faasport.packager import build, entry, guests, modules, vendor
from faasport.packager.inputs import Inputs
from faasport.packager.target import Target
from faasport.packager.wheels.workspace import Workspace
from faasport.project import discovery
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound, refuse

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def discovered(inputs: Inputs, targets: Sequence[Target], code: Code) -> Project:
    """The project with its functions, or the problems that packaging would have with them."""
    with tempfile.TemporaryDirectory(prefix="faasport-") as folder:
        workspace = Workspace(Path(folder), inputs.project.root)
        if _is_certain(inputs.requirements.whole, code):
            try:
                return _quickly(inputs, targets, workspace)
            except ProblemsFound as found:
                if not any(each.code.startswith("import-") for each in found.problems):
                    raise
        builds = build.prepared(inputs.project, targets, inputs.requirements)
        return build.discovered(inputs.project, inputs.sources, builds, workspace)


def _quickly(inputs: Inputs, targets: Sequence[Target], workspace: Workspace) -> Project:
    files = inputs.sources.files
    for target in targets:
        ours = (vendor.CORE, target.runtime_package, entry.FILE)
        refuse(modules.taken(inputs.project, target, files, ours))
    code = workspace.lay_out("code", files)
    core = workspace.lay_out("core", vendor.shipped(vendor.CORE))
    paths = sysconfig.get_paths()
    installed = (
        [Path(paths["purelib"]), Path(paths["platlib"])] if inputs.requirements.whole else []
    )
    interpreter = Path(sys.executable)
    path = [core, *dict.fromkeys(installed)]
    missing = guests.placeholders(inputs.project.config)
    return discovery.discover(inputs.project, interpreter, code, path, workspace.folder, missing)


def _is_certain(requirements: Sequence[str], code: Code) -> bool:
    """Whether all that is imported here comes with what the project asks for."""
    if not requirements:
        return True
    brought = _brought(requirements)
    homes = metadata.packages_distributions()
    return all(
        any(_normal(home) in brought for home in homes.get(top, ()))
        for top in _imported(code)
        if top not in sys.stdlib_module_names and top != "faasport"
    )


def _brought(requirements: Iterable[str]) -> set[str]:
    """The distributions that these lines bring, as far as this machine has them."""
    waiting = [match[0] for line in requirements if (match := _NAME.match(line))]
    found: set[str] = set()
    while waiting:
        name = _normal(waiting.pop())
        if name in found:
            continue
        found.add(name)
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        waiting += [
            match[0] for line in needed if "extra ==" not in line and (match := _NAME.match(line))
        ]
    return found


def _imported(code: Code) -> set[str]:
    """The top names of what the modules import from elsewhere, as they are imported themselves."""
    own = {name.partition(".")[0] for name in code.modules}
    found: set[str] = set()
    for module in code.modules.values():
        plain = (each for each in module.all(ast.Import) if not module.scopes[each].functions())
        found |= {name.name.partition(".")[0] for each in plain for name in each.names}
        for each in module.all(ast.ImportFrom):
            if each.module and not each.level and not module.scopes[each].functions():
                found.add(each.module.partition(".")[0])
    return found - own


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
