"""The importer of projects on Google Cloud."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from faasport.migrator import dependencies, documents
from faasport.migrator.data_files import loose
from faasport.migrator.draft import Draft
from faasport.migrator.naming import kebab
from faasport.migrator.opened import relative
from faasport.migrator.origin import Asked
from faasport.migrator.portable import port
from faasport.migrator.python_source import Sources, sources
from faasport.project.problem import ProblemsFound
from faasport_gcp.importer import scheduler, terraform
from faasport_gcp.importer.code import MAIN, functions
from faasport_gcp.importer.commands import commands
from faasport_gcp.importer.deploy import deployments
from faasport_gcp.importer.deployment import Deployment
from faasport_gcp.importer.drafted import Functions, undeployed
from faasport_gcp.importer.servers import Server, app_engine, servers

_DEPLOYS = re.compile(rb"google_cloudfunctions|google_cloud_run")
_IGNORE = ".gcloudignore"
_SETTLED = ("env", "requirements.txt", "tests", "test", "__pycache__", "*.pyc", "*")
_MOST = 100


class Gcp:
    """Cloud Functions of both generations, Cloud Run and App Engine: by what deploys them, and by
    the decorators of the Functions Framework."""

    name: ClassVar[str] = "gcp"
    title: ClassVar[str] = "Google Cloud"

    def recognised(self, folder: Path) -> Path | None:
        """Terraform of Google's, a command of gcloud's, or a function of the framework."""
        for path in sorted(folder.rglob("*.tf"))[:_MOST]:
            if path.is_file() and _DEPLOYS.search(path.read_bytes()[:1_100_000]):
                return path
        found = commands(folder, Draft(self.name, ""))
        deploy = next((each for each in found if not each.is_example and _deploys(each)), None)
        if deploy:
            return folder / deploy.file
        for file in sources(folder).files:
            tops = {full.partition(".")[0] for full in file.imported.values()}
            if tops & {"functions_framework", "firebase_functions"}:
                return folder / file.path
        example = next((each for each in found if _deploys(each)), None)
        if example and list(folder.glob("**/main.py"))[:1]:
            return folder / example.file
        app = folder / "app.yaml"
        return app if app.is_file() and b"runtime: python" in app.read_bytes()[:100_000] else None

    def likely(self, folder: Path) -> Path | None:
        """A command that serves an application, or a main.py with functions that need nothing of
        Google's: `def hello(request)`, `def handle(event, context)`."""
        started = servers(folder, Draft(self.name, ""))
        if started:
            return folder / started[0].where.rpartition(":")[0]
        main = sources(folder).get(MAIN)
        if main is not None and any(each.is_likely for each in functions(main)):
            return folder / MAIN
        return None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:  # noqa: ARG002
        """The application. The stage is not asked for: what deploys it names none."""
        draft = Draft(self.name, relative(folder, file))
        draft.settings["name"] = kebab(folder.resolve().name)
        found = sources(folder)
        told = commands(folder, draft)
        of_terraform, jobs = terraform.read(folder, draft)
        all_of = _merged([*of_terraform, *deployments(told, folder)], draft)
        functions = Functions(draft, found)
        for each in all_of:
            if not each.is_service:
                functions.deploy(each)
        _serve(folder, all_of, functions)
        undeployed(functions, also_plain=not all_of)
        for job in [*jobs, *scheduler.jobs(told)]:
            functions.schedule(job)
        functions.route()
        _tell_unreadable(found, draft)
        _settings(folder, all_of, found, draft)
        _strictest(draft)
        port(draft)
        _processors(draft)
        return draft


def _deploys(command: object) -> bool:
    begins = getattr(command, "begins", None)
    return bool(begins and (begins("functions", "deploy") or begins("run", "deploy")))


def _merged(told: list[Deployment], draft: Draft) -> list[Deployment]:
    """Each name once: what is deployed from several places is taken from the first."""
    by_name: dict[str, Deployment] = {}
    services = {each.source for each in told if each.is_service and not each.is_example}
    for each in told:
        if each.is_service and each.is_example and each.source in services:
            continue  # the example of a README, for what a script deploys
        before = by_name.setdefault(each.name, each)
        if before is each:
            continue
        if not before.entry:
            before.entry, before.source = each.entry, before.source or each.source
        if each.is_example:
            continue
        draft.say(
            "changed" if before.table != each.table else "carried",
            each.where,
            f"{each.name!r} is deployed here too; it is imported as at {before.where}.",
            "Write what differs in `stages`." if before.table != each.table else "",
        )
    return list(by_name.values())


def _serve(folder: Path, all_of: list[Deployment], functions: Functions) -> None:
    started = servers(folder, functions.draft)
    services = [each for each in all_of if each.is_service]
    for each in services:
        functions.serve(each, _started(each, started, is_only=len(services) == 1))
    engine = app_engine(folder, functions.draft)
    if engine and not services:
        functions.serve(*engine)
        services.append(engine[0])
    if not all_of and not services:
        for server in started:
            it = Deployment(server.target or server.folder or "app", server.where, is_http=True)
            it.source = server.folder
            if server.target:
                it.entry = server.target
                it.is_http = server.signature in ("", "http")
                functions.deploy(it)
            else:
                functions.serve(it, server)


def _started(it: Deployment, started: list[Server], *, is_only: bool) -> Server | None:
    """What serves it: in its own folder; in another one only where there is no other service."""
    serving = [each for each in started if each.name]
    own = [each for each in serving if each.folder == it.source]
    return next(iter(own or (serving if is_only else [])), None)


def _strictest(draft: Draft) -> None:
    """One function answers all of HTTP there: if any keeps strangers out, all do."""
    answering = [each for each in draft.functions if each.is_carried and "http" in each.table]
    if not any("auth" in each.table for each in answering):
        return
    for each in answering:
        if "auth" not in each.table:
            each.table["auth"] = "iam"
            message = "others keep strangers out, and one unit answers all of HTTP: it does so too."
            fix = "Make it a project of its own, or check callers in the handlers."
            draft.say("changed", each.where, message, fix, function=each.name)


def _processors(draft: Draft) -> None:
    """More than one request at once needs a whole processor.
    https://cloud.google.com/functions/docs/configuring/concurrency#limitations
    """
    tables = draft.settings.get("targets", {}).get("gcp", {}).get("functions", {})
    for table in tables.values():
        if table.get("concurrency", {}).get("per_instance", 1) > 1:
            table.setdefault("cpu", 1)


def _tell_unreadable(found: Sources, draft: Draft) -> None:
    for each in found.unreadable:
        draft.say(
            "left",
            f"{each.path}:{each.line}",
            f"this is no Python 3 that can be read: {each.why}.",
            "Convert it (2to3, or by hand), and import again." if each.is_old else "Correct it.",
        )


def _settings(folder: Path, all_of: list[Deployment], found: Sources, draft: Draft) -> None:
    """What holds for the whole project."""
    regions = dict.fromkeys(each.region for each in all_of if each.region and each.region[0] != "$")
    if regions:
        draft.settings["targets"] = {"gcp": {"region": next(iter(regions))}}
    for each in all_of:
        if each.region and each.region in list(regions)[1:]:
            message = f"it was in {each.region}; one project is in one region here."
            draft.say("changed", each.where, message, "Make it a project of its own.")
    _python(all_of, draft)
    if any(each.is_carried and "timeout" not in each.table for each in draft.functions):
        message = "without --timeout a function had 60 s (a service 300 s); here it has 30 s."
        fix = "Write `timeout`, for the project or for a function."
        draft.say("changed", draft.file, message, fix)
    _ignored(folder, draft)
    broken = [each.path for each in found.unreadable]
    draft.settings["exclude"] = [*draft.settings.get("exclude", []), *broken]
    draft.settings["include"] = loose(folder, found)
    places = sorted({each.path.rpartition("/")[0] for each in found.files} - {""})
    dependencies.gather(folder, [f"{each}/requirements.txt" for each in places], draft)
    draft.settings = {key: value for key, value in draft.settings.items() if value}


def _python(all_of: list[Deployment], draft: Draft) -> None:
    """Of `python312`; an older one than faasport has is not kept."""
    told = sorted({each.runtime for each in all_of if re.fullmatch(r"python3\d+", each.runtime)})
    if not told:
        return
    newest = max(int(each.removeprefix("python3")) for each in told)
    if newest >= 10:
        draft.settings["python"] = f"3.{newest}"
    if len(told) > 1 or newest < 10:
        now = draft.settings.get("python", "3.13")
        where = next(each.where for each in all_of if each.runtime in told)
        message = f"{', '.join(told)} becomes Python {now}, for all functions."
        draft.say("changed", where, message, "Run their tests with it.")


def _ignored(folder: Path, draft: Draft) -> None:
    if not (folder / _IGNORE).is_file():
        return
    try:
        text = documents.text(folder, _IGNORE)
    except ProblemsFound as broken:
        for problem in broken.problems:
            draft.say("left", problem.where, problem.message, problem.fix)
        return
    lines = [line.strip() for line in text.splitlines()]
    plain = [line.strip("/") for line in lines if line and line[0] not in "#.!"]
    if any(line.startswith(("!", "#!include")) for line in lines):
        message = "what it includes (`#!include`) and takes back (`!`) is not carried."
        draft.say("left", _IGNORE, message, "Look at `exclude`.")
    draft.settings["exclude"] = [each for each in dict.fromkeys(plain) if each not in _SETTLED]
