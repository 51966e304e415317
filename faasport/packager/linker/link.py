"""The shipped halves of an artifact, as few files: what it can reach, and no more.

Theory. `bare` takes from a module's text what no program reads; `reach` follows what is mentioned,
from the entries and from everybody's code; `groups` decides which modules share a file, `section`
makes each a function of it, and `loader`, which ships, runs them. Everything is told by texts and
syntax trees, in an order of its own: the same input gives the same octets under every Python.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

import faasport
from faasport.packager import vendor
from faasport.packager.archive import of_folder, sha256
from faasport.packager.kept import packs
from faasport.packager.linker import entries, mentions, module, outside, roots, together
from faasport.packager.linker.files import Linking
from faasport.packager.linker.groups import Graph, grouped
from faasport.packager.linker.module import Module
from faasport.packager.linker.outside import CORE
from faasport.packager.linker.reach import Reach
from faasport.packager.linker.roots import Root
from faasport.project.model import Project

Contents = Mapping[str, bytes]

SECRETS = "faasport.runtime.secrets"
HOMES = {name: f"{CORE}.runtime.{home}" for name, home in faasport._HOME.items()}
"""The modules of the public names."""


def linked(
    project: Project,
    packages: Sequence[str],
    generated: Contents,
    sources: Contents,
    others: Iterable[Contents] = (),
) -> dict[str, bytes]:
    """What ships of these packages, and the entries that start with it. ``generated`` are our own
    modules, ``sources`` the user's files, and ``others`` those of the dependencies."""
    linkable = [each for each in packages if each == CORE or _is_linkable(vendor.shipped(each))]
    whole = vendor.shipped(*(each for each in packages if each not in linkable))
    theirs = [*_python(generated), *_python(whole), *_python(sources)]
    wanted, first = outside.of(theirs, _data(sources)), roots.roots(project, generated, sources)
    for files in others:
        wanted.add(outside.of(_python(files)))
    means = (*_program(packages), _said(generated), wanted.told(), *map(Root.told, first))
    files = packs.whole("linked", means, partial(_files, generated, linkable, wanted, first))
    return {**whole, **entries.opened(generated), **files}


def home(generated: Contents) -> str:
    """The package that holds what every unit starts with."""
    return entries.root(generated)


@cache
def _halves(package: str) -> str:
    return _said(vendor.parts(package, "runtime", "packager"))


def _program(packages: Sequence[str]) -> list[str]:
    """What is linked, and what links it."""
    return [part for each in (CORE, *packages) for part in (each, _halves(each))]


def _said(files: Contents) -> str:
    return of_folder({path: sha256(content) for path, content in files.items()})


def _files(
    generated: Contents, linkable: Sequence[str], wanted: outside.Wanted, first: Sequence[Root]
) -> dict[str, bytes]:
    units = _whole(entries.inner(generated), generated)
    tables = _whole([f"{roots.TABLES}.py"], generated)
    reach = Reach({**_modules(linkable), **tables, **units}, HOMES)
    _want(reach, wanted, linkable)
    for name in units:
        reach.have(name)
    starts = [
        (root.kind, [name for each in root.imports if (name := reach.import_(each))])
        for root in first
    ]
    reach.settle()
    graph = Graph(reach.live)
    inner = sorted(part for each in linkable for part in (each, f"{each}.runtime") if part != CORE)
    publics = {name: HOMES[name] for name in sorted(reach.publics)}
    groups = grouped(graph, starts, sorted(units), together.needs())
    return Linking(reach, graph, groups, home(generated)).files(inner, publics)


def _want(reach: Reach, wanted: outside.Wanted, packages: Iterable[str]) -> None:
    for name in HOMES if wanted.all else sorted(wanted.public):
        reach.public(name)
    reach.add(wanted.names, wanted.imports, wanted.texts, wanted.shapes)
    reach.settle()
    if SECRETS in reach.live:
        for each in packages:
            reach.add((), (), _told(each))


def _told(package: str) -> set[str]:
    """Modules that its packager's half names: a manifest may tell a unit to ask them."""
    sources = _python(vendor.parts(package, "packager"))
    texts = mentions.of(ast.parse(source) for source in sources).texts
    return {each for each in texts if each.startswith(f"{package}.runtime.")}


def _modules(packages: Iterable[str]) -> dict[str, Module]:
    found = {}
    for path, source in vendor.shipped(*packages).items():
        name = path.removesuffix(".py").replace("/", ".")
        if not name.endswith(".__init__"):
            found[name] = module.read(name, path, source)
    return found


def _whole(paths: Iterable[str], generated: Contents) -> dict[str, Module]:
    """Generated modules: the tables, which every unit starts with, and the units' own."""
    names = {path: path.removesuffix(".py").replace("/", ".") for path in paths}
    found = [module.read(name, path, generated[path]) for path, name in names.items()]
    return {each.name: replace(each, is_whole=True) for each in found if not each.why}


def _is_linkable(files: Contents) -> bool:
    """Whether its packages hold modules and nothing else: no data, no packages below `runtime`, and
    no code of their own."""
    for path, content in files.items():
        if not path.endswith(".py") or path.count("/") > 2:  # package/runtime/module
            return False
        if path.endswith("/__init__.py") and ast.parse(content).body[1:]:
            return False
    return True


def _python(files: Contents) -> list[bytes]:
    return [content for path, content in sorted(files.items()) if path.endswith(".py")]


def _data(files: Contents) -> list[bytes]:
    """What lies beside modules; stubs are never run."""
    return [each for path, each in sorted(files.items()) if not path.endswith((".py", ".pyi"))]
