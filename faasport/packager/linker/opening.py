"""The text of a linked package: what finds its modules, and its public names."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from textwrap import indent

from faasport.packager.linker import bound
from faasport.packager.linker.bare import bare
from faasport.packager.linker.outside import CORE
from faasport.project import version

_LOADER = Path(__file__).with_name("loader.py")
_HEAD = '''\
"""faasport {version}: {what}, linked for this artifact."""
from __future__ import annotations
'''
_FINDER = """\
import sys
_linked = type(sys)("faasport._linked")
type(_loader)(_loader.__code__, _linked.__dict__)()
_linked.begin(_linked, \'\'\'
{homes}\'\'\', globals(), __path__[0].removesuffix({root!r}), (
{packages}))
"""
# Beside the package itself no other file is looked for.
_CLOSED = "__path__ = []\n"
_NAMES = """\
def _faasport():
 global _HOME, __all__, __dir__, __getattr__, sys
 import sys
 __all__ = {names!r}
 _HOME = {{
{homes} }}
 def __getattr__(name):
     module = _HOME.get(name)
     if module is None:
         raise AttributeError(
             f"module 'faasport' has no attribute {{name!r}}: an artifact has those names alone "
             "that a source in it mentioned when it was packaged."
         )
     __import__(module)
     value = globals()[name] = getattr(sys.modules[module], name)
     return value
 def __dir__():
     return __all__
"""


def head(what: str) -> str:
    """The first lines of any linked file."""
    return _HEAD.format(version=version.tool(), what=what)


def opening(
    root: str,
    packages: Sequence[tuple[str, bool]],
    homes: Mapping[str, str],
    publics: Mapping[str, str],
) -> str:
    """What stands before the sections in the package ``root``. ``packages`` are told with whether
    they have files, ``homes`` are the modules of files, by the names of the modules in them;
    ``publics`` the modules of public names."""
    return "".join(
        [
            head("what units start with"),
            _loader(),
            _NAMES.format(names=sorted(publics), homes=rows(publics)),
            _FINDER.format(
                root=root,
                packages="".join(f" {each!r},\n" for each in packages),
                homes="".join(f"{name} {home}\n" for name, home in homes.items()),
            ),
            _CLOSED if root != CORE else "",
        ]
    )


@cache
def _loader() -> str:
    """A function, as any linked module is."""
    text = bare(_LOADER.read_text("utf-8"))
    names = ", ".join(bound.names(ast.parse(text).body))
    return f"def _loader():\n global {names}\n{indent(text, ' ')}"


def rows(table: Mapping[str, str]) -> str:
    """One a line, so that a change of one is a change of a line."""
    return "".join(f"  {key!r}: {value!r},\n" for key, value in table.items())
