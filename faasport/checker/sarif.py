"""Findings and problems as SARIF 2.1.0, which code hosts show beside the lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from faasport.checker.check import Checked
from faasport.checker.finding import Finding
from faasport.checker.rule import Rule
from faasport.checker.rules import RULES
from faasport.project import version
from faasport.project.problem import Problem

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
PAGE = "docs/check.md"
_ROOT = "SRCROOT"
_PLACE = re.compile(r"(?P<file>[^:\n]+\.\w+)(?::(?P<line>\d+))?(?:: .*)?", re.DOTALL)
_PROBLEM = "problem/"

Json = dict[str, Any]


def log(checked: Checked, home: str | None = None) -> Json:
    """The whole document. `home` is where faasport's own pages are on the web, if anywhere."""
    codes = sorted({problem.code for problem in checked.problems})
    rules = [*(_rule(rule, home) for rule in RULES), *map(_problem_rule, codes)]
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    driver: Json = {"name": "faasport", "version": version.tool(), "rules": rules}
    if home:
        driver["informationUri"] = home
    results = [*map(_result, checked.findings), *map(_problem, checked.problems)]
    for result in results:
        result["ruleIndex"] = places[result["ruleId"]]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": list(_fingerprinted(results)),
            }
        ],
    }


def _rule(rule: Rule, home: str | None) -> Json:
    told = f"{rule.why}\n\n{rule.fix}"
    fenced = f"{told}\n\n```python\n{rule.fine}```\n"
    where = {"helpUri": f"{home}/{PAGE}#{rule.id.lower()}"} if home else {}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": told, "markdown": fenced},
        "defaultConfiguration": {"level": rule.severity},
        **where,
    }


def _problem_rule(code: str) -> Json:
    return {
        "id": _PROBLEM + code,
        "shortDescription": {"text": f"Packaging refuses this: {code}"},
        "defaultConfiguration": {"level": "error"},
    }


def _result(each: Finding) -> Json:
    region = {"startLine": each.line, "startColumn": each.column}
    if each.last_line > each.line:
        region["endLine"] = each.last_line
    concerned = f" ({', '.join(each.targets)})" if each.targets else ""
    return {
        "ruleId": each.rule,
        "level": each.severity,
        "message": {"text": f"{each.message}{concerned} {each.fix}"},
        "locations": [_location(each.file, region)],
        "properties": {"targets": list(each.targets)},
    }


def _problem(problem: Problem) -> Json:
    """A problem at its file and line, if it has one: whatever has none is the project's."""
    found = _PLACE.fullmatch(problem.where)
    file = found["file"] if found else ""
    line = int(found["line"] or 1) if found else 1
    is_ours = file and not PurePosixPath(file).is_absolute()
    where = {"locations": [_location(file, {"startLine": line})]} if is_ours else {}
    return {
        "ruleId": _PROBLEM + problem.code,
        "level": "error",
        "message": {"text": f"{problem.where}: {problem.message} {problem.fix}".strip()},
        **where,
    }


def _location(file: str, region: Json) -> Json:
    uri = {"uri": quote(file), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": uri, "region": region}}


def _fingerprinted(results: Iterable[Json]) -> Iterator[Json]:
    """Each with what stays the same while lines above it come and go: the rule, the file, what is
    said, and its number among those that are alike."""
    seen: Counter[str] = Counter()
    for result in results:
        places = result.get("locations") or [{}]
        uri = places[0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "")
        alike = "\n".join((result["ruleId"], uri, result["message"]["text"]))
        seen[alike] += 1
        digest = hashlib.sha256(f"{alike}\n{seen[alike]}".encode()).hexdigest()
        yield {**result, "partialFingerprints": {"faasport/v1": digest}}
