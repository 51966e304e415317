"""The text of a linked package: what finds its modules, and its public names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from faasport.packager.linker.bare import bare
from faasport.project import version

_LOADER = Path(__file__).with_name("loader.py")
_HEAD = '''\
"""faasport {version}: {what}, linked for this artifact."""
from __future__ import annotations
'''
_FINDER = """\
_linked = Linked(sys.modules[__name__], {packages!r}, {{
{homes}}})
"""
_NAMES = """\
__all__ = {names!r}
_HOME = {{
{homes}}}
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


def opening(packages: Sequence[str], homes: Mapping[str, str], publics: Mapping[str, str]) -> str:
    """What stands before the sections. ``homes`` are the modules of files, by the names of the
    modules in them; ``publics`` the modules of public names."""
    return "".join(
        [
            head("what units start with"),
            _loader(),
            _FINDER.format(packages=tuple(packages), homes=rows(homes)),
            _NAMES.format(names=sorted(publics), homes=rows(publics)),
        ]
    )


@cache
def _loader() -> str:
    return bare(_LOADER.read_text("utf-8"))


def rows(table: Mapping[str, str]) -> str:
    """One a line, so that a change of one is a change of a line."""
    return "".join(f" {key!r}: {value!r},\n" for key, value in table.items())
