"""`gcloud functions deploy` and `gcloud run deploy` → deployments.

https://cloud.google.com/sdk/gcloud/reference/functions/deploy
https://cloud.google.com/sdk/gcloud/reference/run/deploy
"""

from __future__ import annotations

import re
from pathlib import Path

from faasport.migrator import documents
from faasport.project.problem import ProblemsFound
from faasport_gcp.importer.commands import Command
from faasport_gcp.importer.deployment import Deployment
from faasport_gcp.importer.events import NoLike, listens
from faasport_gcp.importer.flags import Flags, megabytes, seconds, table

_PLACEHOLDER = re.compile(r"[<\[$]|YOUR|FUNCTION_NAME")
"""Of a name that only who deploys it knows."""
_SETTLED = (
    "account",
    "allow-unauthenticated",
    "async",
    "billing-project",
    "build-service-account",
    "configuration",
    "cpu-boost",
    "docker-registry",
    "format",
    "gen2",
    "impersonate-service-account",
    "log-level",
    "no-async",
    "no-gen2",
    "platform",
    "project",
    "quiet",
    "retry",
    "security-level",
    "serve-all-traffic-latest-revision",
    "stage-bucket",
    "trigger-location",
    "update-labels",
    "verbosity",
)
"""About the command itself, or what faasport settles in its own way."""
_SHOWING = ("main.py", "Procfile", "Dockerfile", "requirements.txt", "pyproject.toml")
"""Files that show a folder to be deployed by itself."""
_INGRESS = {
    "all": "all",
    "internal-only": "internal",
    "internal": "internal",
    "internal-and-gclb": "internal-and-load-balancer",
    "internal-and-cloud-load-balancing": "internal-and-load-balancer",
}
_LEFT = {
    "service-account": "its service account: each function has one of its own here.",
    "run-service-account": "its service account: each function has one of its own here.",
    "vpc-connector": "its VPC connector.",
    "egress-settings": "where its traffic leaves.",
    "network": "its network.",
    "subnet": "its network.",
    "add-cloudsql-instances": "its connection to Cloud SQL.",
    "set-cloudsql-instances": "its connection to Cloud SQL.",
    "kms-key": "its key of KMS.",
    "trigger-service-account": "the account that calls it: each has one of its own here.",
    "port": "its port.",
    "image": "its image: faasport packages the sources.",
    "command": "its command.",
    "args": "its arguments.",
}


def deployments(found: list[Command], folder: Path) -> list[Deployment]:
    """All, in their order."""
    made = []
    for command in found:
        if command.begins("functions", "deploy"):
            made.append(_function(command, folder))
        elif command.begins("run", "deploy"):
            made.append(_service(command, folder))
    for each in made:
        if _PLACEHOLDER.search(each.name):
            each.name = each.entry or ("app" if each.is_service else "")
        if _PLACEHOLDER.search(each.region):
            each.region = ""
    return [each for each in made if each.name]


def _function(command: Command, folder: Path) -> Deployment:
    flags = Flags(command.after("functions", "deploy"))
    it = _common(command, flags, folder)
    it.entry = flags.get("entry-point", "function", "run-function")
    it.is_http = flags.has("trigger-http")
    if flags.get("build-env-vars-file", "set-build-env-vars", "update-build-env-vars"):
        it.say("left", "variables of the build: faasport's build takes none.")
    _listen(flags, it)
    _access(flags, it, command)
    return _told(flags, it)


def _service(command: Command, folder: Path) -> Deployment:
    flags = Flags(command.after("run", "deploy"))
    it = _common(command, flags, folder)
    it.is_http = True
    target = flags.get("function")
    it.entry, it.is_service = target, not target
    _access(flags, it, command)
    return _told(flags, it)


def _common(command: Command, flags: Flags, folder: Path) -> Deployment:
    name = flags.plain[0] if flags.plain else ""
    it = Deployment(name, f"{command.where}", is_example=command.is_example)
    it.runtime = flags.get("runtime", "base-image")
    it.region = flags.get("region", "regions")
    it.source = _source(flags.get("source", "local-path"), command, folder)
    memory = megabytes(flags.get("memory"))
    if memory:
        it.table["memory"] = memory
    timeout = seconds(flags.get("timeout"))
    if timeout:
        it.table["timeout"] = timeout
    for name, key in (("max-instances", "max"), ("min-instances", "min")):
        count = flags.get(name)
        if count.isdigit() and not (key == "max" and count == "0"):
            it.table.setdefault("concurrency", {})[key] = int(count)
    each = flags.get("concurrency")
    if each.isdigit() and int(each):
        it.table.setdefault("concurrency", {})["per_instance"] = int(each)
    for told in flags.all("set-env-vars", "update-env-vars"):
        it.environment(dict(table(told)))
    _env_file(flags.get("env-vars-file"), it, command, folder)
    for told in flags.all("set-secrets", "update-secrets"):
        it.secrets(dict(table(told)))
    return it


def _source(told: str, command: Command, folder: Path) -> str:
    """A folder of the project: as the command says it from the top, or from where its file is;
    one that holds something to deploy, if any does."""
    if "://" in told or told.startswith(("/", "~")):
        return ""
    here = Path(command.file).parent
    found = []
    for start in (Path(), here, here.parent):
        try:
            path = (folder / start / (told or ".")).resolve().relative_to(folder.resolve())
        except (ValueError, OSError):
            continue
        if (folder / path).is_dir():
            found.append("" if path == Path() else path.as_posix())
    wanted = _SHOWING if told else _SHOWING[:1]
    holding = [each for each in found if any((folder / each / name).is_file() for name in wanted)]
    return next(iter(holding or (found if told else ())), "")


def _env_file(told: str, it: Deployment, command: Command, folder: Path) -> None:
    if not told:
        return
    for path in (told, f"{Path(command.file).parent}/{told}", f"{it.source}/{told}"):
        try:
            values = documents.yaml(folder, path).table
        except ProblemsFound:
            continue
        it.environment({key: str(values.mark(key).written or each) for key, each in values.items()})
        return
    it.say("left", f"the variables of {told!r}, which cannot be read here.", "Write `env`.")


def _listen(flags: Flags, it: Deployment) -> None:
    filters: dict[str, str] = {}
    for told in flags.all("trigger-event-filters", "trigger-event-filters-path-pattern"):
        filters.update(table(told))
    kind = flags.get("trigger-event", "trigger-event-type") or filters.pop("type", "")
    resource = flags.get("trigger-resource")
    topic, bucket = flags.get("trigger-topic"), flags.get("trigger-bucket")
    if topic:
        kind, resource, filters = "google.pubsub.topic.publish", topic, {}
    elif bucket:
        kind, resource, filters = "google.storage.object.finalize", bucket, {}
    if not kind:
        return
    try:
        it.hear(listens(kind, filters, resource))
    except NoLike as fault:
        it.refuse(fault)


def _access(flags: Flags, it: Deployment, command: Command) -> None:
    """A deployment that says nothing, and asks nobody, keeps strangers out.
    https://cloud.google.com/functions/docs/securing/managing-access-iam#allowing_unauthenticated_http_function_invocation
    """
    if not it.is_http:
        flags.has("allow-unauthenticated")
        return
    if flags.has("no-allow-unauthenticated"):
        it.table["auth"] = "iam"
    elif not flags.has("allow-unauthenticated") and not command.is_example:
        it.table["auth"] = "iam"
        it.say(
            "changed",
            "the command does not say --allow-unauthenticated: only whom IAM allows may call it.",
            'If everybody may, write auth = "public".',
        )
    ingress = _INGRESS.get(flags.get("ingress-settings", "ingress"), "all")
    if ingress != "all":
        it.say("left", "where calls may come from.", f'Write targets.gcp.ingress = "{ingress}".')


def _told(flags: Flags, it: Deployment) -> Deployment:
    for name in flags.left:
        if name in _SETTLED or name.startswith("clear-"):
            continue
        value = flags.get(name)
        why = _LEFT.get(name, "faasport does not know this flag.")
        it.say("left", f"--{name}{f'={value}' if value else ''}: {why}")
    return it
