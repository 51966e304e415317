"""The making of a stamp, by a run that knows all of its inputs."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faasport.packager import archive, stamp
from faasport.packager.inputs import Inputs
from faasport.packager.output import Output, Package
from faasport.packager.stamp import Stamp
from faasport.packager.target import Target
from faasport.packager.wheels import direct, indexes, lock
from faasport.project import (
    ahead,
    config_file,
    interpreters,
    secret_values,
    seen,
    sources,
    tree,
)
from faasport.project.guest_tables import PACKAGE
from faasport.project.seen import Sight
from faasport.runtime.secrets import REFERENCE

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def stamped(
    made: Package, targets: Sequence[Target], given: Sequence[Path], told: Mapping[str, Any]
) -> Stamp | None:
    """The stamp of a run, or None if there is something that only a whole run can look at again.

    `given` are the paths of the command line, `told` is what it says while nothing changes.
    """
    found = made.observed
    if found is None or not found.code or not _is_plain(found.inputs):
        return None
    globs = {target.name: target.tool_files for target in targets}
    outputs = [_output(each, globs[each.target]) for each in made.outputs]
    chosen = _sources(found.inputs)
    # One that came while the run went on was not packaged.
    if None in outputs or not found.sights.keys() >= set(chosen["paths"]):
        return None
    compiled = _interpreters(made, targets)
    if compiled is None:
        return None
    names, salt = sorted(_names(found.inputs)), secrets.token_hex(16)
    return {
        "import_path": found.import_path,
        "names": names,
        "salt": salt,
        "variables": stamp.variables(names, salt),
        "packages": found.packages,
        "code": found.code,
        "places": {str(each): os.path.realpath(each) for each in given},
        "sights": dict(found.sights),
        "interpreters": compiled,
        "sources": chosen,
        "outputs": outputs,
        "told": told,
    }


def _interpreters(made: Package, targets: Sequence[Target]) -> dict[str, str] | None:
    """Those that the bytecode is of, by their paths; None if one of them has gone, or is another
    by now."""
    found = {}
    for target, output in zip(targets, made.outputs, strict=True):
        python = target.wheels(made.project).python
        if output.marker is None or interpreters.release(python) != output.marker.python:
            return None
        path = interpreters.find(python, download=False)
        found[str(path)] = interpreters.identity(path)
    return found


def question(made: Package) -> dict[str, Any] | None:
    """What a later run may ask before it has read anything else; None if this one did not ask."""
    if made.asked is None or made.observed is None:
        return None
    generated = {
        path: content.decode()
        for path, content in made.observed.inputs.sources.files.items()
        if path.startswith(f"{PACKAGE}/")
    }
    return {**ahead.told(made.asked, REFERENCE), "generated": generated}


def _is_plain(inputs: Inputs) -> bool:
    """Whether everything that decides what is made is a file that was noted, or a variable."""
    root, wanted = inputs.project.root, inputs.requirements
    if direct.digests(wanted.every, root) or indexes.has_places(root):
        return False
    return not wanted.locked or lock.is_alone(root)


def _sources(inputs: Inputs) -> dict[str, Any]:
    config = inputs.project.config
    told: dict[str, Any] = {
        "top": str(inputs.project.root),
        "tops": sorted(sources.tops_of(config)),
        "out": str(inputs.out),
        "include": list(config.include),
        "exclude": list(config.exclude),
    }
    return {**told, "paths": stamp.chosen(told)}


def _names(inputs: Inputs) -> set[str]:
    """Variables that the configuration stands on, and where packages come from."""
    root = inputs.project.root
    files = (root / config_file.PYPROJECT, root / config_file.OWN_FILE)
    texts = [file.read_text("utf-8") for file in files if file.is_file()]
    asked = {name for text in texts for name in _VARIABLE.findall(text)}
    return {*indexes.variables(), *asked, *secret_names(root)}


def secret_names(root: Path) -> frozenset[str]:
    """Of all secrets in the configuration, whatever the stage."""
    files = (config_file.PYPROJECT, config_file.OWN_FILE)
    return secret_values.names_in({name: config_file.parse(root / name) or {} for name in files})


def _output(output: Output, tool_files: Sequence[str]) -> dict[str, Any] | None:
    """The files of one folder as they lie there; None if they are not what was written."""
    written = output.marker
    if written is None or not written.python:
        return None
    digests = {**written.files, tree.MARKER: archive.sha256(written.as_bytes())}
    sights = {path: seen.of(output.directory / path) for path in digests}
    if not all(_fits(sights[path], digest) for path, digest in digests.items()):
        return None
    return {"folder": str(output.directory), "files": sights, "tool_files": list(tool_files)}


def _fits(sight: Sight, digest: str) -> bool:
    return bool(sight) and sight[-1] in ("", digest)
