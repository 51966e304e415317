"""Variables of serverless.yml, resolved as far as the project itself can say.

https://www.serverless.com/framework/docs/guides/variables

What it cannot say (the account, a stack's output, a secret) is a Gap. A variable that nothing gives
a value is one as well; nothing raises but for more than any project has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.opened import refused
from faasport.migrator.origin import Asked
from faasport.migrator.tree import Items, Table
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.serverless import elsewhere, lift
from faasport_aws.importer.serverless.expression import (
    Marks,
    Source,
    alternatives,
    literal,
    parts,
    source_of,
)
from faasport_aws.importer.serverless.gap import Gap, Open, plain

MOST = 100_000
"""Values that a file may come to, with all that its variables stand for."""
_DEEPEST = 60
_LONGEST = 64 * 1024
_SCRIPTS = {".js", ".cjs", ".mjs", ".ts"}
_DATA = {".yml", ".yaml", ".json"}


class Variables:
    """Those of one project at one stage. `used` are the addresses below `self` that were read, and
    `stages` the keys beside one that was chosen by the stage's name. `defaults` are values that
    stand where something else would have been asked first."""

    def __init__(self, folder: Path, root: Table, asked: Asked, stage: str, marks: Marks) -> None:
        self.folder, self.root, self.asked, self.stage = folder, root, asked, stage
        self.used: set[str] = set()
        self.stages: dict[str, None] = {}
        self.defaults: dict[str, str] = {}
        self._marks = marks
        self._spent = 0
        self._depth = 0
        self._open: set[str] = set()
        self._known: dict[str, tuple[Any, int]] = {}

    def resolve(self, value: Any) -> Any:
        """The value with its variables resolved, at the same places."""
        self._spend(1)
        if self._depth > _DEEPEST:
            raise _too_much(self.root.file)
        self._depth += 1
        try:
            if isinstance(value, Table):
                return value.like({key: self.resolve(each) for key, each in value.items()})
            if isinstance(value, Items):
                return value.like([self.resolve(each) for each in value])
            return self._text(value) if type(value) is str else value
        finally:
            self._depth -= 1

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent > MOST:
            raise _too_much(self.root.file)

    def _text(self, text: str) -> Any:
        if "#{AWS::" in text:
            text, pseudo = text.replace("#{AWS::", "${AWS::"), True
        else:
            pseudo = False
        if self._marks.opening not in text and not pseudo:
            return text
        found = [piece for piece in parts(text, self._marks) if piece != (False, "")]
        if len(found) == 1 and found[0][0]:
            return self._shown(self._variable(found[0][1]))
        values = [self._variable(piece) if inside else piece for inside, piece in found]
        if pseudo:
            values = [each for value in values for each in elsewhere.pseudo_parts(value)]
        made = self._joined(text, values)
        self._spend(1 + len(made) // 256)
        return made

    @staticmethod
    def _shown(value: Any) -> Any:
        return Open.of([value]) if isinstance(value, Gap) else value

    def _joined(self, text: str, values: list[Any]) -> str:
        if any(isinstance(value, Mapping | list) for value in values):
            why = "a table or a list stands in the middle of a text"
            return Open.of([Gap(text, "unknown", text, why, "Write the text itself.")])
        if any(isinstance(value, Gap | Open) for value in values):
            return Open.of(values)
        made = "".join(plain(value) for value in values)
        if len(made) > _LONGEST:
            raise _too_much(self.root.file)
        return made

    def _variable(self, inner: str) -> Any:
        """What `${inner}` stands for: the first alternative that has a value."""
        gap: Gap | None = None
        for each in alternatives(inner):
            value = self._alternative(each)
            if not isinstance(value, Gap):
                if gap and gap.why != "undefined":
                    self.defaults[inner] = plain(value)
                return value
            if value.why == "secret":
                return value
            # What is known to be somewhere says more than what nothing defines.
            gap = value if gap is None or gap.why == "undefined" else gap
        return gap or Gap(inner, "undefined", inner, "it is empty", "")

    def _alternative(self, text: str) -> Any:
        plain_value = literal(text)
        if plain_value is not None:
            return plain_value[0]
        nested = self._text(text) if self._marks.opening in text else text
        if not isinstance(nested, str):
            return nested
        whole = text.startswith(self._marks.opening) and text.endswith(self._marks.closing)
        if whole and len(list(parts(text, self._marks))) == 3:
            return nested.only if isinstance(nested, Open) and nested.only else nested
        if isinstance(nested, Open):
            gap = nested.gaps[0]
            why = f"it depends on ${{{gap.expression}}}, which is not known"
            return Gap(text, "undefined", gap.name, why, gap.fix)
        source = source_of(nested)
        if source is None:
            return Gap(text, "undefined", text, "this is no variable of Serverless", "Correct it.")
        return self._value(nested, source)

    def _value(self, text: str, source: Source) -> Any:
        own = _OWN.get(source.name)
        if own is None:
            return elsewhere.gap(text, source)
        try:
            return own(self, text, source)
        except ProblemsFound as found:
            problem = found.problems[0]
            if problem.code == _TOO_MUCH:
                raise
            return Gap(text, "undefined", text, f"{problem.where}: {problem.message}", problem.fix)

    def _self(self, text: str, source: Source) -> Any:
        address = source.address
        if address == "provider.stage":
            return self.stage
        if address == "provider.region" and self.asked.options.get("region"):
            return self.asked.options["region"]
        if address == "provider.region" and not self._says_region():
            return _REGION
        self.used.add(".".join(address.split(".")[:2]))
        return self._walk(text, self.root, address.split(".") if address else [], f"self:{address}")

    def _says_region(self) -> bool:
        provider = self.root.get("provider")
        return isinstance(provider, str) or (isinstance(provider, Mapping) and "region" in provider)

    def _construct(self, text: str, source: Source) -> Any:
        name, _, attribute = source.address.partition(".")
        found = lift.reference(name, attribute)
        return elsewhere.gap(text, source) if found is None else found

    def _file(self, text: str, source: Source) -> Any:
        path = source.argument
        suffix = Path(path).suffix.lower()
        if suffix in _SCRIPTS:
            why = f"{path} is a program, and none of the project's is run"
            fix = "Put its values in a YAML file, or import what `serverless print` shows."
            return Gap(text, "undefined", source.address or Path(path).stem, why, fix)
        if suffix not in _DATA:
            return documents.text(self.folder, path)
        data = documents.read(self.folder, path).data
        steps = source.address.split(".") if source.address else []
        return self._walk(text, data, steps, f"{path}:{source.address}")

    def _walk(self, text: str, node: Any, steps: list[str], label: str) -> Any:
        """A value below a node. Each is resolved once, and counted as often as it is used."""
        if label in self._known:
            value, size = self._known[label]
            self._spend(size)
            return value
        if label in self._open:
            return Gap(text, "undefined", label, "it refers to itself", "Write the value itself.")
        self._open.add(label)
        before = self._spent
        try:
            value = self._below(text, node, steps)
        finally:
            self._open.discard(label)
        if not isinstance(value, Gap):
            self._known[label] = (value, self._spent - before + 1)
        return value

    def _below(self, text: str, node: Any, steps: list[str]) -> Any:
        for step in steps:
            node = self._lazy(node) if type(node) is str else node
            if isinstance(node, Open):
                return node.gaps[0]
            if isinstance(node, Items) and step.isdigit() and int(step) < len(node):
                node = node[int(step)]
            elif isinstance(node, Table) and step in node:
                self._chosen(node, step)
                node = node[step]
            elif step == "name" and isinstance(node, str):
                # `service: shop` is the old `service: {name: shop}`.
                continue
            else:
                return _undefined(text, steps)
        if node is None:
            return _undefined(text, steps)
        value = self.resolve(node)
        return value.only if isinstance(value, Open) and value.only else value

    def _lazy(self, text: str) -> Any:
        """What a text stands for, with the variables in it as they are: a file may ask for parts of
        itself by way of the file that takes it in."""
        found = [piece for piece in parts(text, self._marks) if piece != (False, "")]
        if len(found) != 1 or not found[0][0]:
            return self._text(text)
        for each in alternatives(found[0][1]):
            nested = self._text(each) if self._marks.opening in each else each
            source = source_of(nested) if type(nested) is str else None
            node = self._node(source) if source else None
            if node is not None:
                return node
        return self._text(text)

    def _node(self, source: Source) -> Any:
        """The node of a file, or of this one, without a look at what is in it."""
        if source.name == "file" and Path(source.argument).suffix.lower() in _DATA:
            try:
                node = documents.read(self.folder, source.argument).data
            except ProblemsFound:
                return None
        elif source.name == "self":
            node = self.root
            self.used.add(".".join(source.address.split(".")[:2]))
        else:
            return None
        self._spend(1)
        for step in source.address.split(".") if source.address else ():
            node = node.get(step) if isinstance(node, Table) else None
        return node

    def _chosen(self, node: Table, step: str) -> None:
        if step == self.stage and len(node) > 1 and node.path != "params":
            self.stages.update(dict.fromkeys(key for key in node if _alike(node[key], node[step])))

    def _opt(self, text: str, source: Source) -> Any:
        if source.address == "stage":
            return self.stage
        value = self.asked.options.get(source.address)
        fix = f"Say --option {source.address}=... when you import."
        return value if value is not None else Gap(text, "undefined", source.address, _UNSAID, fix)

    def _env(self, text: str, source: Source) -> Any:
        why = "it is the shell's"
        return Gap(text, "shell", source.address, why, f"Set {source.address} in the shell.")

    def _sls(self, text: str, source: Source) -> Any:
        return self.stage if source.address == "stage" else elsewhere.gap(text, source)

    def _param(self, text: str, source: Source) -> Any:
        """https://www.serverless.com/framework/docs/guides/parameters"""
        given = self.asked.options.get(f"param.{source.address}")
        if given is not None:
            return given
        for table in (self.root.get("params"), self._params_of_stages()):
            for stage in (self.stage, "default"):
                told = table.get(stage) if isinstance(table, Mapping) else None
                told = self._text(told) if type(told) is str else told
                if isinstance(told, Mapping) and source.address in told:
                    value = self.resolve(told[source.address])
                    return value.only if isinstance(value, Open) and value.only else value
        return _undefined(text, [source.address])

    def _params_of_stages(self) -> dict[str, Any]:
        """`stages.<stage>.params` of the fourth version."""
        told = self.root.get("stages")
        tables = told.items() if isinstance(told, Mapping) else ()
        return {key: each.get("params") for key, each in tables if isinstance(each, Mapping)}

    def _aws(self, text: str, source: Source) -> Any:
        if source.address == "region":
            found = self._self("self:provider.region", Source("self", "", "provider.region"))
            if not isinstance(found, Gap):
                return found
        return elsewhere.gap(text, source)

    def _bool(self, _text: str, source: Source) -> Any:
        told = source.argument.strip().lower()
        return {"true": True, "1": True}.get(told, False)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values beside each other may be the same thing at two stages."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return bool(set(one) & set(other))
    return type(one) is type(other)


Own = Callable[[Variables, str, Source], Any]
_OWN: dict[str, Own] = {
    "self": Variables._self,
    "file": Variables._file,
    "opt": Variables._opt,
    "env": Variables._env,
    "sls": Variables._sls,
    "param": Variables._param,
    "aws": Variables._aws,
    "construct": Variables._construct,
    "strToBool": Variables._bool,
}
"""Sources that the project itself can answer."""
_UNSAID = "it is an option of the command line that was not said"
_REGION = "us-east-1"
"""The framework's own, where the file says none."""
_TOO_MUCH = "too-many-variables"


def _undefined(text: str, steps: list[str]) -> Gap:
    fix = "Correct it in the file, or write the value in the configuration."
    return Gap(text, "undefined", steps[-1] if steps else text, "nothing defines it", fix)


def _too_much(file: str) -> ProblemsFound:
    message = (
        f"its variables come to more than {MOST:,} values, or refer to one another too deeply."
    )
    return refused(_TOO_MUCH, file, message, "Import what `serverless print` shows.")
