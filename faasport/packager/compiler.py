"""Run by the target's interpreter, alone: compile Python files.

Standard input holds, marshalled one after the other: how many there are, then the path of each and
its source. Standard output gets for each where its bytecode belongs, and that; or None, and the
line and words of what is wrong. It imports nothing but what every Python from 3.10 on has built in:
to load `py_compile`, which makes the same code, takes longer than to compile.
"""

import _imp
import marshal
import sys
from _frozen_importlib_external import MAGIC_NUMBER

OLD = 2  # a form of marshal's that all of them read and write
UNCHECKED = b"\1\0\0\0"  # https://peps.python.org/pep-0552/


def main() -> None:
    # What stands in the folder that we were called from is nobody's module.
    sys.path[:] = [path for path in sys.path if path]
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    read = marshal.load  # whoever asks is who runs us
    for _ in range(read(asked)):
        # Of paths no more than one at a time: a constant of the same text would be written
        # otherwise, and so would, by Python 3.12, one that something else has interned meanwhile.
        marshal.dump(compiled(sys.intern(read(asked)), read(asked)), told, OLD)


def compiled(path: str, source: bytes) -> "tuple[str, bytes] | tuple[None, int, str]":
    """One file. Its name in tracebacks is the relative one, so that no build differs."""
    folder, slash, file = path.rpartition("/")
    cached = f"{file.removesuffix('.py') or file}.{sys.implementation.cache_tag}.pyc"
    try:
        # By a name: what nobody holds is marshalled otherwise.
        code = compile(source, path, "exec", dont_inherit=True)
        content = marshal.dumps(code)
    except Exception as error:
        message = getattr(error, "msg", None) or str(error)
        line = getattr(error, "lineno", None) or 0
        return None, line, f"{type(error).__name__}: {message}"
    digest = _imp.source_hash(int.from_bytes(MAGIC_NUMBER, "little"), source)
    return f"{folder}{slash}__pycache__/{cached}", MAGIC_NUMBER + UNCHECKED + digest + content


if __name__ == "__main__":
    main()
