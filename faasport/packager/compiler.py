"""Run by the target's interpreter, alone: compile the Python files of a folder.

Standard input holds `{"root", "paths", "into"}`; standard output gets the faults, as a list of
`{"path", "line", "message"}`. It imports nothing of faasport, and runs on any Python 3.10 or later.
"""

import json
import py_compile
import sys
from pathlib import Path

UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def main() -> None:
    request = json.load(sys.stdin)
    faults = []
    for path in request["paths"]:
        fault = compiled(request["root"], path, request["into"])
        if fault:
            faults.append(fault)
    json.dump(faults, sys.stdout)


def compiled(root: str, path: str, into: str) -> "dict[str, object] | None":
    """Compile one file. Its name in tracebacks is the relative one, so that no build differs."""
    relative = Path(path)
    cached = f"{relative.stem}.{sys.implementation.cache_tag}.pyc"
    target = Path(into) / relative.parent / "__pycache__" / cached
    try:
        py_compile.compile(
            f"{root}/{path}", str(target), path, doraise=True, invalidation_mode=UNCHECKED
        )
    except py_compile.PyCompileError as error:
        cause = error.exc_value
        line = getattr(cause, "lineno", None) or 0
        message = getattr(cause, "msg", None) or str(cause)
        return {"path": path, "line": line, "message": f"{error.exc_type_name}: {message}"}
    except (UnicodeError, ValueError, RecursionError, MemoryError) as error:
        return {"path": path, "line": 0, "message": f"{type(error).__name__}: {error}"}
    return None


if __name__ == "__main__":
    main()
