"""CloudFormation's functions, as far as templates of ours have them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Look = Callable[[str, str], Any]
"""The value of a name, or of one of its attributes."""
_NAMED = re.compile(r"\$\{([^!}][^}]*)\}")
NOTHING = object()


def resolved(value: Any, look: Look) -> Any:
    """With all functions worked out; what is AWS::NoValue is left out."""
    if isinstance(value, Mapping):
        if len(value) == 1:
            ((key, argument),) = value.items()
            if key == "Ref" or key.startswith("Fn::"):
                return FUNCTIONS[key](argument, look)
        worked = {key: resolved(each, look) for key, each in value.items()}
        return {key: each for key, each in worked.items() if each is not NOTHING}
    if isinstance(value, list):
        return [worked for each in value if (worked := resolved(each, look)) is not NOTHING]
    return value


def references(value: Any) -> Iterator[str]:
    """The names that it speaks of."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "Ref":
                yield each
            elif key == "Fn::GetAtt":
                yield each[0] if isinstance(each, list) else each.partition(".")[0]
            elif key == "Fn::Sub":
                text, own = each if isinstance(each, list) else (each, {})
                yield from (name.partition(".")[0] for name in _NAMED.findall(text))
                yield from references(list(own.values()))
            else:
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def _ref(name: str, look: Look) -> Any:
    return NOTHING if name == "AWS::NoValue" else look(name, "")


def _attribute(argument: Any, look: Look) -> Any:
    name, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
    return look(name, attribute)


def _sub(argument: Any, look: Look) -> str:
    text, own = argument if isinstance(argument, list) else (argument, {})

    def put(found: re.Match[str]) -> str:
        name, _, attribute = found[1].partition(".")
        return str(resolved(own[name], look) if name in own else look(name, attribute))

    return _NAMED.sub(put, text).replace("${!", "${")


def _join(argument: Any, look: Look) -> str:
    between, parts = argument
    return between.join(str(each) for each in resolved(parts, look))


FUNCTIONS: Mapping[str, Callable[[Any, Look], Any]] = {
    "Ref": _ref,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": lambda argument, look: resolved(argument[1], look)[int(argument[0])],
    "Fn::Split": lambda argument, look: resolved(argument[1], look).split(argument[0]),
}
