"""Run by the target's own Python on an unpacked artifact: imports one entry, times every import.

    python -I -B trace_child.py REQUEST.json

The request is `{"entry", "code", "search_path", "preloaded", "own", "answer"}`; `own` are the
user's files. What is told goes to the file `answer`: `{"failed": traceback}`, or `{"total",
"imports": [{"module", "file", "parent", "by", "line", "total", "own"}], "lines": {file: {line:
nanoseconds}}, "python", "before"}`. A `parent` is a place in that list, or -1: the entry itself.

Every import that is not answered from sys.modules, by a statement or by importlib, goes through
`_find_and_load` of importlib's bootstrap module, which the interpreter looks up each time
(Python/import.c, import_find_and_load). It is the one place where neither finders nor loaders are
touched: an artifact may bring its own of both.

It is a file and not a module of the profiler: nothing of the developer's environment may come in
with it, and what it imports itself is free for the user's code, so it is next to nothing.
"""
# pathlib would be free, then:
# ruff: noqa: PTH118, PTH119, PTH122, PTH123

from __future__ import annotations

import json
import os
import sys
from _thread import get_ident
from time import perf_counter_ns

TYPE_CHECKING = False  # typing would be free, then
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, FrameType
    from typing import Any

    Place = tuple[str, int]
    Load = Callable[[str, Any], Any]

FROZEN = "<frozen importlib"
HELPERS = (__file__, os.sep + os.path.join("importlib", "__init__.py"))
MOST_LINES = 5000
"""Lines of one module that are timed: a loop at its top level would be slower than it is."""
TOOL = 2
"""sys.monitoring.PROFILER_ID, where there is such a thing: from Python 3.12 on."""
monitoring: Any = getattr(sys, "monitoring", None)


class Import:
    """One module that was loaded: whose import led to it, where that stands, and how long it
    took."""

    def __init__(self, module: str, number: int, parent: int, place: Place) -> None:
        self.module, self.number, self.parent = module, number, parent
        self.by, self.line = place
        self.file = ""
        self.since = self.total = self.nested = 0
        self.at: tuple[str, int, int, int] | None = None
        """Of a file of the user's: the line under way, since when, and `nested` then."""


class Tracer:
    """Stands in for `_find_and_load`. What other threads import counts as nobody's."""

    def __init__(self, load: Load, clock: Callable[[], int], own: Iterable[str] = ()) -> None:
        self._load, self._clock = load, clock
        self._own = frozenset(own)
        self._thread = get_ident()
        self._root = Import("", -1, -1, ("", 0))
        self._under_way = [self._root]
        self._watched: dict[CodeType, int] = {}
        self.imports: list[Import] = []
        self.lines: dict[str, dict[int, int]] = {}

    def __call__(self, name: str, import_: Any) -> Any:
        if name in sys.modules or get_ident() != self._thread:
            return self._load(name, import_)
        made = self._begun(name)
        try:
            module = self._load(name, import_)
            made.file = _file(module)
            return module
        finally:
            self._end(made, self._clock())

    def run(self, execute: Callable[[Any], None], module: Any) -> None:
        """Execute a module; one of the user's that is loaded by its path alone (a handler in
        `folder/file.py`) counts as if it were imported."""
        name, file = module.__spec__.name, _file(module)
        if file not in self._own or get_ident() != self._thread:
            execute(module)
            return
        under_way = self._under_way[-1]
        made = under_way if under_way.module == name else self._begun(name)
        made.file = file
        try:
            execute(module)
        finally:
            now = self._clock()
            # What the import system does afterwards is no line's.
            self._pass(made, now)
            if made is not under_way:
                self._end(made, now)

    def _begun(self, name: str) -> Import:
        above = self._under_way[-1]
        made = Import(name, len(self.imports), above.number, _place(above.module))
        self.imports.append(made)
        self._under_way.append(made)
        made.since = self._clock()
        return made

    def timed(self, entry: Callable[[], None]) -> int:
        """Run what loads the entry; the nanoseconds that it took."""
        self._root.since = self._clock()
        try:
            entry()
        finally:
            self._end(self._root, self._clock())
        return self._root.total

    def _end(self, made: Import, now: int) -> None:
        self._pass(made, now)
        made.total = now - made.since
        if made is not self._root:
            self._under_way.pop()
            self._under_way[-1].nested += made.total

    def watch(self, code: CodeType) -> None:
        """Time the lines of a module's own code, if it is the user's and this Python can."""
        if code.co_filename in self._own and monitoring is not None:
            self._watched[code] = 0
            monitoring.set_local_events(TOOL, code, monitoring.events.LINE)

    def line(self, code: CodeType, number: int) -> None:
        """A line of such a module begins; the monitoring calls it."""
        made = self._under_way[-1]
        if code in self._watched and get_ident() == self._thread:
            now = self._clock()
            self._pass(made, now)
            self._watched[code] += 1
            if self._watched[code] > MOST_LINES:
                monitoring.set_local_events(TOOL, code, 0)
            else:
                made.at = (code.co_filename, number, now, made.nested)

    def _pass(self, made: Import, now: int) -> None:
        """A line of the user's is over: what it took, but for the imports in it."""
        if made.at is not None:
            file, number, since, nested = made.at
            lines = self.lines.setdefault(file, {})
            lines[number] = lines.get(number, 0) + now - since - (made.nested - nested)
            made.at = None

    def told(self) -> list[dict[str, Any]]:
        return [
            {
                "module": each.module,
                "file": each.file,
                "parent": each.parent,
                "by": each.by,
                "line": each.line,
                "total": each.total,
                "own": each.total - each.nested,
            }
            for each in self.imports
        ]


def _file(module: Any) -> str:
    return getattr(getattr(module, "__spec__", None), "origin", None) or ""


def _place(parent: str) -> Place:
    """Where the import stands: the innermost line in the code of the module that is being loaded;
    where there is none (lazy attributes, linked modules), the innermost of any."""
    frame: FrameType | None = sys._getframe(3)
    first: FrameType | None = None
    while frame is not None:
        if not _helps(frame.f_code.co_filename):
            first = first or frame
            if frame.f_globals.get("__name__") == parent:
                return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return (first.f_code.co_filename, first.f_lineno) if first else ("", 0)


def _helps(file: str) -> bool:
    return file.startswith(FROZEN) or file.endswith(HELPERS)


def _traced(own: list[str]) -> Tracer:
    """A tracer in the place of the import system's own function."""
    bootstrap: Any = sys.modules["_frozen_importlib"]
    external: Any = sys.modules["_frozen_importlib_external"]
    tracer = Tracer(bootstrap._find_and_load, perf_counter_ns, own)
    bootstrap._find_and_load = tracer
    execute, get_code = external.SourceLoader.exec_module, external.SourceLoader.get_code

    def exec_module(self: Any, module: Any) -> None:
        tracer.run(lambda module: execute(self, module), module)

    def watched(self: Any, name: str) -> Any:
        code = get_code(self, name)
        tracer.watch(code)
        return code

    external.SourceLoader.exec_module = exec_module
    if monitoring is not None:
        monitoring.use_tool_id(TOOL, "faasport")
        monitoring.register_callback(TOOL, monitoring.events.LINE, tracer.line)
        external.SourceLoader.get_code = watched
    return tracer


def _load(entry: str, code: str) -> None:
    """As the platforms do: a module by its name, or a file by its path."""
    if not entry.endswith(".py"):
        __import__(entry)
        return
    from importlib.util import module_from_spec, spec_from_file_location

    name = os.path.splitext(os.path.basename(entry))[0]
    spec = spec_from_file_location(name, os.path.join(code, entry))
    if spec is None:
        raise ImportError(f"{entry} is not a file of Python's.")
    module = sys.modules[name] = module_from_spec(spec)
    if spec.loader is not None:
        spec.loader.exec_module(module)


def _told(request: dict[str, Any]) -> dict[str, Any]:
    sys.path[:0] = request["search_path"]
    for name in request["preloaded"]:
        __import__(name)
    before = len(sys.modules)
    tracer = _traced(request["own"])
    total = tracer.timed(lambda: _load(request["entry"], request["code"]))
    return {
        "total": total,
        "imports": tracer.told(),
        "lines": tracer.lines,
        "python": sys.version.partition(" ")[0],
        "before": before,
    }


def _failure(error: BaseException) -> str:
    """Its traceback, without what is ours."""
    from traceback import StackSummary, TracebackException

    told = TracebackException.from_exception(error)
    frames = [each for each in told.stack if each.filename != __file__]
    told.stack = StackSummary.from_list(frames)
    return "".join(told.format())


def main(file: str) -> None:
    with open(file, encoding="utf-8") as opened:
        request = json.load(opened)
    try:
        told = _told(request)
    except BaseException as error:
        told = {"failed": _failure(error)}
    with open(request["answer"], "w", encoding="utf-8") as answer:
        json.dump(told, answer)
    sys.stdout.flush()
    sys.stderr.flush()
    # Whatever threads and exit handlers the user's modules have made: it is over.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
