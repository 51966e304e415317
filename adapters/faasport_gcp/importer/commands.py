"""Commands of gcloud that a project's files hold: scripts, Makefiles, pipelines, code in a README.

Theory. They are read as text: continued lines are joined, plain assignments of the same file stand
in for their variables, and nothing runs. A variable that is set nowhere stays as it is written.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.tree import Items, Table
from faasport.project.problem import ProblemsFound

_PATTERNS = (
    "*.sh",
    "*.bash",
    "Makefile",
    "makefile",
    "*.mk",
    "justfile",
    "*.cmd",
    "*.bat",
    "*.ps1",
    "package.json",
    "*.md",
    "*.rst",
    "*.txt",
    "cloudbuild*.y*ml",
    ".gitlab-ci.yml",
    "bitbucket-pipelines.yml",
    "azure-pipelines.yml",
    "Taskfile.y*ml",
    ".github/workflows/*.y*ml",
    ".circleci/config.yml",
)
_DOCUMENTATION = (".md", ".rst", ".txt")
_MOST = 300
_LONGEST = 16_000
"""Characters of a command, with the variables in it filled in."""
_ASSIGNED = re.compile(
    r"^\s*(?:export\s+|readonly\s+|local\s+|set\s+|-?\s*)?([A-Za-z_]\w*)\s*[:?]?=(.*)"
)
_VARIABLE = re.compile(
    r"\$\{(?P<braced>\w+)(?::?[-=](?P<default>[^{}]*))?\}|\$\((?P<make>\w+)\)|\$(?P<bare>\w+)"
)
_GROUPS = "functions|run|scheduler|pubsub"
_LINE = re.compile(
    rf"\bgcloud\s+(?:-[\w-]+(?:=\S+)?\s+(?:(?!(?:alpha|beta|{_GROUPS})\s)[^-\s]\S*\s+)?)*"
    rf"(?:alpha\s+|beta\s+)?(?:{_GROUPS})\s"
)
_COMPUTED = re.compile(r"\$\([^()]*\)")
"""What only running a command would tell: `$(gcloud config get-value project)`."""
_APART = " \t|;&'\""
# Of the private use area: no file has them, and no shell parts words by them.
_HIDDEN = {ord(char): 0xE000 + at for at, char in enumerate(_APART)}
_SHOWN = {hidden: char for char, hidden in _HIDDEN.items()}
_ENDS = (";", "&&", "||", "|", ">", ">>", "2>&1", "&", "#")


@dataclass(frozen=True)
class Command:
    """One, from `gcloud` on. `is_example` says that it stands in a documentation, where flags are
    left out that a reader knows."""

    words: tuple[str, ...]
    where: str
    file: str
    is_example: bool = False

    def begins(self, *words: str) -> bool:
        """Whether it is of this group: ("functions", "deploy")."""
        plain = [each for each in self.words if each not in ("alpha", "beta")]
        if words[0] not in plain[:8]:
            return False
        rest = plain[plain.index(words[0]) :]
        bare = [each for each in rest[: len(words) + 4] if not each.startswith("-")]
        return tuple(bare[: len(words)]) == words

    def after(self, *words: str) -> tuple[str, ...]:
        """What follows the words of the group."""
        rest = list(self.words[1:])
        for word in ("alpha", "beta", *words):
            if word in rest:
                rest.remove(word)
        return tuple(rest)


def commands(folder: Path, draft: Draft) -> list[Command]:
    """All of a project, by file and line; those of scripts before examples in a documentation."""
    found: list[Command] = []
    for path in _files(folder):
        try:
            found += _of_file(folder, path)
        except ProblemsFound as broken:
            for problem in broken.problems:
                draft.say("left", problem.where, problem.message, problem.fix)
    return sorted(found, key=lambda each: each.is_example)


def _files(folder: Path) -> list[Path]:
    """At the top, and up to two folders below."""
    found: set[Path] = set()
    for pattern in _PATTERNS:
        places = (pattern,) if "/" in pattern else (pattern, f"*/{pattern}", f"*/*/{pattern}")
        for place in places:
            found.update(folder.glob(place))
    return [each for each in sorted(found) if _is_ours(each, folder)][:_MOST]


def _is_ours(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = [
        part for part in parts[:-1] if part[0] == "." and part not in (".github", ".circleci")
    ]
    if hidden or {"node_modules", "venv", "env", "site-packages"} & set(parts):
        return False
    if not path.is_file() or path.name == "requirements.txt":
        return False
    return path.resolve().is_relative_to(folder.resolve()) and _names_gcloud(path)


def _names_gcloud(path: Path) -> bool:
    """Only such files are read at all, so that another's faults are none of ours."""
    with path.open("rb") as opened:
        start = opened.read(1_100_000)
    return b"gcloud" in start or b"deploy-cloud-functions" in start


def _of_file(folder: Path, path: Path) -> Iterator[Command]:
    if path.suffix in (".yml", ".yaml"):
        yield from _of_pipeline(documents.yaml(folder, path).data, {})
        return
    if path.suffix == ".json":
        yield from _of_pipeline(documents.json(folder, path).data, {})
        return
    file = path.relative_to(folder).as_posix()
    text = documents.text(folder, path)
    yield from _of_script(text, file, 1, {}, is_example=path.suffix in _DOCUMENTATION)


def _of_script(
    text: str, file: str, first: int, known: Mapping[str, str], *, is_example: bool = False
) -> Iterator[Command]:
    values = dict(known)
    for number, line in _joined(text):
        if len(line) > _LONGEST:
            continue
        at = _LINE.search(line)
        if at is None:
            assigned = _ASSIGNED.match(line)
            if assigned:
                name, value = assigned.groups()
                plain = _filled(value.strip().strip("\"'"), values)
                if not re.search(r"\$\(\w+\s|`", plain):
                    values.setdefault(name, plain)
            continue
        told = line[at.start() :]
        words = _words(_filled(told.partition("`")[0] if is_example else told, values))
        if words:
            where = f"{file}:{first + number}"
            yield Command(words, where, file, is_example)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what continues them: a backslash of shells, `^` and a backtick of Windows'."""
    start, parts = 0, [""]
    for number, line in enumerate(text.splitlines()):
        if parts == [""]:
            start = number
        continued = line.rstrip()
        if continued.endswith(("\\", "^", " `")):
            parts.append(continued[:-1])
            continue
        yield start, " ".join([*parts, line]).strip()
        parts = [""]
    if parts != [""]:
        yield start, " ".join(parts).strip()


def _filled(text: str, values: Mapping[str, str]) -> str:
    left = _LONGEST

    def value(found: re.Match[str]) -> str:
        nonlocal left
        name = found["braced"] or found["make"] or found["bare"]
        told = values.get(name) or found["default"] or found[0]
        left -= len(told)
        return told if left > 0 else found[0]

    return _VARIABLE.sub(value, text)


def _words(text: str) -> tuple[str, ...]:
    """The words of the first command; none where its quotes do not end."""
    whole = _COMPUTED.sub(lambda found: found[0].translate(_HIDDEN), text)
    lexer = shlex.shlex(whole, posix=True, punctuation_chars=";&|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    found: list[str] = []
    try:
        for word in lexer:
            if word in _ENDS or word.startswith((";", "&&", "||", "2>", ">")):
                break
            found.append(word.strip("`,").translate(_SHOWN))
    except ValueError:
        return ()
    return tuple(word for word in found if word)


def _of_pipeline(node: Any, known: Mapping[str, str], key: Any = None, holder: Any = None) -> Any:
    """Of any YAML: lists of words that begin as a command of gcloud does, and texts that hold one.
    `substitutions`, `env` and `variables` beside them stand for their names."""
    if isinstance(node, Table):
        values = {**known, **_values(node)}
        if "deploy-cloud-functions" in str(node.get("uses", "")):
            yield _of_action(node)
        for name, each in node.items():
            yield from _of_pipeline(each, values, name, node)
    elif isinstance(node, Items):
        words = [_filled(str(each), known) for each in node if isinstance(each, str | int | float)]
        if _is_command(words, holder, key):
            start = [] if words[0] == "gcloud" else ["gcloud"]
            yield Command((*start, *words), node.where(), node.file)
            return
        for number, each in enumerate(node):
            yield from _of_pipeline(each, known, number, node)
    elif isinstance(node, str) and holder is not None and "gcloud" in node:
        line = holder.mark(key).line
        for each in _of_script(node, holder.file, line, known):
            path = holder.where(key).partition(": ")[2]
            yield Command(each.words, f"{each.where}: {path}", each.file)


def _is_command(words: list[str], holder: Any, key: Any) -> bool:
    plain = [word for word in words if word not in ("gcloud", "alpha", "beta")]
    if tuple(plain[:2]) not in (("functions", "deploy"), ("run", "deploy"), ("scheduler", "jobs")):
        return False
    step = holder if isinstance(holder, Table) else {}
    return "gcloud" in words or key == "args" or "gcloud" in str(step.get("entrypoint", ""))


def _values(node: Table) -> dict[str, str]:
    found = {}
    for name in ("substitutions", "env", "variables"):
        table = node.get(name)
        for key, value in table.items() if isinstance(table, Table) else ():
            if isinstance(value, str | int | float):
                found[str(key)] = str(value)
    return found


def _of_action(node: Table) -> Command:
    """As the command that it stands for.
    https://github.com/google-github-actions/deploy-cloud-functions
    """
    told = node.get("with")
    table = told if isinstance(told, Table) else Table()
    words = ["gcloud", "functions", "deploy", str(table.get("name", ""))]
    for key, value in table.items():
        flag = _ACTION.get(key, key.replace("_", "-"))
        if key == "name" or value is None:
            continue
        lines = [part.strip() for part in str(value).split("\n") if part.strip()]
        words.append(f"--{flag}={','.join(lines)}")
    if "event_trigger_type" not in table:
        words.append("--trigger-http")
    return Command(tuple(words), node.where(), node.file)


_ACTION = {
    "available_memory": "memory",
    "entry_point": "entry-point",
    "environment_variables": "set-env-vars",
    "env_vars": "set-env-vars",
    "env_vars_file": "env-vars-file",
    "event_trigger_type": "trigger-event-type",
    "event_trigger_resource": "trigger-resource",
    "event_trigger_pubsub_topic": "trigger-topic",
    "event_trigger_filters": "trigger-event-filters",
    "secrets": "set-secrets",
    "secret_environment_variables": "set-secrets",
    "source_dir": "source",
    "max_instance_count": "max-instances",
    "min_instance_count": "min-instances",
    "max_instance_request_concurrency": "concurrency",
    "service_timeout": "timeout",
    "service_account": "service-account",
    "project_id": "project",
}
