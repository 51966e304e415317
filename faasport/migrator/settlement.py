"""What targets refuse of an imported application, settled in their own tables where that can be, so
that what is written packages for every target that can carry it; what cannot be is told.

Theory. A target says of the declared functions what it refuses, and for some of that which value in
its table it would take. Settling one thing may bring up another (the largest timeout of several is
more than the platform takes), so it is asked again until it says nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import Any

from faasport.migrator import declared, shipped
from faasport.migrator.draft import Remark
from faasport.packager.target import Target
from faasport.project.config import Config
from faasport.project.problem import Problem, ProblemsFound, Remedy

_ROUNDS = 8
_FUNCTION = re.compile(r"\bfunctions\.(?P<name>[\w-]+)")
_DEFAULTS = {"memory": 512, "timeout": 30}
_VARIABLES = ("env", "secrets")

Done = tuple[str, str, str]
"""A target, a function or "" for all of them, and a key."""


def settled(
    content: Mapping[str, Any], places: Mapping[str, str]
) -> tuple[dict[str, Any], list[Remark]]:
    """The tables with what their targets want in their own, and what that changes. `places` are
    those in the source: of functions by their names, and of the whole by ""."""
    if not content.get("functions"):
        return dict(content), []
    targets = shipped.targets()
    found = _Settling(content, [each.name for each in targets])
    refused = {each.name: found.settle(each) for each in targets}
    remarks = [*_changed(found.done, places), *_refused(refused, places)]
    return found.content, remarks


class _Settling:
    """Tables on their way."""

    def __init__(self, content: Mapping[str, Any], targets: list[str]) -> None:
        self.content: dict[str, Any] = deepcopy(dict(content))
        self.done: dict[Done, Remedy] = {}
        self._names = targets

    def settle(self, target: Target) -> list[Problem]:
        """Do what can be done for one target; what it goes on refusing is returned."""
        problems: list[Problem] = []
        for _ in range(_ROUNDS):
            problems = self._problems(target)
            # The first that is said of a key: what follows from it shows in the next round.
            first: dict[tuple[str, str], Remedy] = {}
            for remedy in (each.remedy for each in problems if each.remedy):
                first.setdefault((remedy.key, _function(remedy)), remedy)
            changes = [self._apply(target.name, each) for each in first.values()]
            if not any(changes):
                break
        self._tidy(target.name)
        return problems

    def _problems(self, target: Target) -> list[Problem]:
        project = declared.project(Config.model_validate(self.content))
        try:
            return target.check(project)
        except ProblemsFound as found:
            return [*found.problems]

    def _apply(self, target: str, remedy: Remedy) -> bool:
        """Whether that changes anything."""
        if remedy.value is None:
            return self._leave_out(target, remedy)
        function = _function(remedy)
        table = self._table(target, function)
        before = _value(table, remedy.key)
        if before == remedy.value:
            return False
        if not function:
            self._keep_others(target, remedy)
        _put(table, remedy.key, remedy.value)
        self.done[target, function, remedy.key] = remedy
        return True

    def _keep_others(self, target: str, remedy: Remedy) -> None:
        """A target's lower value would also be that of functions outside the unit."""
        if remedy.key not in _DEFAULTS or not isinstance(remedy.value, int):
            return
        common: int = self.content.get(remedy.key, _DEFAULTS[remedy.key])
        told: int = self._own(target, "").get(remedy.key, common)
        if told <= remedy.value:
            return
        for name, table in self.content["functions"].items():
            own = self._own(target, name)
            if name not in remedy.functions and remedy.key not in {**table, **own}:
                self._table(target, name)[remedy.key] = told

    def _leave_out(self, target: str, remedy: Remedy) -> bool:
        """Tell a variable to the other targets alone: a table of one target takes none away."""
        group, _, name = remedy.key.partition(".")
        others = [each for each in self._names if each != target]
        gone = False
        for function in ("", *self.content["functions"]):
            table = self.content["functions"][function] if function else self.content
            gone |= _gone(self._own(target, function), group, name)
            value = table.get(group, {}).get(name)
            if value is None:
                continue
            gone |= _gone(table, group, name)
            for other in others:
                self._table(other, function).setdefault(group, {}).setdefault(name, value)
        if gone:
            self.done[target, "", remedy.key] = remedy
        return gone

    def _tidy(self, target: str) -> None:
        """No value of a function's that the target's own table says as well, and no empty table."""
        tables = self.content.get("targets", {})
        found = tables.get(target, {})
        functions = found.get("functions", {})
        for name, own in functions.items():
            for key in _DEFAULTS:
                is_said = key in self.content["functions"][name]
                if not is_said and key in own and own[key] == found.get(key):
                    del own[key]
                    self.done.pop((target, name, key), None)
        if "functions" in found:
            found["functions"] = {name: own for name, own in functions.items() if own}
        for holder, key in ((found, "functions"), (tables, target), (self.content, "targets")):
            if holder.get(key) == {}:
                del holder[key]

    def _own(self, target: str, function: str) -> dict[str, Any]:
        found: dict[str, Any] = self.content.get("targets", {}).get(target, {})
        return found.get("functions", {}).get(function, {}) if function else found

    def _table(self, target: str, function: str) -> dict[str, Any]:
        """A target's table, or that of one function there."""
        found: dict[str, Any] = self.content.setdefault("targets", {}).setdefault(target, {})
        if function:
            found = found.setdefault("functions", {}).setdefault(function, {})
        return found


def _function(remedy: Remedy) -> str:
    """That of a unit with one alone: it has a table of its own."""
    return remedy.functions[0] if len(remedy.functions) == 1 else ""


def _gone(table: dict[str, Any], group: str, name: str) -> bool:
    """Take a variable out, and say whether it was there."""
    if table.get(group, {}).pop(name, None) is None:
        return False
    if not table[group]:
        del table[group]
    return True


def _value(table: Any, key: str) -> Any:
    for part in key.split("."):
        table = table.get(part) if isinstance(table, Mapping) else None
    return table


def _put(table: dict[str, Any], key: str, value: Any) -> None:
    *parts, last = key.split(".")
    for part in parts:
        table = table.setdefault(part, {})
    table[last] = value


def _changed(done: Mapping[Done, Remedy], places: Mapping[str, str]) -> Iterator[Remark]:
    """One remark for what is alike on several targets."""
    order = [*places]

    def alike(item: tuple[Done, Remedy]) -> tuple[int, str, str, str]:
        (_, function, key), remedy = item
        return order.index(function), key, str(remedy.value), remedy.why

    for (number, key, value, why), same in groupby(sorted(done.items(), key=alike), alike):
        function = order[number]
        names = _listed(target for (target, _, _), _ in same)
        became = (
            f"`{key}` is {value}"
            if key.partition(".")[0] not in _VARIABLES
            else f"{key} is left out"
        )
        yield Remark("changed", places[function], f"on {names}, {became}: {why}.", "", function)


def _refused(problems: Mapping[str, list[Problem]], places: Mapping[str, str]) -> Iterator[Remark]:
    """One remark for each function and target."""
    for target, found in problems.items():
        told: dict[str, list[Problem]] = {}
        for each in found:
            match = _FUNCTION.search(each.where)
            name = match["name"] if match and match["name"] in places else ""
            message = each.message.removeprefix(f"{name}: ")
            told.setdefault(name, []).append(replace(each, message=message))
        for name, mine in told.items():
            said = " ".join(dict.fromkeys(each.message for each in mine))
            fixes = " ".join(dict.fromkeys(each.fix for each in mine if each.fix))
            message = said if said.startswith(target) else f"{target} does not take it: {said}"
            yield Remark("left", places[name], message, fixes, name)


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
