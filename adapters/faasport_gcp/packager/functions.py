"""The functions, each with an identity of its own.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloudfunctions2_function
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager import name, references, unit as shared
from faasport.packager.terraform import literal
from faasport.project.model import Project
from faasport_gcp.packager import (
    archives,
    callers,
    grants,
    limits,
    overlaid,
    scaling,
    secrets,
)
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.entries import MAIN, source
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.resources import ACCOUNT, Resources, member, merged, ref
from faasport_gcp.packager.units import Deployed, Unit

FUNCTION = "google_cloudfunctions2_function"
INVOKER = "google_cloud_run_service_iam_member"
# What accounts are called that a project's owner has made, after the project:
# https://cloud.google.com/iam/docs/service-account-types#user-managed
PROJECTS = ".iam.gserviceaccount.com"
# https://cloud.google.com/run/docs/securing/ingress: services of Google's in the same project are
# internal, by the URL at run.app.
INTERNAL = "ALLOW_INTERNAL_ONLY"
INGRESS = {
    "all": "ALLOW_ALL",
    "internal": INTERNAL,
    "internal-and-load-balancer": "ALLOW_INTERNAL_AND_GCLB",
}


def http(deployment: Deployment, app: Deployed) -> Resources:
    """The function that answers HTTP, and who may call it."""
    ingress = INGRESS[deployment.options.ingress]
    told = callers.members(deployment.options, app)
    invokers = {key: _invoker(app.key, who) for key, who in told.items()}
    return merged([_deployed(deployment, app, ingress), {INVOKER: invokers} if invokers else {}])


def event(deployment: Deployment, each: Unit) -> Resources:
    """The function of one trigger, and the one account that may call it."""
    caller = caller_of(each)
    label = f"{each.label}-caller"
    who = f"What calls {each.label}."
    return merged(
        [
            _deployed(deployment, each, INTERNAL),
            {
                ACCOUNT: {caller: account(deployment.project, label, who)},
                INVOKER: {each.key: _invoker(each.key, member(f"{ACCOUNT}.{caller}.email"))},
            },
        ]
    )


def caller_of(each: Unit) -> str:
    """The account that the trigger's service calls with."""
    return f"{each.key}_caller"


def token_of(each: Unit) -> dict[str, str]:
    """The token that it shows."""
    return {
        "service_account_email": ref(f"{ACCOUNT}.{caller_of(each)}.email"),
        "audience": url_of(each),
    }


def url_of(each: Deployed) -> str:
    return ref(f"{FUNCTION}.{each.key}.service_config[0].uri")


def account(project: Project, label: str, description: str) -> dict[str, Any]:
    """An identity without any role: it can do nothing until somebody grants it."""
    title = f"{project.name} ({project.stage}), packaged by faasport"
    return {
        "account_id": account_name(project, label),
        "display_name": title[: limits.ACCOUNT_TITLE],
        "description": description.encode()[: limits.DESCRIPTION].decode(errors="ignore"),
    }


def account_name(project: Project, label: str) -> str:
    found = name.resource(project, label, limit=limits.ACCOUNT_NAME)
    return found if len(found) >= limits.SHORTEST_ACCOUNT else f"{found}-account"


def raws(options: GcpOptions, each: Deployed) -> list[Mapping[str, Any]]:
    """What its user says over ours."""
    own = [options.functions[name].raw for name in each.functions if name in options.functions]
    return [options.raw, *own]


def _deployed(deployment: Deployment, each: Deployed, ingress: str) -> Resources:
    """The function, its account, and what that may do."""
    body = _body(deployment, each, ingress)
    own = overlaid.resource(body, *raws(deployment.options, each))
    return merged(
        [
            {
                ACCOUNT: {
                    each.key: account(deployment.project, each.label, f"What runs {each.label}.")
                },
                FUNCTION: {each.key: references.resolved(own, deployment.places.told)},
            },
            secrets.resources(each),
            grants.resources(deployment.places, each),
        ]
    )


def _body(deployment: Deployment, each: Deployed, ingress: str) -> dict[str, Any]:
    project = deployment.project
    needed = secrets.needed(each)
    return {
        "name": each.name,
        "location": ref("var.region"),
        "description": literal(
            f"Runs {each.purpose}: {project.name} ({project.stage}), packaged by faasport."
        ),
        "build_config": _build(deployment, each),
        "service_config": _service(deployment, each, ingress),
        **({"depends_on": needed} if needed else {}),
    }


def _build(deployment: Deployment, each: Deployed) -> dict[str, Any]:
    archive = archives.key_of(deployment.archives.get(each.key, archives.COMMON))
    return {
        "runtime": limits.RUNTIMES[deployment.python].name,
        "entry_point": each.entry_point,
        **_source_file(deployment.project),
        **_builder(deployment.options),
        "source": {
            "storage_source": {
                "bucket": ref("google_storage_bucket.source.name"),
                "object": ref(f"google_storage_bucket_object.{archive}.name"),
            }
        },
    }


def _builder(options: GcpOptions) -> dict[str, str]:
    """https://cloud.google.com/functions/docs/securing/build-custom-sa"""
    if options.build_account is None:
        return {}
    host = options.build_account.partition("@")[2]
    # The default ones are of no project by their names.
    own = host.removesuffix(PROJECTS) if host.endswith(PROJECTS) else ref("var.project")
    return {"service_account": f"projects/{own}/serviceAccounts/{options.build_account}"}


def _service(deployment: Deployment, each: Deployed, ingress: str) -> dict[str, Any]:
    settings = each.settings
    told = secrets.variables(each)
    return {
        "available_memory": f"{settings.memory}Mi",
        "timeout_seconds": settings.timeout,
        **scaling.of(deployment.options, each),
        "ingress_settings": ingress,
        "service_account_email": ref(f"{ACCOUNT}.{each.key}.email"),
        "environment_variables": environment(deployment, each),
        **({"secret_environment_variables": told} if told else {}),
    }


def environment(deployment: Deployment, each: Deployed) -> dict[str, str]:
    """The variables of one function."""
    own = {key: literal(value) for key, value in shared.told(each.settings).items()}
    return dict(sorted({**deployment.places.variables(), **own}.items()))


def _source_file(project: Project) -> dict[str, Any]:
    """https://cloud.google.com/docs/buildpacks/service-specific-configs#GOOGLE_FUNCTION_SOURCE"""
    file = source(project)
    return {"environment_variables": {"GOOGLE_FUNCTION_SOURCE": file}} if file != MAIN else {}


def _invoker(key: str, who: str) -> dict[str, Any]:
    return {
        "location": ref(f"{FUNCTION}.{key}.location"),
        "service": ref(f"{FUNCTION}.{key}.name"),
        "role": "roles/run.invoker",
        "member": who,
    }
