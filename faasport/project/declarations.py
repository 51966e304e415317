"""Run by another interpreter, alone: import the user's modules and tell what they declare.

`argv` names two JSON files: the request, `{"code", "path", "modules", "environments"}` (the folder
of the user's code, what else goes on sys.path, what to import, and variables that are a module's
alone), and the answer, `{"functions", "problems"}`.
Standard output is left to the modules, which may print. It imports nothing of the build half.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

Claim = tuple[dict[str, Any], dict[str, Any]]  # a function and one of its triggers, described
GUESTS = "faasport_guests."
SENDS = "__faasport_sends__"  # of faasport.runtime.guest
PLACE = re.compile(r"(?P<file>[^\n]+?):(?P<line>\d+), in (?P<rest>.*)", re.DOTALL)


def main() -> None:
    asked, answered = map(Path, sys.argv[1:])
    request = json.loads(asked.read_text("utf-8"))
    sys.path[:0] = [request["code"], *request["path"]]
    sys.dont_write_bytecode = True
    survey = Survey(request["code"], request["environments"])
    answer = survey.of(request["modules"])
    answered.write_text(json.dumps(answer), "utf-8")


class Survey:
    """What the modules below one folder declare, and every problem on the way."""

    def __init__(
        self, root: str, environments: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.environments = environments or {}
        self.root = os.path.realpath(root)
        self.given = str(Path(root).absolute())
        self.problems: list[dict[str, str]] = []
        self.found: dict[int, Any] = {}

    def of(self, names: Sequence[str]) -> dict[str, Any]:
        modules = [module for module in map(self.imported, names) if module]
        for module in modules:
            self.collect(module)
        functions = [self.described(function) for function in self.found.values()]
        self.same_names(functions)
        self.same_routes(functions)
        return {"functions": functions, "problems": self.problems}

    def imported(self, name: str) -> ModuleType | None:
        before = dict(os.environ)
        os.environ.update(self.environments.get(name, {}))
        try:
            module = importlib.import_module(name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.failed(name, error)
            return None
        finally:
            self.restored(name, before)
        found = module.__file__
        # A file of the folder may be a link that leads out of it; what declares guests is ours.
        is_guest = name.startswith(GUESTS) and hasattr(module, "TRIGGERS")
        if found and (is_guest or self.is_ours(found) or found.startswith(self.given + os.sep)):
            return module
        self.elsewhere(name, found)
        return None

    def restored(self, name: str, before: Mapping[str, str]) -> None:
        """Take out again what was there for one module alone."""
        for variable in self.environments.get(name, {}):
            os.environ.pop(variable, None)
            if variable in before:
                os.environ[variable] = before[variable]

    def elsewhere(self, name: str, found: str | None) -> None:
        """Another module of this name came first: it is loaded already, or built in."""
        self.problem(
            "module-hidden",
            f"{name.replace('.', '/')}.py",
            f"to import {name} gives {found or 'a module of the interpreter'}, and not this one.",
            "Rename it: another module has its name.",
        )

    def failed(self, name: str, error: BaseException) -> None:
        from faasport.runtime.errors import DeclarationError

        if isinstance(error, DeclarationError):
            self.declaration(error, self.blame(name, error))
            return
        said = f"{type(error).__name__}: {words(error)}".rstrip(".: ")
        if isinstance(error, SyntaxError):
            said = f"{type(error).__name__}: {error.msg}"
        self.problem(
            "import-failed",
            self.blame(name, error),
            f"the module {name} cannot be imported: {said}{'' if said.endswith('?') else '.'}",
            self.advice(error),
        )

    def advice(self, error: BaseException) -> str:
        if not isinstance(error, ModuleNotFoundError) or not error.name:
            return "Correct it; the platform would fail in the same way."
        top = error.name.partition(".")[0]
        return f"Add what provides {top} to the project's dependencies, or correct the import."

    def blame(self, name: str, error: BaseException) -> str:
        """The last line of the user's own code that has to do with an error."""
        if isinstance(error, SyntaxError) and self.is_ours(error.filename):
            return f"{self.relative(error.filename)}:{error.lineno}"
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if self.is_ours(frame.filename)]
        if ours:
            return f"{self.relative(ours[-1].filename)}:{ours[-1].lineno}"
        return f"{name.replace('.', '/')}.py:1"

    def collect(self, module: ModuleType) -> None:
        from faasport.runtime.errors import DeclarationError
        from faasport.runtime.function import functions_in

        try:
            functions = functions_in(module)
        except DeclarationError as error:
            self.declaration(error, f"{self.relative(module.__file__)}:1")
            return
        for function in functions:
            key = id(function.handler)
            at_home = getattr(function.handler, "__module__", None) == module.__name__
            if at_home or key not in self.found:
                self.found[key] = function
        self.shadowed(module)

    def shadowed(self, module: ModuleType) -> None:
        """Two declared functions of one name in one module: Python keeps only the last."""
        source = module.__file__ or ""
        if not source.endswith(".py"):
            return
        tree = ast.parse(Path(source).read_bytes())
        first: dict[str, ast.stmt] = {}
        for node in declared_in(tree, module):
            before = first.setdefault(node.name, node)
            if before is not node:
                file_name = self.relative(source)
                places = [f"{file_name}:{each.lineno}" for each in (before, node)]
                self.duplicate(node.name, *places)
        self.lost(module, tree)

    def lost(self, module: ModuleType, tree: ast.Module) -> None:
        """What is declared where nobody finds it: in a class, or beneath what covers it up."""
        file_name = self.relative(module.__file__)
        for owner in tree.body:
            if isinstance(owner, ast.ClassDef):
                for node in declared_in(owner, module):
                    said = f"{owner.name}.{node.name} is declared within a class: nothing calls it."
                    fix = "Declare a function at the top of the module, and call the method there."
                    self.problem("lost-declaration", f"{file_name}:{node.lineno}", said, fix)
        for node in declared_in(tree, module):
            outermost = node.decorator_list[0]
            found = getattr(module, node.name, None)
            if not declares(outermost, module) and found and not hasattr(found, "__faasport__"):
                cover = ast.unparse(outermost)
                said = f"{node.name} is declared beneath @{cover}, which covers the declaration up."
                fix = f"Write faasport's decorators above it, or use functools.wraps in {cover}."
                self.problem("lost-declaration", f"{file_name}:{node.lineno}", said, fix)

    def described(self, function: Any) -> dict[str, Any]:
        return {
            "name": function.name,
            "module": function.module,
            "is_async": function.is_async,
            "sends": getattr(function.handler, SENDS, ()),
            "file": self.relative(function.file),
            "line": function.line,
            "triggers": [self.trigger(function, trigger) for trigger in function.triggers],
        }

    def trigger(self, function: Any, trigger: Any) -> dict[str, Any]:
        told = route if trigger.kind == "http" else subscription
        parameters = self.parameters(function, trigger)
        return {"kind": trigger.kind, **told(trigger), "parameters": parameters}

    def parameters(self, function: Any, trigger: Any) -> list[dict[str, Any]]:
        from faasport.runtime.errors import DeclarationError

        try:
            plan = plan_of(function, trigger)
        except DeclarationError as error:
            self.declaration(error, f"{self.relative(function.file)}:{function.line}")
            return []
        return [
            {
                "name": bound.name,
                "source": bound.place,
                "key": bound.wire_name,
                "kind": bound.kind,
                "required": bound.required,
                "choices": bound.choices,
                **payload(function, bound),
            }
            for bound in plan.parameters
        ]

    def same_names(self, functions: list[dict[str, Any]]) -> None:
        first: dict[str, dict[str, Any]] = {}
        for function in functions:
            before = first.setdefault(function["name"], function)
            if before is not function:
                self.duplicate(function["name"], place(before), place(function))

    def same_routes(self, functions: list[dict[str, Any]]) -> None:
        from faasport.runtime.template import Template

        first: dict[tuple[Any, ...], Claim] = {}
        for function in functions:
            for trigger in function["triggers"]:
                for method in trigger["methods"] if trigger["kind"] == "http" else ():
                    key = (method, Template(trigger["path"]).shape)
                    before = first.setdefault(key, (function, trigger))
                    if before[1] is not trigger:
                        self.same_route(method, before, (function, trigger))

    def same_route(self, method: str, before: Claim, after: Claim) -> None:
        names = [f"{function['name']} ({place(function)})" for function, _ in (before, after)]
        self.problem(
            "same-route",
            place(after[0]),
            f"{names[0]} and {names[1]} both answer {method} {after[1]['path']}.",
            "Change the method or the path of one of them.",
        )

    def duplicate(self, name: str, before: str, after: str) -> None:
        self.problem(
            "same-name",
            after,
            f"a function named {name} is declared at {before} too.",
            "Rename one of them: a name is what a function is deployed under.",
        )

    def declaration(self, error: Exception, where: str) -> None:
        """A DeclarationError, whose message mostly starts with its place."""
        match = PLACE.fullmatch(str(error))
        message = str(error)
        if match and self.is_ours(match["file"]):
            where = f"{self.relative(match['file'])}:{match['line']}"
            message = match["rest"]
        self.problem("bad-declaration", where, message, "")

    def problem(self, code: str, where: str, message: str, fix: str) -> None:
        problem = {"code": code, "where": where, "message": message, "fix": fix}
        if problem not in self.problems:
            self.problems.append(problem)

    def is_ours(self, filename: str | None) -> bool:
        # The interpreter's own code calls itself "<frozen os>", which is no path below the folder.
        path = os.path.realpath(filename or "")
        return path.startswith(self.root + os.sep) and Path(path).exists()

    def relative(self, filename: str | None) -> str:
        if not self.is_ours(filename):
            return filename or "?"
        return os.path.relpath(os.path.realpath(filename or ""), self.root).replace(os.sep, "/")


def route(trigger: Any) -> dict[str, Any]:
    """What an HTTP trigger says."""
    return {
        "methods": trigger.methods,
        "path": trigger.path,
        "cors": trigger.cors.as_dict() if trigger.cors else None,
        "status": trigger.status,
    }


def subscription(trigger: Any) -> dict[str, Any]:
    """What an event trigger says."""
    return {"name": trigger.name, "options": trigger.options}


def plan_of(function: Any, trigger: Any) -> Any:
    """How the handler's parameters are filled."""
    from faasport.runtime.declared import own_plan

    if own := own_plan(function.handler, trigger):
        return own
    if trigger.kind == "http":
        from faasport.runtime.binding import plan_for

        return plan_for(function.handler, trigger.names)
    from faasport.runtime import event_binding

    return event_binding.plan_for(function.handler, trigger)


JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
DEEPEST = 8  # a type may hold itself
FORMATS = {"uuid": "uuid", "date": "date", "datetime": "date-time", "decimal": "decimal"}


def payload(function: Any, bound: Any) -> dict[str, Any]:
    """The JSON schema of an event's payload, as far as its type tells one."""
    if bound.place != "payload":
        return {}
    from faasport.runtime import annotations

    hints = annotations.annotations_of(annotations.signature_of(function.handler))
    return {"payload_schema": schema(hints.get(bound.name), DEEPEST)}


def schema(hint: Any, depth: int) -> dict[str, Any]:
    """The JSON schema of a type; empty for one that we know nothing of."""
    from faasport.runtime import annotations as read
    from faasport.runtime.kinds import choices_of, kind_of
    from faasport.runtime.structure import fields_of

    hint = read.without_none(read.unwrap(hint)[0])[0]
    hint = hint[0] if isinstance(hint, tuple) else hint
    if read.is_model(hint):
        return model_schema(hint)
    if read.is_dataclass(hint) and depth:
        required = [(name, kind) for name, kind, needed in fields_of(hint) if needed]
        return {
            "type": "object",
            "properties": {name: schema(kind, depth - 1) for name, kind in required},
            "required": [name for name, _ in required],
        }
    if read.is_literal(hint) or hasattr(hint, "__members__"):
        return {"enum": list(choices_of(hint))}
    if (read.origin_of(hint) or hint) in {list, tuple, set, frozenset}:
        inner = next(iter(read.arguments_of(hint)), None)
        return {"type": "array", "items": schema(inner, depth - 1) if depth else {}}
    if (read.origin_of(hint) or hint) is dict:
        return {"type": "object"}
    if hint in JSON_TYPES:
        return {"type": JSON_TYPES[hint]}
    known = FORMATS.get(kind_of(hint))
    return {"type": "string", "format": known} if known else {}


def model_schema(model: Any) -> dict[str, Any]:
    """What pydantic says; nothing of a model with a field that JSON has no words for."""
    try:
        found: dict[str, Any] = model.model_json_schema()
        return json.loads(json.dumps(found))  # type: ignore[no-any-return]
    except Exception:
        return {}


def place(function: dict[str, Any]) -> str:
    return f"{function['file']}:{function['line']}"


def words(error: BaseException) -> str:
    """What an error says, if it can."""
    try:
        return str(error)
    except Exception as fault:
        return f"(its own text fails with {type(fault).__name__})"


def declared_in(
    body: ast.Module | ast.ClassDef, module: ModuleType
) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions right there that have a decorator of faasport's."""
    return [
        node
        for node in body.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and any(declares(decorator, module) for decorator in node.decorator_list)
    ]


def declares(decorator: ast.expr, module: ModuleType) -> bool:
    """Whether a decorator's expression starts from something of faasport's."""
    node = decorator
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = node.func if isinstance(node, ast.Call) else node.value
    value = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    home = getattr(value, "__name__", "") if isinstance(value, type(sys)) else getattr(
        value, "__module__", "") or ""  # fmt: skip
    return home.partition(".")[0] == "faasport"


if __name__ == "__main__":
    main()
    # A thread that a module has started must not keep us.
    os._exit(0)
