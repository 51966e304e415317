"""The table of rules, as the page docs/check.md tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faasport.checker.rule import Rule

_HEAD = """\
# `faasport check`: what will not port

<!-- Written by faasport from its table of rules (`faasport/checker/page.py`). To renew it, run the
     tests with FAASPORT_UPDATE_GOLDEN=1. -->

```console
$ faasport check --target all
$ faasport check --target aws --target gcp --strict --sarif check.sarif
```

It makes nothing and uploads nothing; it tells

- every *problem* for which `faasport package` would refuse the project: its configuration, its
  declarations, and what each target lacks or limits;
- declarations that are beyond a row of the [limits](limits.md), also of those that only the
  platform itself would refuse;
- *findings* in your code, each with its rule, its line, why, and what to do.

How large an artifact becomes is known once the wheels are there: `faasport package` tells that.
Your modules are imported, in a process of their own, as they are for packaging.

| option | |
|---|---|
| `--target NAME` | a platform, or `all`; a finding that concerns none of these is not told |
| `--strict` | warnings fail, too |
| `--json` | `{"ok", "findings", "problems", "warnings"}` on standard output |
| `--sarif FILE` | SARIF 2.1.0 for code hosts; `-` is standard output |
| `--stage NAME`, `--project DIR` | as everywhere |

The exit code is 1 if there is any problem, or a finding that is an error, and 0 if there is not.
A *warning* is almost always a fault; a *note* is a cost that you may well accept.

A finding holds for a *handler's code*: functions that a declaration leads to, by names that are
certain. What a test or a script alone calls is not looked at, and nothing is guessed: what is not
found here may yet be wrong.

## Ignoring

A comment on any line of a statement keeps a rule from it; of one with a body, of its head. One that
keeps nothing back, for whatever target, is told itself.

```py
client = connect()  # faasport: ignore[FP041]
write(request.native, "/srv/log")  # faasport: ignore[FP013, FP021]
```

The configuration leaves a rule out for the project, or for some files:

```toml
[tool.faasport.check]
ignore = ["FP033"]
per_file_ignores = { "tools/*.py" = ["FP021"] }
```

## Rules
"""


def markdown(rules: Iterable[Rule]) -> str:
    """The whole page."""
    every = list(rules)
    lines = [_HEAD, "| rule | | |", "|---|---|---|"]
    lines += [
        f"| [{each.id}](#{each.id.lower()}) | {each.severity} | {each.title} |" for each in every
    ]
    for each in every:
        lines += _section(each)
    return "\n".join([*lines, ""])


def _section(rule: Rule) -> Iterator[str]:
    yield from (
        "",
        f"### {rule.id}",
        "",
        f"**{rule.title}** ({rule.severity})",
        "",
        rule.why,
        rule.fix,
    )
    if rule.config:
        yield from ("", "With this in the configuration:", "", "```toml", "[tool.faasport]")
        yield from (rule.config, "```")
    yield from (
        "",
        "Found:",
        "",
        f"```py\n{rule.found}```",
        "",
        "Fine:",
        "",
        f"```py\n{rule.fine}```",
    )
