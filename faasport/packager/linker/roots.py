"""What is imported when a unit starts: of our own generated modules, and of the user's."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from faasport.packager.linker import mentions, outside
from faasport.packager.linker.bare import Function
from faasport.packager.linker.mentions import Import
from faasport.project.model import Project

Files = Mapping[str, bytes]
TABLES = "faasport_app"
EVENTS = "faasport.runtime.consumer"


@dataclass
class Root:
    """A generated module, or the part of one that is run for one unit."""

    imports: list[Import] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)

    def told(self) -> str:
        """The same text for the same root."""
        return repr([self.imports, sorted(self.texts)])

    @property
    def kind(self) -> str:
        """Whose modules it needs."""
        is_events = any(each.module == EVENTS for each in self.imports)
        return "events" if is_events else "http"


def roots(project: Project, generated: Files, sources: Files) -> list[Root]:
    """One for each part of a generated module that units start with."""
    application = f"{TABLES}.py"
    table = _functions(generated[application])
    found = [
        root
        for path, content in sorted(generated.items())
        if path != application
        for root in _parts(content, table)
    ]
    for root in found:
        for module in _modules(project, root, alone=len({each.kind for each in found}) == 1):
            wanted = _wanted(module, sources)
            root.imports += wanted.imports
            root.imports += [Import(outside.CORE, name, name) for name in sorted(wanted.first)]
    return found


def is_root(path: str, content: bytes) -> bool:
    """Whether a generated module starts units."""
    return path != f"{TABLES}.py" and next(_parts(content, {}), None) is not None


def _functions(content: bytes) -> dict[str, list[Import]]:
    """What each function of the generated table imports: entries call them when they start."""
    found = {}
    for node in ast.parse(content).body:
        if isinstance(node, Function):
            said = mentions.of([node])
            found[node.name] = [*said.eager, *said.later]
    return found


def _parts(content: bytes, table: Mapping[str, list[Import]]) -> Iterator[Root]:
    """Each condition at the top is a part of its own; what stands before them is in all."""
    body = ast.parse(content).body
    parts = [each for each in body if isinstance(each, ast.If)]
    common = [each for each in body if not isinstance(each, ast.If)]
    for part in [[each.test, *each.body] for each in parts] or [[]]:
        said = mentions.of([*common, *part])
        imports = [*said.eager, *said.later]
        for each in list(imports):
            if each.module == TABLES:
                imports += table.get(each.name, [])
        ours = [each for each in imports if each.module.startswith(outside.CORE)]
        if ours:
            yield Root(ours, said.texts)


def _modules(project: Project, root: Root, *, alone: bool) -> Iterable[str]:
    """The user's modules that it imports; all, where units are of one kind alone."""
    if alone:
        return sorted({each.module for each in project.functions} | {""})
    found = {each.function.module for each in project.consumers if each.label in root.texts}
    if root.kind == "http":
        found.update(target.partition(":")[0] for _, _, target, _, _ in project.routes)
    return sorted(found)


def _wanted(module: str, sources: Files) -> outside.Wanted:
    """Of all files, for a module without a name."""
    stem = module.replace(".", "/")
    paths = [f"{stem}.py", f"{stem}/__init__.py"] if module else sorted(sources)
    return outside.of(sources[path] for path in paths if path in sources and path.endswith(".py"))
