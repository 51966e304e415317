"""Files of dependencies that Google's build would fail on: it compiles every one, templates too.

https://github.com/GoogleCloudPlatform/buildpacks/blob/main/cmd/python/functions_framework/lib/lib.go
"""

from __future__ import annotations

from faasport.packager.target import Files

_FOLDER = "__pycache__/"


def uncompiled(dependencies: Files) -> tuple[str, ...]:
    """Python files that have no bytecode where others have it: they did not compile."""
    compiled = {_source(path) for path in dependencies if _FOLDER in path}
    if not compiled:
        return ()
    return tuple(
        path for path in sorted(dependencies) if path.endswith(".py") and path not in compiled
    )


def warnings(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{path} is no valid Python, on which Google's build would fail: it is left out."
        for path in paths
    )


def _source(path: str) -> str:
    """`a/b.py` for `a/__pycache__/b.cpython-313.pyc`."""
    folder, _, file = path.rpartition(_FOLDER)
    return f"{folder}{file.rpartition('.cpython-')[0]}.py"
