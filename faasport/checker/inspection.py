"""Files in, findings out: every rule over the code, less what comments and tables ignore."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch

from faasport.checker.code import Code, Surroundings
from faasport.checker.finding import Finding
from faasport.checker.rule import Hit, Rule
from faasport.checker.rules import RULES, UNREADABLE, UNUSED
from faasport.checker.source import Source, Unreadable, parsed
from faasport.checker.suppression import Ignores

BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True)
class Ignored:
    """What `[tool.faasport.check]` leaves out: for every file, and for those of a pattern."""

    everywhere: Sequence[str] = ()
    by_pattern: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def covers(self, rule: str, file: str) -> bool:
        return rule in self.everywhere or any(
            rule in ids for pattern, ids in self.by_pattern.items() if fnmatch(file, pattern)
        )


NOTHING = Ignored()


class Inspection:
    """Files by their path below the sources' folder; `prefix` leads from the project to that."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        around: Surroundings,
        ignored: Ignored = NOTHING,
        prefix: str = "",
    ) -> None:
        self.names = sorted(path for path in files if path.endswith(".py"))
        read = [parsed(prefix + path, _module(path), files[path]) for path in self.names]
        self._sources = [each for each in read if isinstance(each, Source)]
        self._unreadable = [each for each in read if isinstance(each, Unreadable)]
        self._ignored = ignored
        self.code = Code(self._sources, around)

    def findings(self) -> list[Finding]:
        """What is found, in the order of files and lines."""
        around = self.code.around
        ignores = {source.file: Ignores(source.text) for source in self._sources}
        findings = [_unreadable(each, around) for each in self._unreadable]
        found = dict.fromkeys(each for rule in RULES for each in _findings(rule, self.code))
        findings += [each for each in found if not _is_kept_back(each, ignores)]
        self._note_others(ignores)
        for file, comments in ignores.items():
            findings += _idle(file, comments, around)
        kept = [each for each in findings if not self._ignored.covers(each.rule, each.file)]
        return sorted(kept, key=lambda each: each.place)

    def _note_others(self, ignores: Mapping[str, Ignores]) -> None:
        """What concerns only targets that are not asked for now is not idle for that."""
        around = self.code.around
        idle = any(True for each in ignores.values() for _ in each.faults(BY_ID))
        if not idle or len(around.wanted) == len(around.installed):
            return
        code = Code(self._sources, replace(around, wanted=around.installed))
        for each in (each for rule in RULES for each in _findings(rule, code)):
            _is_kept_back(each, ignores)


def _is_kept_back(each: Finding, ignores: Mapping[str, Ignores]) -> bool:
    return ignores[each.file].keeps(each.rule, each.first_line, each.last_line)


def _module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def _findings(rule: Rule, code: Code) -> Iterator[Finding]:
    for hit in rule.check(code):
        targets = code.around.names if hit.targets is None else hit.targets
        # A finding that concerns none of the wanted targets is none.
        if targets or not code.around.names:
            yield finding(rule, hit, targets)


def finding(rule: Rule, hit: Hit, targets: tuple[str, ...]) -> Finding:
    line, column = _start(hit)
    first, last = _extent(hit, line)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        file=hit.module.file,
        line=line,
        column=column,
        message=hit.message,
        why=rule.why,
        fix=rule.fix,
        targets=targets,
        first_line=first,
        last_line=last,
    )


def _start(hit: Hit) -> tuple[int, int]:
    line, column = getattr(hit.node, "lineno", 1), getattr(hit.node, "col_offset", 0)
    lines = hit.module.lines
    before = lines[line - 1].encode()[:column] if line <= len(lines) else b""
    return line, len(before.decode("utf-8", "replace")) + 1


def _extent(hit: Hit, line: int) -> tuple[int, int]:
    """The first and the last line of the statement; of one with a body, of its head."""
    statement = hit.module.statement(hit.node)
    if statement is None:
        return line, line
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min([line, statement.lineno, *(each.lineno for each in decorators)])
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        head: ast.stmt = body[0]
        return first, max(line, head.lineno - 1)
    return first, max(line, statement.end_lineno or line)


def _unreadable(each: Unreadable, around: Surroundings) -> Finding:
    return Finding(
        rule=UNREADABLE.id,
        severity=UNREADABLE.severity,
        file=each.file,
        line=each.line,
        column=each.column,
        message=each.message,
        why=UNREADABLE.why,
        fix=UNREADABLE.fix,
        targets=around.names,
    )


def _idle(file: str, comments: Ignores, around: Surroundings) -> Iterator[Finding]:
    for comment, message in comments.faults(BY_ID):
        yield Finding(
            rule=UNUSED.id,
            severity=UNUSED.severity,
            file=file,
            line=comment.line,
            column=comment.column,
            message=message,
            why=UNUSED.why,
            fix=UNUSED.fix,
            targets=around.names,
        )
