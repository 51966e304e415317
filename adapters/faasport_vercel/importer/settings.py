"""The rest of a vercel.json: memory and time of functions, builds, environment, regions.

https://vercel.com/docs/project-configuration
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.naming import kebab
from faasport.migrator.plain import looks_secret, path_of
from faasport.migrator.python_source import Sources
from faasport.migrator.reader import Reader
from faasport.project.config import ENV_NAME
from faasport_vercel.importer import queues
from faasport_vercel.importer.files import served
from faasport_vercel.importer.functions import Deployed, Functions

_PYTHON = ("@vercel/python", "@now/python", "@vercel/python-wsgi", "@now/python-wsgi")
_STATIC = ("@vercel/static", "@now/static", "@vercel/static-build", "@now/static-build")
LONGEST = 800
"""Seconds, on the largest plan. https://vercel.com/docs/functions/limitations#max-duration"""

_SETTLED = ("$schema", "version", "framework", "installCommand", "public", "scope", "alias")
"""What is settled by packaging itself, or is about an account on Vercel."""
_EDGE = {
    "cleanUrls": "it is about static files, which nothing here serves.",
    "trailingSlash": "the edge redirected paths by it; a route here is exactly its path.",
    "images": "the edge resized images, and there is no edge here.",
    "buildCommand": "faasport runs no command of the project's.",
    "outputDirectory": "it is about static files, which nothing here serves.",
    "devCommand": "faasport runs no command of the project's.",
    "ignoreCommand": "faasport runs no command of the project's.",
    "git": "which branches are deployed is for your pipeline to say.",
    "github": "which branches are deployed is for your pipeline to say.",
    "build": "what builds is told by packaging itself.",
    "functionFailoverRegions": "another platform has no such list of regions.",
    "fluid": "how many requests an instance takes is `concurrency` here.",
    "bunVersion": "faasport runs Python alone.",
    "experimentalServices": "several services of one repository are several projects here.",
}
"""Keys with no like, and why."""


def builds(reader: Reader, folder: Path, found: Sources, functions: Functions) -> bool:
    """`builds`, the older way to say which files are functions; whether it is used."""
    told = reader.readers("builds")
    for each in told:
        use, source = each.take("use", str, ""), each.take("src", str, "")
        where = each.where("src")
        builder = re.sub(r"(?<=.)@.*$", "", use)
        if builder in _PYTHON:
            paths = [file.path for file in found.files if _fits(file.path, source)]
            paths += [file.path for file in found.unreadable if _fits(file.path, source)]
            for path in paths:
                functions.add(path, [_asked_for(path, found)])
            if not paths:
                functions.draft.say("left", where, f"{source!r} names no Python file here.")
            _config(each.section("config"), functions, paths)
        elif builder in _STATIC:
            message = f"{source!r} is built or served as static files, which nothing here does."
            functions.draft.say("left", where, message, "Serve them from elsewhere.")
            each.ignore("config")
        else:
            message = f"{source!r} is built by {use}, and faasport runs Python alone."
            functions.draft.say("left", where, message, "Deploy it as before.")
            each.ignore("config")
    return bool(told)


_MOST = 50
_LONGEST = 1000
"""Patterns that one with braces stands for, and the characters of one."""


def _asked_for(path: str, found: Sources) -> str:
    """The path of a build's output: that of the file, and all of it for a whole application that
    is alone."""
    if path.startswith("api/"):
        return "/" + path
    return "/{path:path}" if served(found, path).form in ("asgi", "wsgi") else f"/{path}"


def _config(reader: Reader, functions: Functions, paths: list[str]) -> None:
    reader.ignore("maxLambdaSize", "runtime")
    for path in paths:
        it = functions.at(path)
        seconds = reader.take("maxDuration", int)
        if it and seconds:
            it.draft.table["timeout"] = seconds


def functions(reader: Reader, folder: Path, all_of: Functions) -> None:
    """`functions`: patterns of files, of which the first that fits holds."""
    section = reader.section("functions")
    settled: set[str] = set()
    for key, told in section.sections():
        fitting = [each for each in all_of.all if _fits(each.served.path, key)]
        fitting = [each for each in fitting if each.served.path not in settled]
        if not fitting:
            all_of.draft.say("left", section.where(key), f"{key!r} names no function here.")
            told.ignore(*told.keys())
        for it in fitting:
            settled.add(it.served.path)
            _function(told, it, all_of, folder)


def _function(reader: Reader, it: Deployed, functions: Functions, folder: Path) -> None:
    draft, table = functions.draft, it.draft.table
    memory = reader.take("memory", int)
    if memory:
        table["memory"] = memory
    seconds = reader.take("maxDuration")
    if seconds == "max":
        seconds = LONGEST
    if isinstance(seconds, int) and seconds > 0:
        table["timeout"] = seconds
    runtime = reader.take("runtime", str, "")
    if runtime and not runtime.startswith(_PYTHON) and not it.served.runtime:
        message = f"it was built by {runtime}, and is not now."
        draft.say("left", reader.where("runtime"), message, function=it.draft.name)
    for key, ours in (("includeFiles", "include"), ("excludeFiles", "exclude")):
        for pattern in reader.each(key):
            _globs(reader.where(key), str(pattern), ours, draft, folder)
    for key in ("regions", "architecture", "supportsCancellation"):
        if reader.take(key) is not None:
            message = f"{key!r} of one function alone has no like here."
            draft.say("left", reader.where(key), message, function=it.draft.name)
    queues.triggers(reader, it, functions)


def _globs(where: str, told: str, ours: str, draft: Draft, folder: Path) -> None:
    """`a/{b,c}/**` as two patterns. One that names nothing here is refused in `include`."""
    for pattern in _alternatives(told.removeprefix("./")):
        text = f"{pattern}/*" if pattern.endswith("**") else pattern
        if ours == "include" and not any(folder.glob(text) if _is_safe(text) else ()):
            draft.say("left", where, f"{told!r} names no file here.", "Add it to `include` later.")
            continue
        listed = draft.settings.setdefault(ours, [])
        if text not in listed:
            listed.append(text)


def _is_safe(pattern: str) -> bool:
    return bool(pattern) and not pattern.startswith("/") and ".." not in pattern.split("/")


def _alternatives(pattern: str) -> list[str]:
    """The first of them: a few braces stand for more than there are files."""
    return list(islice(_written_out(pattern), _MOST))


def _written_out(pattern: str) -> Iterator[str]:
    found = re.search(r"\{([^{}]*)\}", pattern)
    if found is None or "," not in found[1] or len(pattern) > _LONGEST:
        yield pattern
        return
    before, after = pattern[: found.start()], pattern[found.end() :]
    for one in found[1].split(","):
        yield from _written_out(before + one + after)


def _fits(path: str, pattern: str) -> bool:
    """Whether a file is one of a pattern's, as the globs of npm are read."""
    if pattern.strip("/") == path:  # `[id].py` is a name here, and no class of letters
        return True
    plain = pattern.removeprefix("./").strip("/").replace("[", "[[]")
    shapes = {plain, plain.replace("**/", ""), plain.replace("**/*", "*")}
    deep = "**" in plain or "/" not in plain
    return any(
        fnmatchcase(path, shape) and (deep or shape.count("/") == path.count("/"))
        for shape in shapes
    )


def entrypoint(folder: Path) -> str:
    """The file that `[tool.vercel] entrypoint` or `[project.scripts] app` of pyproject.toml names;
    "" if neither does. https://vercel.com/docs/functions/runtimes/python"""
    if not (folder / "pyproject.toml").is_file():
        return ""
    table = documents.toml(folder, "pyproject.toml").table
    told = table.get("tool", {}).get("vercel", {}).get("entrypoint")
    told = told or table.get("project", {}).get("scripts", {}).get("app", "")
    module = str(told).partition(":")[0].replace(".", "/")
    for path in (f"{module}.py", f"{module}/__init__.py", f"src/{module}.py"):
        if module and (folder / path).is_file():
            return path
    return ""


def project(reader: Reader, draft: Draft) -> None:
    """Keys of the whole project."""
    name = reader.take("name", str, "")
    if name:
        draft.settings["name"] = kebab(name)
    regions = [str(each) for each in reader.each("regions")]
    if regions:
        draft.settings.setdefault("targets", {})["vercel"] = {"regions": regions}
    _environment(reader, draft)
    reader.ignore(*_SETTLED)
    for key, why in _EDGE.items():
        if reader.take(key) is not None:
            draft.say("left", reader.where(key), why)


def _environment(reader: Reader, draft: Draft) -> None:
    """`env`, which names secrets by `@name`."""
    env = reader.section("env")
    secrets: dict[str, str] = {}
    plain: dict[str, str] = {}
    for key in env.keys():  # noqa: SIM118  # of a Reader: those that nobody has taken yet
        value = env.take(key, str, "")
        if not re.match(ENV_NAME, key):
            env.wrong(key, "this should be a name that a variable may have")
        elif value.startswith("@"):
            secrets[key] = value[1:]
        elif looks_secret(key, value):
            secrets[key] = path_of(key)
            message = f"the value of {key} is not copied, since it looks like a secret."
            draft.say("changed", env.where(key), message, "Put it into the platform's store.")
        else:
            plain[key] = value.replace("${", "$${")
    _put(draft.settings, {"env": plain, "secrets": secrets})


def _put(settings: dict[str, Any], tables: Mapping[str, dict[str, str]]) -> None:
    for key, table in tables.items():
        if table:
            settings.setdefault(key, {}).update(table)
