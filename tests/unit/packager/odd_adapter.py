"""An adapter whose modules have what a linker could get wrong."""

from __future__ import annotations

ODD = {
    "__init__.py": '"""An adapter."""\n',
    "runtime/__init__.py": '"""Its half that ships."""\n',
    "runtime/entry.py": '''"""Starts."""
from __future__ import annotations

import json as coder

from faasport.runtime.errors import PayloadError

from . import table as own
from .shapes import TEXT, Shape, made, unused

if len(own.NAMES) > 1:
    SEVERAL = True
else:
    SEVERAL = False

for each in own.NAMES:
    last = each


class Odd(PayloadError):
    """An error of its own."""


def told(application):
    from . import later
    from .circle import around

    def inner():
        raise Odd("odd")

    try:
        inner()
    except Odd as fault:
        import linecache
        row = fault.__traceback__.tb_next
        line = linecache.getline(row.tb_frame.f_code.co_filename, row.tb_lineno).strip()
    return {
        "names": own.NAMES, "several": SEVERAL, "last": last, "text": TEXT, "line": line,
        "class": [Odd.__module__, Odd.__qualname__, Shape.Inner.__qualname__, told.__module__],
        "made": made(3), "later": later.counted(), "again": later.counted(), "around": around(),
        "json": coder.dumps([1]), "inner": inner.__qualname__, "bound": sorted(Shape().parts()),
        "application": application is not None, "dynamic": later.found("table").NAMES,
    }
''',
    "runtime/table.py": '''"""Names."""
from __future__ import annotations

NAMES: tuple[str, ...] = ("a", "b")  # not a "comment in a text"
''',
    "runtime/shapes.py": '''"""Texts and classes."""
from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .nowhere import nothing

TEXT = """
    indented # and no comment

unindented"""
BASE = 2
unused = [TEXT for TEXT in ()]


class Shape:
    """Its own scope."""

    BASE = 3
    cells = [BASE]
    size: int

    class Inner:
        """Within."""

    def parts(self) -> set[int]:
        """Of both."""
        return {BASE, self.BASE, *self.cells}


@lru_cache(maxsize=2)
def made(
    number: int,
    by: Callable[[int], int] | None = None,
) -> int:
    """A number."""
    global BASE
    BASE += number  # it counts
    return BASE


def never_called() -> None:
    from .never import anything
''',
    "runtime/later.py": '''"""Imported in a function."""
from __future__ import annotations

from importlib import import_module

_count = 0
KNOWN = {"table": "table"}


def counted() -> int:
    """How often."""
    global _count
    _count += 1
    return _count


def found(name: str):
    """By a name that is put together."""
    return import_module(f"{__package__}.{KNOWN[name]}")
''',
    "runtime/circle.py": '''"""One half of a circle."""
from __future__ import annotations

from . import circling

VALUE = 1


def around() -> int:
    """Through the other."""
    return circling.value()
''',
    "runtime/circling.py": '''"""The other half."""
from __future__ import annotations

from . import circle


def value() -> int:
    """Of the first."""
    return circle.VALUE
''',
    "runtime/never.py": "anything = 1\n",
    "runtime/whole.py": "import sys\nWHERE = __file__\n",
    "packager/__init__.py": "",
}
