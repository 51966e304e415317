"""What starts a service of Cloud Run or App Engine: a Procfile, a Dockerfile, an app.yaml.

https://cloud.google.com/run/docs/quickstarts/build-and-deploy/deploy-python-service
https://cloud.google.com/appengine/docs/standard/reference/app-yaml
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.reader import Reader
from faasport.project.problem import ProblemsFound
from faasport_gcp.importer.deployment import Deployment

_SERVERS = ("gunicorn", "uvicorn", "hypercorn", "waitress-serve", "daphne", "granian")
_APPLICATION = re.compile(r"(?P<module>[A-Za-z_][\w./]*):(?P<name>[A-Za-z_]\w*)(?P<call>\(.*\))?")
_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
_ASYNC = re.compile(r"uvicorn|hypercorn|daphne")
_INTERPRETER = re.compile(r"python[\d.]*")
_FILES = ("Procfile", "Dockerfile")
_APP = "app.yaml"


@dataclass(frozen=True)
class Server:
    """A command that serves an application (`module:name`), or a function of the framework."""

    where: str
    folder: str
    module: str = ""
    name: str = ""
    target: str = ""
    signature: str = ""
    is_factory: bool = False
    is_async: bool = False


def servers(folder: Path, draft: Draft) -> list[Server]:
    """Those of the project's files, at its top and one folder below."""
    found: list[Server] = []
    for name in _FILES:
        for path in sorted([*folder.glob(name), *folder.glob(f"*/{name}")]):
            file = path.relative_to(folder).as_posix()
            try:
                text = documents.text(folder, path)
            except ProblemsFound as broken:
                for problem in broken.problems:
                    draft.say("left", problem.where, problem.message, problem.fix)
                continue
            entry = ""
            for number, line in enumerate(text.replace("\\\n", " \n").splitlines(), 1):
                # https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact
                entry = line if line.startswith("ENTRYPOINT") else entry
                whole = f"{entry} {line[3:]}" if entry and line.startswith("CMD") else line
                found += _server(whole, f"{file}:{number}", _place(file), folder)
    return found


def _place(file: str) -> str:
    return file.rpartition("/")[0]


def _server(line: str, where: str, place: str, folder: Path) -> Iterator[Server]:
    plain = re.sub(r"[\[\],]", " ", line) if '"' in line and "[" in line else line
    try:
        told = shlex.split(plain, comments=True)
        # What a shell is given whole: `sh -c "exec gunicorn main:app"`.
        words = [part for word in told for part in (shlex.split(word) if " " in word else [word])]
    except ValueError:
        return
    bare = [word.rpartition("/")[2] for word in words]
    if any(word.startswith("functions-framework") for word in bare):
        target, signature = _option(words, "--target"), _option(words, "--signature-type")
        source = _option(words, "--source")
        file = f"{place}/{source}".lstrip("/") if source else ""
        yield Server(where, place, file, "", target or "function", signature)
        return
    if not any(word in _SERVERS for word in bare):
        yield from _run(bare, words, where, place, folder)
        return
    start = next(number for number, word in enumerate(bare) if word in _SERVERS)
    is_async = bool(_ASYNC.search(line))
    for word in words[start + 1 :]:
        found = _APPLICATION.fullmatch(word)
        if found and found["module"] not in ("http", "https", "unix", "localhost"):
            is_factory = bool(found["call"]) or "--factory" in words
            yield Server(
                where,
                place,
                found["module"],
                found["name"],
                is_factory=is_factory,
                is_async=is_async,
            )
            return
    for word in words[start + 1 :]:  # gunicorn's default, as in `gunicorn mysite.wsgi`
        if _MODULE.fullmatch(word) and _is_file(folder, place, f"{word.replace('.', '/')}.py"):
            yield Server(where, place, word, "application", is_async=is_async)
            return


def _run(
    bare: list[str], words: list[str], where: str, place: str, folder: Path
) -> Iterator[Server]:
    """`fastapi run app/main.py`, or `python main.py`, where the application starts a server."""
    starts = [n for n, word in enumerate(bare) if word == "fastapi" or _INTERPRETER.fullmatch(word)]
    for word in words[starts[0] + 1 :] if starts else ():
        if word.endswith(".py") and _is_file(folder, place, word):
            path = folder / place / word
            if re.search(rb"^app\b[^=\n]*=[^=]", path.read_bytes()[:400_000], re.MULTILINE):
                yield Server(where, place, word.removesuffix(".py"), "app")
            return


def _is_file(folder: Path, place: str, name: str) -> bool:
    return (folder / place / name).is_file()


def _option(words: list[str], name: str) -> str:
    for number, word in enumerate(words):
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
        if word == name and number + 1 < len(words):
            return words[number + 1]
    return ""


def app_engine(folder: Path, draft: Draft) -> tuple[Deployment, Server] | None:
    """The service of an app.yaml, and what starts it: `main:app` unless it says more."""
    if not (folder / _APP).is_file():
        return None
    reader = Reader(documents.yaml(folder, _APP).table)
    it = Deployment(reader.take("service", str, "default"), f"{_APP}:1", is_http=True)
    it.runtime, it.is_service = reader.take("runtime", str, ""), True
    variables = reader.section("env_variables")
    it.environment({key: variables.take(key, str, "") for key in variables.table})
    scaling = reader.section("automatic_scaling")
    for key, ours in (("max_instances", "max"), ("min_instances", "min")):
        count = scaling.take(key, int)
        if count:
            it.table.setdefault("concurrency", {})[ours] = count
    for key, why in _LEFT.items():
        if reader.take(key) is not None:
            draft.say("left", reader.where(key), why)
    entry = reader.take("entrypoint", str, "")
    served = list(_server(entry, reader.where("entrypoint"), "", folder))
    reader.ignore("env", "service_account", "app_engine_apis", "instance_class", "threadsafe")
    reader.ignore("api_version", "application", "version", "runtime_config", "skip_files")
    reader.tell(draft)
    return it, served[0] if served else Server(reader.where("runtime"), "", "main", "app")


_LEFT = {
    "handlers": "static files and paths of App Engine's front: answer them in the application.",
    "inbound_services": "services of App Engine's first generation.",
    "basic_scaling": "how it scales is `concurrency` of a function here.",
    "manual_scaling": "how it scales is `concurrency` of a function here.",
    "vpc_access_connector": "its VPC connector.",
    "beta_settings": "its connection to Cloud SQL.",
    "resources": "its processors and memory: write `memory`.",
    "libraries": "libraries of App Engine's first generation: write them in requirements.txt.",
    "default_expiration": "about static files, which nothing here serves.",
}
