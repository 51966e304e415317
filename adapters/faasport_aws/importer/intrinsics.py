"""CloudFormation's functions, as far as they can be told before a stack is there.

What only the service knows stays what it is, in the long form (`{"Fn::GetAtt": ["Queue", "Arn"]}`):
our own manifest for AWS is a template too, and understands it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from faasport.migrator.tree import Items, Table
from faasport.project.problem import Problem, ProblemsFound

MAX_TEXT = 100_000
"""No template says more in one value; texts that are joined again and again grow without end."""
MOST = 3_000_000
"""Characters of all texts that one template makes."""
MOST_NESTED = 60
"""Conditions that ask for one another."""
_COST = 200
"""What a name in a text counts besides its characters: each is looked up."""
PLACE = re.compile(r"\$\{(?P<kept>!)?(?P<name>[^}${]*)\}")
"""`${Name}`, `${Name.Attribute}` or `${!Kept}` of Fn::Sub."""


class _NoValue:
    """What AWS::NoValue stands for: as if the key were not there."""

    def __repr__(self) -> str:
        return "AWS::NoValue"


NO_VALUE: Final = _NoValue()


@dataclass(frozen=True)
class Reference:
    """A resource of the template, and which attribute of it; none for what `Ref` gives."""

    resource: str
    attribute: str = ""


@dataclass
class Scope:
    """What names stand for in a template: values of parameters (those that are known), mappings,
    conditions, the resources by their logical ids, and pseudo parameters (`AWS::Region`)."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    mappings: Mapping[str, Any] = field(default_factory=dict)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    resources: Mapping[str, Any] = field(default_factory=dict)
    pseudo: Mapping[str, Any] = field(default_factory=dict)
    _asking: set[str] = field(default_factory=set)
    _answers: dict[str, bool | None] = field(default_factory=dict)
    _made: int = 0

    def resolve(self, value: Any) -> Any:
        """A copy of the value, with plain values for all that is known."""
        if isinstance(value, Mapping):
            return self._table(value)
        if isinstance(value, list):
            found = [each for each in map(self.resolve, value) if each is not NO_VALUE]
            return value.like(found) if isinstance(value, Items) else found
        return value

    def _table(self, value: Mapping[Any, Any]) -> Any:
        if len(value) == 1:
            ((key, told),) = value.items()
            if key in FUNCTIONS:
                return FUNCTIONS[key](self, told)
        found = {key: self.resolve(each) for key, each in value.items()}
        kept = {key: each for key, each in found.items() if each is not NO_VALUE}
        return value.like(kept) if isinstance(value, Table) else kept

    def bounded(self, text: str) -> str:
        """A text that was made, which counts: all of them together have an end."""
        self._made += len(text)
        self._within()
        return text

    def place(self) -> None:
        """Count a name in a text."""
        self._made += _COST
        self._within()

    def _within(self) -> None:
        if self._made > MOST:
            message = f"its functions make texts of more than {MOST:,} characters."
            raise ProblemsFound([Problem("too-large", "template", message, "Correct the file.")])

    def value_of(self, name: str) -> Any:
        """Of a parameter or a pseudo parameter; the Ref itself where it is not known."""
        if name == "AWS::NoValue":
            return NO_VALUE
        known = self.pseudo if name.startswith("AWS::") else self.parameters
        return known.get(name, {"Ref": name})

    def holds(self, name: str) -> bool | None:
        """Whether a condition does, and None where it is not known."""
        if name in self._asking or name not in self.conditions:
            return None  # it asks for itself, or is not there
        if name not in self._answers:
            if len(self._asking) > MOST_NESTED:
                message = f"its conditions ask for one another {MOST_NESTED} times."
                raise ProblemsFound([Problem("too-deep", "template", message, "Correct the file.")])
            self._asking.add(name)
            try:
                self._answers[name] = self._true(self.conditions[name])
            finally:
                self._asking.discard(name)
        return self._answers[name]

    def _true(self, rule: Any) -> bool | None:
        if not isinstance(rule, Mapping) or len(rule) != 1:
            return None
        ((key, told),) = rule.items()
        if key == "Condition":
            return self.holds(told) if isinstance(told, str) else None
        if not isinstance(told, Sequence) or isinstance(told, str):
            return None
        if key == "Fn::Equals":
            sides = [self.resolve(each) for each in told]
            return str(sides[0]) == str(sides[1]) if len(sides) == 2 and known(sides) else None
        parts = [self._true(each) for each in told]
        if key == "Fn::Not" and len(parts) == 1:
            return None if parts[0] is None else not parts[0]
        if key in _DECIDING:
            decided = _DECIDING[key]
            return decided if decided in parts else None if None in parts else not decided
        return None


_DECIDING = {"Fn::And": False, "Fn::Or": True}
"""What decides each as soon as one of its parts is that."""


def known(value: Any) -> bool:
    """Whether nothing in the value waits for the service."""
    return not any(True for _ in unknown(value))


def unknown(value: Any) -> Iterator[dict[str, Any]]:
    """The functions in a value that only the service can answer."""
    if isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)) in FUNCTIONS:
            yield dict(value)
        else:
            for each in value.values():
                yield from unknown(each)
    elif isinstance(value, list):
        for each in value:
            yield from unknown(each)


def references(value: Any) -> Iterator[Reference]:
    """The resources and parameters that a resolved value names."""
    if isinstance(value, list):
        for each in value:
            yield from references(each)
    if not isinstance(value, Mapping):
        return
    match dict(value):
        case {"Ref": str(name)}:
            yield Reference(name)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            yield Reference(name, attribute)
        case {"Fn::Sub": str(text)}:
            yield from _in_text(text)
        case _:
            for each in value.values():
                yield from references(each)


def _in_text(text: str) -> Iterator[Reference]:
    for match in PLACE.finditer(text):
        if not match["kept"]:
            name, _, attribute = match["name"].strip().partition(".")
            yield Reference(name, attribute)


def referred(value: Any) -> Reference | None:
    """The one resource (or parameter) that a resolved value is a reference to, and no more."""
    if isinstance(value, Mapping) and len(value) == 1:
        match dict(value):
            case {"Fn::Sub": str(text)} if PLACE.fullmatch(text):
                return next(_in_text(text), None)
            case {"Ref": _} | {"Fn::GetAtt": _}:
                return next(references(value), None)
    return None


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A copy in which references name other logical ids."""
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    if not isinstance(value, Mapping):
        return value
    match dict(value):
        case {"Ref": str(name)}:
            return {"Ref": names.get(name, name)}
        case {"Fn::GetAtt": [str(name), attribute]}:
            return {"Fn::GetAtt": [names.get(name, name), attribute]}
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": PLACE.sub(lambda match: _renamed(match, names), text)}
        case table:
            return {key: renamed(each, names) for key, each in table.items()}


def _renamed(match: re.Match[str], names: Mapping[str, str]) -> str:
    name, dot, attribute = match["name"].strip().partition(".")
    return match[0] if match["kept"] else f"${{{names.get(name, name)}{dot}{attribute}}}"


def sub_part(value: Any) -> str | None:
    """A resolved value as part of the text of a Fn::Sub; None where it cannot be one."""
    if isinstance(value, str | int | float):
        return _text(value).replace("${", "${!")
    if isinstance(value, Mapping) and len(value) == 1:
        match dict(value):
            case {"Ref": str(name)}:
                return f"${{{name}}}"
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return f"${{{name}.{attribute}}}"
            case {"Fn::Sub": str(text)}:
                return text
    return None


def subbed(text: str) -> Any:
    """A text of Fn::Sub: itself where nothing in it is left to ask for."""
    if any(True for _ in _in_text(text)):
        return {"Fn::Sub": text}
    return text.replace("${!", "${")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ref(scope: Scope, told: Any) -> Any:
    return scope.value_of(told) if isinstance(told, str) else {"Ref": told}


def _attribute(scope: Scope, told: Any) -> Any:
    if isinstance(told, str):
        name, _, attribute = told.partition(".")
        told = [name, attribute]
    return {"Fn::GetAtt": scope.resolve(told)}


def _sub(scope: Scope, told: Any) -> Any:
    text: Any = told
    names: Any = {}
    if isinstance(told, list) and len(told) == 2:
        text, names = told
    if not isinstance(text, str) or not isinstance(names, Mapping) or len(text) > MAX_TEXT:
        return {"Fn::Sub": told}
    values = {name: scope.resolve(value) for name, value in names.items()}
    kept: dict[str, Any] = {}
    parts: list[str] = []
    end = size = 0
    for match in PLACE.finditer(text):
        name = match["name"].strip()
        scope.place()
        parts.append(text[end : match.start()])
        parts.append(match[0] if match["kept"] else _place(scope, name, values, kept))
        end = match.end()
        size += len(parts[-1]) + len(parts[-2])
        if size > MAX_TEXT:
            return {"Fn::Sub": told}
    whole = scope.bounded("".join([*parts, text[end:]]))
    return {"Fn::Sub": [whole, kept]} if kept else subbed(whole)


def _place(scope: Scope, name: str, values: Mapping[str, Any], kept: dict[str, Any]) -> str:
    value = values[name] if name in values else _named(scope, name)
    part = sub_part(value)
    if part is None:
        kept[name] = value
        return f"${{{name}}}"
    return part


def _named(scope: Scope, name: str) -> Any:
    resource, dot, attribute = name.partition(".")
    return {"Fn::GetAtt": [resource, attribute]} if dot else scope.value_of(name)


def _join(scope: Scope, told: Any) -> Any:
    resolved = scope.resolve(told)
    match resolved:
        case [str(mark), list(parts)] if len(parts) < MAX_TEXT:
            texts = [sub_part(part) for part in parts]
            whole = [text for text in texts if text is not None]
            size = sum(map(len, whole)) + len(mark) * len(parts)
            if len(whole) == len(texts) and size <= MAX_TEXT:
                return subbed(scope.bounded(mark.replace("${", "${!").join(whole)))
    return {"Fn::Join": resolved}


def _select(scope: Scope, told: Any) -> Any:
    match scope.resolve(told):
        case [index, list(items)] if str(index).isdigit() and len(str(index)) < 6:
            if int(index) < len(items):
                return items[int(index)]
    return {"Fn::Select": scope.resolve(told)}


def _split(scope: Scope, told: Any) -> Any:
    match scope.resolve(told):
        case [str(mark), str(text)] if mark:
            return scope.bounded(text).split(mark)
    return {"Fn::Split": scope.resolve(told)}


def _if(scope: Scope, told: Any) -> Any:
    match told:
        case [str(name), then, otherwise]:
            holds = scope.holds(name)
            if holds is None:
                sides = [_written(scope.resolve(each)) for each in (then, otherwise)]
                return {"Fn::If": [name, *sides]}
            return scope.resolve(then if holds else otherwise)
    return {"Fn::If": told}


def _written(value: Any) -> Any:
    return {"Ref": "AWS::NoValue"} if value is NO_VALUE else value


def _in_map(scope: Scope, told: Any) -> Any:
    match scope.resolve(told):
        case [str(name), first, second, *_]:
            table: Any = scope.mappings.get(name)
            for key in (first, second):
                table = table.get(key) if isinstance(table, Mapping) and _hashable(key) else None
            if table is not None:
                return table  # mappings hold plain values alone
    return {"Fn::FindInMap": scope.resolve(told)}


def _hashable(key: Any) -> bool:
    return isinstance(key, str | int | bool)


def _base64(scope: Scope, told: Any) -> Any:
    value = scope.resolve(told)
    if isinstance(value, str):
        return scope.bounded(base64.b64encode(value.encode()).decode())
    return {"Fn::Base64": value}


def _as_it_is(name: str) -> Callable[[Scope, Any], Any]:
    return lambda scope, told: {name: scope.resolve(told)}


FUNCTIONS: Mapping[str, Callable[[Scope, Any], Any]] = {
    "Ref": _ref,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _in_map,
    "Fn::Base64": _base64,
    **{
        name: _as_it_is(name)
        for name in ("Fn::ImportValue", "Fn::GetAZs", "Fn::Cidr", "Fn::Transform")
    },
    **{name: _as_it_is(name) for name in ("Fn::ToJsonString", "Fn::Length")},
}
"""Each by its name. What is only asked for in conditions is not among them."""
