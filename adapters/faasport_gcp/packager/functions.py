"""The functions, each with an identity of its own.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloudfunctions2_function
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager import name, runtimes, unit
from faasport.project.model import Project, Settings
from faasport_gcp.packager import limits, owned
from faasport_gcp.packager.entries import MAIN, source
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.resources import Resources, literal, member, ref
from faasport_gcp.packager.units import APP, ENTRY_POINT, Unit, application

FUNCTION = "google_cloudfunctions2_function"
ACCOUNT = "google_service_account"
INVOKER = "google_cloud_run_service_iam_member"
# https://cloud.google.com/run/docs/securing/ingress: services of Google's in the same project are
# internal, by the URL at run.app.
PUBLIC, INTERNAL = "ALLOW_ALL", "ALLOW_INTERNAL_ONLY"


def http(project: Project, options: GcpOptions, minimum_python: str) -> Resources:
    """The function that answers HTTP, and who may call it."""
    settings = unit.shared(application(project), options)
    body = _function(project, options, minimum_python, settings)
    resources: Resources = {
        ACCOUNT: {APP: account(project, APP)},
        FUNCTION: {APP: {**body, "name": name.resource(project, limit=limits.FUNCTION_NAME)}},
    }
    if options.public:
        # https://cloud.google.com/run/docs/authenticating/public
        resources[INVOKER] = {APP: _invoker(APP, "allUsers")}
    return resources


def event(project: Project, options: GcpOptions, minimum_python: str, each: Unit) -> Resources:
    """The function of one trigger, and the one account that may call it."""
    body = _function(project, options, minimum_python, each.settings)
    body["build_config"]["entry_point"] = each.entry_point
    body["service_config"]["ingress_settings"] = INTERNAL
    body["service_config"]["service_account_email"] = ref(f"{ACCOUNT}.{each.key}.email")
    caller = caller_of(each)
    return {
        ACCOUNT: {
            each.key: account(project, each.consumer.label),
            caller: account(project, f"{each.consumer.label}-caller"),
        },
        FUNCTION: {each.key: {**body, "name": each.name}},
        INVOKER: {each.key: _invoker(each.key, member(f"{ACCOUNT}.{caller}.email"))},
    }


def caller_of(each: Unit) -> str:
    """The account that the trigger's service calls with."""
    return f"{each.key}_caller"


def token_of(each: Unit) -> dict[str, str]:
    """The token that it shows."""
    return {
        "service_account_email": ref(f"{ACCOUNT}.{caller_of(each)}.email"),
        "audience": url_of(each),
    }


def url_of(each: Unit) -> str:
    return ref(f"{FUNCTION}.{each.key}.service_config[0].uri")


def account(project: Project, label: str) -> dict[str, Any]:
    """An identity without any role: it can do nothing until somebody grants it."""
    title = f"{project.name} ({project.stage}), packaged by faasport"
    return {
        "account_id": account_name(project, label),
        "display_name": title[: limits.ACCOUNT_TITLE],
    }


def account_name(project: Project, label: str) -> str:
    return name.resource(project, label, limit=limits.ACCOUNT_NAME)


def _function(
    project: Project, options: GcpOptions, minimum_python: str, settings: Settings
) -> dict[str, Any]:
    python = runtimes.python_for(project, minimum_python)
    return {
        "name": "",
        "location": ref("var.region"),
        "description": f"{project.name} ({project.stage}), packaged by faasport.",
        "build_config": {
            "runtime": limits.RUNTIMES[python].name,
            "entry_point": ENTRY_POINT,
            **_source_file(project),
            "source": {
                "storage_source": {
                    "bucket": ref("google_storage_bucket.source.name"),
                    "object": ref("google_storage_bucket_object.source.name"),
                }
            },
        },
        "service_config": {
            "available_memory": f"{settings.memory}Mi",
            "timeout_seconds": settings.timeout,
            "max_instance_count": options.max_instances,
            "ingress_settings": PUBLIC,
            "service_account_email": ref(f"{ACCOUNT}.{APP}.email"),
            "environment_variables": _environment(project, unit.told(settings)),
        },
    }


def _source_file(project: Project) -> dict[str, Any]:
    """https://cloud.google.com/docs/buildpacks/service-specific-configs#GOOGLE_FUNCTION_SOURCE"""
    file = source(project)
    return {"environment_variables": {"GOOGLE_FUNCTION_SOURCE": file}} if file != MAIN else {}


def _environment(project: Project, env: Mapping[str, str]) -> dict[str, str]:
    own = {key: literal(value) for key, value in env.items()}
    return dict(sorted({**owned.variables(project), **own}.items()))


def _invoker(key: str, who: str) -> dict[str, Any]:
    return {
        "location": ref(f"{FUNCTION}.{key}.location"),
        "service": ref(f"{FUNCTION}.{key}.name"),
        "role": "roles/run.invoker",
        "member": who,
    }
