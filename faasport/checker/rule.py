"""A rule: what it is about, how it is found, and an example of either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faasport.checker.finding import Severity

if TYPE_CHECKING:
    import ast

    from faasport.checker.code import Code
    from faasport.checker.module import Module


@dataclass(frozen=True)
class Hit:
    """A place that a rule objects to. `targets` are those that it concerns; None means all."""

    module: Module
    node: ast.AST
    message: str
    targets: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Rule:
    """`found` and `fine` are modules of handlers with the fault and without it; `config` are lines
    of `[tool.faasport]` that both stand under. They are shown in docs/check.md, and tested."""

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    check: Callable[[Code], Iterator[Hit]]
    found: str
    fine: str
    config: str = ""
