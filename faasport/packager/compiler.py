"""Run by the target's interpreter, alone: compile the Python files of a folder.

Standard input holds `{"root", "paths", "into"}`; standard output gets `{"files", "faults"}`: where
below `into` the bytecode of each path is, and a list of `{"path", "line", "message"}`. It imports
nothing of faasport, and runs on any Python 3.10 or later.
"""

import json
import py_compile
import sys

UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def main() -> None:
    request = json.load(sys.stdin)
    files, faults = {}, []
    for path in request["paths"]:
        # Python 3.12 writes a text otherwise where something else has interned it meanwhile.
        name, fault = compiled(request["root"], sys.intern(path), request["into"])
        if fault:
            faults.append(fault)
        else:
            files[path] = name
    json.dump({"files": files, "faults": faults}, sys.stdout)


def compiled(root: str, path: str, into: str) -> "tuple[str, dict[str, object] | None]":
    """Compile one file: where it went, and the fault if there is one. Its name in tracebacks is
    the relative one, so that no build differs."""
    folder, slash, file = path.rpartition("/")
    cached = f"{file.removesuffix('.py') or file}.{sys.implementation.cache_tag}.pyc"
    name = f"{folder}{slash}__pycache__/{cached}"
    target = f"{into}/{name}"
    try:
        py_compile.compile(
            f"{root}/{path}", target, path, doraise=True, invalidation_mode=UNCHECKED
        )
    except py_compile.PyCompileError as error:
        cause = error.exc_value
        line = getattr(cause, "lineno", None) or 0
        message = getattr(cause, "msg", None) or str(cause)
        return name, {"path": path, "line": line, "message": f"{error.exc_type_name}: {message}"}
    except (UnicodeError, ValueError, RecursionError, MemoryError) as error:
        return name, {"path": path, "line": 0, "message": f"{type(error).__name__}: {error}"}
    return name, None


if __name__ == "__main__":
    main()
