"""Terraform of Google's provider → deployments and jobs.

https://registry.terraform.io/providers/hashicorp/google/latest/docs
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft
from faasport.migrator.reader import Reader
from faasport.migrator.terraform_values import Module, Resource, modules
from faasport_gcp.importer.deployment import Deployment
from faasport_gcp.importer.events import NoLike, last, listens
from faasport_gcp.importer.flags import megabytes, seconds
from faasport_gcp.importer.scheduler import Job

_FIRST, _SECOND = "google_cloudfunctions_function", "google_cloudfunctions2_function"
_JOB = "google_cloud_scheduler_job"
_SUPPORT = (
    "archive_file",
    "google_artifact_registry_repository",
    "google_eventarc_trigger",
    "google_project_service",
    "google_pubsub_subscription",
    "google_pubsub_topic",
    "google_secret_manager_secret",
    "google_secret_manager_secret_version",
    "google_service_account",
    "google_storage_bucket",
    "google_storage_bucket_object",
    "google_storage_bucket_notification",
    "random_id",
    "random_string",
)
"""What functions stand on, and packaging makes itself where a trigger or a secret asks for it."""
_ASIDE = ("count", "for_each", "depends_on", "provider", "lifecycle", "project", "labels")
_INVOKERS = ("allUsers", "allAuthenticatedUsers")


def read(folder: Path, draft: Draft) -> tuple[list[Deployment], list[Job]]:
    """What the Terraform of a project deploys."""
    made: list[Deployment] = []
    found: list[Job] = []
    for module in modules(folder, draft, b"google_"):
        of_module = [_deployment(each, module, draft) for each in module.of(_FIRST, _SECOND)]
        public = _public(module)
        for it, resource in zip(of_module, module.of(_FIRST, _SECOND), strict=True):
            if it.is_http and not public & {resource.name, it.name}:
                it.table["auth"] = "iam"
        made += of_module
        found += [_job(each, module, draft) for each in module.of(_JOB)]
        _tell_others(module, draft)
    return made, found


def _deployment(resource: Resource, module: Module, draft: Draft) -> Deployment:
    reader = Reader(module.resolved(resource.table))
    it = Deployment(reader.take("name", str, "") or resource.name, resource.where)
    it.name = resource.name if "${" in it.name else it.name
    it.region = _plain(reader.take("location", str, "") or reader.take("region", str, ""))
    for key in ("count", "for_each"):
        if key in resource.table:
            it.say(
                "left", f"`{key}`: one function is carried for all that it makes.", "Write them."
            )
    reader.ignore(*_ASIDE, "description", "timeouts")
    if resource.kind == _SECOND:
        _second(reader, it, resource, module)
    else:
        _first(reader, it, resource, module)
    reader.tell(draft)
    return it


def _second(reader: Reader, it: Deployment, resource: Resource, module: Module) -> None:
    build = _block(reader, "build_config")
    it.runtime = build.take("runtime", str, "")
    it.entry = build.take("entry_point", str, "")
    build.ignore("source", "docker_repository", "environment_variables", "service_account")
    it.source = _source(_inner(resource, "build_config", "source", "storage_source"), module)
    service = _block(reader, "service_config")
    _service(service, it)
    memory = megabytes(service.take("available_memory", str, ""))
    _put(it, "memory", memory)
    _put(it, "timeout", service.take("timeout_seconds", int))
    service.ignore("service_account_email", "all_traffic_on_latest_revision", "available_cpu")
    service.ignore("uri", "service", "gcf_uri")
    for each in service.readers("secret_environment_variables"):
        key, secret = each.take("key", str, ""), each.take("secret", str, "")
        it.secrets({key: f"{last(secret)}:{each.take('version', str, 'latest')}"})
        each.ignore("project_id")
    event = _block(reader, "event_trigger")
    if not event.table:
        it.is_http = True
        return
    filters = {}
    for each in event.readers("event_filters"):
        filters[each.take("attribute", str, "")] = each.take("value", str, "")
        each.ignore("operator")
    kind = event.take("event_type", str, "")
    topic = event.take("pubsub_topic", str, "")
    event.ignore("trigger_region", "retry_policy", "service_account_email")
    _listen(it, kind, {**filters, **({"topic": topic} if topic else {})})


def _first(reader: Reader, it: Deployment, resource: Resource, module: Module) -> None:
    it.runtime = reader.take("runtime", str, "")
    it.entry = reader.take("entry_point", str, "")
    it.source = _source(resource.table, module)
    reader.ignore("source_archive_bucket", "source_archive_object", "service_account_email")
    reader.ignore(
        "https_trigger_security_level", "https_trigger_url", "build_environment_variables"
    )
    _put(it, "memory", megabytes(reader.take("available_memory_mb", str, "")))
    _put(it, "timeout", seconds(str(reader.take("timeout", str, ""))))
    it.is_http = reader.take("trigger_http", bool, default=False)
    _service(reader, it, "max_instances", "min_instances")
    for each in reader.readers("secret_environment_variables"):
        key, secret = each.take("key", str, ""), each.take("secret", str, "")
        it.secrets({key: f"{last(secret)}:{each.take('version', str, 'latest')}"})
        each.ignore("project_id")
    event = _block(reader, "event_trigger")
    if event.table:
        event.ignore("failure_policy")
        kind, what = event.take("event_type", str, ""), event.take("resource", str, "")
        _listen(it, kind, {}, what)


def _service(
    reader: Reader,
    it: Deployment,
    most: str = "max_instance_count",
    least: str = "min_instance_count",
) -> None:
    names = {"max": most, "min": least, "per_instance": "max_instance_request_concurrency"}
    for key, name in names.items():
        count = reader.take(name, int)
        if count is not None and (count or key == "min"):
            it.table.setdefault("concurrency", {})[key] = count
    variables = reader.section("environment_variables")
    # An expression is no text to a reader, and is told as what only Terraform knows.
    told = {key: str(variables.take(key) or "") for key in variables.table}
    it.environment(told)
    for key in ("ingress_settings", "vpc_connector", "vpc_connector_egress_settings"):
        value = reader.take(key)
        if value not in (None, "ALLOW_ALL"):
            it.say("left", f"{key} = {value!r} is not carried.", "Say it in targets.gcp.")


def _listen(it: Deployment, kind: str, filters: dict[str, str], resource: str = "") -> None:
    try:
        it.listens.append(listens(kind, filters, resource))
    except NoLike as fault:
        it.refuse(fault)


def _source(table: Any, module: Module) -> str:
    """The folder that an archive is made of: through the object in the bucket."""
    told = table.get("object") or table.get("source_archive_object") if table else None
    stored = module.referred(told)
    archive = module.referred(stored.table.get("source")) if stored else None
    path = module.text(archive.table.get("source_dir")) if archive else ""
    path = path or (module.text(archive.table.get("source_file")) if archive else "")
    if not path or "${" in path:
        return ""
    path = posixpath.normpath(posixpath.join(module.folder, path))
    path = posixpath.dirname(path) if path.endswith(".py") else path
    return "" if path in (".", "/") or path.startswith("..") else path


def _job(resource: Resource, module: Module, draft: Draft) -> Job:
    reader = Reader(module.resolved(resource.table))
    http, pubsub = _block(reader, "http_target"), _block(reader, "pubsub_target")
    told = resource.table.get("http_target")
    url = str(http.take("uri") or "")
    called = module.referred(told[0].get("uri")) if isinstance(told, list) and told else None
    name = module.text(called.table.get("name")) or called.name if called else ""
    http.ignore("http_method", "headers", "oidc_token", "oauth_token")
    pubsub.ignore("attributes")
    body = str(http.take("body") or pubsub.take("data") or "")
    reader.ignore(*_ASIDE, "description", "region", "attempt_deadline", "retry_config", "paused")
    job = Job(
        name=_plain(reader.take("name", str, "")) or resource.name,
        where=resource.where,
        told=reader.take("schedule", str, ""),
        zone=reader.take("time_zone", str, ""),
        url=f"https://x/{name}" if name else url,
        topic=last(pubsub.take("topic_name", str, "")),
        body=_decoded(body) or _encoded(resource),
    )
    reader.tell(draft)
    return job


def _encoded(resource: Resource) -> str:
    """Of `base64encode("text")`, which is all that is ever written."""
    for key, name in (("http_target", "body"), ("pubsub_target", "data")):
        told = resource.table.get(key)
        value = str(told[0].get(name, "")) if isinstance(told, list) and told else ""
        start, end = '${base64encode("', '")}'
        if value.startswith(start) and value.endswith(end):
            return value[len(start) : -len(end)].replace('\\"', '"')
    return ""


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _public(module: Module) -> set[str]:
    """Functions that everybody may call, by the names of their resources."""
    found: set[str] = set()
    kinds = (
        "google_cloudfunctions_function_iam_member",
        "google_cloudfunctions2_function_iam_member",
        "google_cloud_run_service_iam_member",
        "google_cloud_run_v2_service_iam_member",
        "google_cloud_run_service_iam_binding",
        "google_cloudfunctions_function_iam_binding",
    )
    for each in module.of(*kinds):
        members = each.table.get("members") or [each.table.get("member")]
        if not any(str(member) in _INVOKERS for member in members):
            continue
        for key in ("cloud_function", "service", "name"):
            referred = module.referred(each.table.get(key))
            found.add(referred.name if referred else module.text(each.table.get(key)))
    return found


def _tell_others(module: Module, draft: Draft) -> None:
    for each in module.resources:
        if each.kind in (_FIRST, _SECOND, _JOB, *_SUPPORT):
            continue
        is_access = "_iam_" in each.kind
        draft.say(
            "left",
            each.where,
            "a grant: functions here may do what `permissions` say."
            if is_access
            else "this resource is not carried.",
            "Write it as permissions.gcp, where the code needs it."
            if is_access
            else "Keep it in Terraform, or say it in targets.gcp.document.",
        )


def _block(reader: Reader, key: str) -> Reader:
    found = reader.readers(key)
    return found[0] if found else reader.inner({}, key)


def _inner(resource: Resource, *keys: str) -> Any:
    table: Any = resource.table
    for key in keys:
        blocks = table.get(key) if isinstance(table, dict) else None
        table = blocks[0] if isinstance(blocks, list) and blocks else None
    return table


def _plain(text: str) -> str:
    return "" if "${" in text else text


def _put(it: Deployment, key: str, value: int | None) -> None:
    if value:
        it.table[key] = value
