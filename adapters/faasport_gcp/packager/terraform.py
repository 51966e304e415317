"""main.tf.json: a function of the second generation, in Terraform's JSON syntax.

https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloudfunctions2_function
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import name, runtimes, unit
from faasport.project.model import Project
from faasport_gcp.packager import limits
from faasport_gcp.packager.entries import ENTRY_POINT, MAIN, source
from faasport_gcp.packager.options import GcpOptions

ARCHIVE = "source.zip"
APP = "app"


def configuration(project: Project, options: GcpOptions, minimum_python: str) -> dict[str, Any]:
    """The configuration as data."""
    resources = {
        **_source(project),
        "google_service_account": {APP: _account(project)},
        "google_cloudfunctions2_function": {APP: _function(project, options, minimum_python)},
    }
    if options.public:
        resources["google_cloud_run_service_iam_member"] = {APP: _invoker()}
    return {
        "terraform": {
            "required_version": ">= 1.5",
            "required_providers": {
                "google": {"source": "hashicorp/google", "version": ">= 6.0, < 8.0"}
            },
        },
        "variable": {
            "project": {"type": "string", "description": "The id of the Google Cloud project."},
            "region": {
                "type": "string",
                "description": "Where the function runs.",
                "default": options.region,
            },
        },
        "provider": {"google": {"project": "${var.project}", "region": "${var.region}"}},
        "resource": resources,
        "output": {
            "url": {
                "description": "Where the application answers.",
                "value": f"${{google_cloudfunctions2_function.{APP}.service_config[0].uri}}",
            }
        },
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _source(project: Project) -> dict[str, Any]:
    """The bucket, and in it the archive under its digest: a new one is a new build."""
    bucket = name.resource(project, limit=limits.BUCKET_NAME)
    digest = f'${{filesha256("${{path.module}}/{ARCHIVE}")}}'
    return {
        "google_storage_bucket": {
            "source": {
                "name": f"${{var.project}}-{bucket}-source",
                "location": "${var.region}",
                "uniform_bucket_level_access": True,
                "public_access_prevention": "enforced",
                "force_destroy": True,
            }
        },
        "google_storage_bucket_object": {
            "source": {
                "name": f"source-{digest}.zip",
                "bucket": "${google_storage_bucket.source.name}",
                "source": f"${{path.module}}/{ARCHIVE}",
            }
        },
    }


def _account(project: Project) -> dict[str, Any]:
    """An identity without any role: it can do nothing until somebody grants it."""
    title = f"{project.name} ({project.stage}), packaged by faasport"
    return {
        "account_id": name.resource(project, APP, limit=limits.ACCOUNT_NAME),
        "display_name": title[: limits.ACCOUNT_TITLE],
    }


def _source_file(project: Project) -> dict[str, Any]:
    """https://cloud.google.com/docs/buildpacks/service-specific-configs#GOOGLE_FUNCTION_SOURCE"""
    file = source(project)
    return {"environment_variables": {"GOOGLE_FUNCTION_SOURCE": file}} if file != MAIN else {}


def _function(project: Project, options: GcpOptions, minimum_python: str) -> dict[str, Any]:
    settings = unit.shared(project, options)
    python = runtimes.python_for(project, minimum_python)
    return {
        "name": name.resource(project, limit=limits.FUNCTION_NAME),
        "location": "${var.region}",
        "description": f"{project.name} ({project.stage}), packaged by faasport.",
        "build_config": {
            "runtime": limits.RUNTIMES[python].name,
            "entry_point": ENTRY_POINT,
            **_source_file(project),
            "source": {
                "storage_source": {
                    "bucket": "${google_storage_bucket.source.name}",
                    "object": "${google_storage_bucket_object.source.name}",
                }
            },
        },
        "service_config": {
            "available_memory": f"{settings.memory}Mi",
            "timeout_seconds": settings.timeout,
            "max_instance_count": options.max_instances,
            "ingress_settings": "ALLOW_ALL",
            "service_account_email": f"${{google_service_account.{APP}.email}}",
            "environment_variables": _literals(unit.told(settings)),
        },
    }


def _invoker() -> dict[str, Any]:
    """Everybody may call it. https://cloud.google.com/run/docs/authenticating/public"""
    function = f"google_cloudfunctions2_function.{APP}"
    return {
        "location": f"${{{function}.location}}",
        "service": f"${{{function}.name}}",
        "role": "roles/run.invoker",
        "member": "allUsers",
    }


def _literals(env: Mapping[str, str]) -> dict[str, str]:
    """Values of the user's are no templates.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    """
    return {
        key: value.replace("${", "$${").replace("%{", "%%{") for key, value in sorted(env.items())
    }
