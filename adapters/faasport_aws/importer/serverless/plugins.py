"""`plugins`, and what `custom` says to them.

https://www.serverless.com/framework/docs/guides/plugins
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.draft import Kind
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Items
from faasport_aws.importer.serverless.service import Service

_WHEELS = (
    "carried",
    "faasport fetches the wheels of the target itself, without Docker, from requirements.txt.",
    "",
)
_TOOL: tuple[Kind, str, str] = (
    "carried",
    "it is a tool for developing; `faasport invoke` calls functions here.",
    "",
)
_BUNDLER: tuple[Kind, str, str] = (
    "carried",
    "it bundles JavaScript, of which there is none here.",
    "",
)
_BY_HAND = "Write its resources in targets.aws.document, or keep them in a stack of their own."

_KNOWN: dict[str, tuple[Kind, str, str]] = {
    "serverless-python-requirements": _WHEELS,  # type: ignore[dict-item]
    "serverless-wsgi": ("carried", "the application answers by itself.", ""),
    "serverless-offline": _TOOL,
    "serverless-offline-sqs": _TOOL,
    "serverless-offline-sns": _TOOL,
    "serverless-dynamodb-local": _TOOL,
    "serverless-dynamodb": _TOOL,
    "serverless-s3-local": _TOOL,
    "serverless-localstack": _TOOL,
    "serverless-offline-python": _TOOL,
    "serverless-plugin-offline-dynamodb-stream": _TOOL,
    "serverless-dotenv-plugin": (
        "changed",
        "a file .env is read at stage dev alone, for ${VAR} in `env`, and never ships.",
        'Write env = { NAME = "${NAME}" } for what the code reads.',
    ),
    "serverless-domain-manager": (
        "left",
        "a domain is yours to make.",
        "Map it onto the API after deploying; with a base path, set targets.aws.base_path.",
    ),
    "serverless-prune-plugin": ("left", "nothing takes away old versions.", _BY_HAND),
    "serverless-plugin-warmup": (
        "left",
        "nothing keeps functions warm.",
        "Set concurrency = { min = 1 } where it matters.",
    ),
    "serverless-step-functions": (
        "left",
        "state machines are AWS's alone.",
        "Keep the machine in Serverless, or chain the steps with queues.",
    ),
    "serverless-apigateway-service-proxy": (
        "left",
        "an API that calls a service without a function has no like.",
        "Write a handler of a few lines.",
    ),
    "serverless-iam-roles-per-function": (
        "carried",
        "each function has a role of its own, with its own permissions.",
        "",
    ),
    "serverless-pseudo-parameters": ("carried", "#{AWS::...} is read as CloudFormation's own.", ""),
    "serverless-esbuild": _BUNDLER,
    "serverless-webpack": _BUNDLER,
    "serverless-bundle": _BUNDLER,
    "serverless-plugin-typescript": _BUNDLER,
    "serverless-package-python-functions": _WHEELS,  # type: ignore[dict-item]
    "serverless-plugin-include-dependencies": _BUNDLER,
    "serverless-deployment-bucket": ("left", "who deploys chooses the bucket.", "Use --s3-bucket."),
    "serverless-plugin-tracing": ("carried", "tracing is carried where it is switched on.", ""),
    "serverless-plugin-aws-alerts": ("left", "alarms are not made.", _BY_HAND),
    "serverless-plugin-canary-deployments": (
        "left",
        "canaries are `canary` here.",
        "Set targets.aws.functions.<name>.canary.",
    ),
    "serverless-api-gateway-throttling": (
        "left",
        "requests are not counted.",
        "Set it at the front that you deploy.",
    ),
    "serverless-add-api-key": ("left", 'with auth = "key" there is one key.', "Set `auth`."),
    "serverless-aws-documentation": ("left", "it documents the API.", "Keep it beside the code."),
    "serverless-openapi-documentation": (
        "left",
        "it documents the API.",
        "Keep it beside the code.",
    ),
    "serverless-plugin-split-stacks": ("carried", "faasport's stacks are small.", ""),
    "serverless-plugin-log-retention": (
        "changed",
        "logs are kept for 30 days.",
        "Set targets.aws.log_retention_days.",
    ),
    "serverless-plugin-ifelse": (
        "left",
        "its conditions are not worked out.",
        "Import what `serverless print` shows.",
    ),
    "serverless-secrets-plugin": ("left", "secrets are in the platform's store.", "Use `secrets`."),
    "serverless-s3-sync": (
        "left",
        "files are not copied to buckets.",
        "Copy them when you deploy.",
    ),
    "serverless-finch": ("left", "files are not copied to buckets.", "Copy them when you deploy."),
    "serverless-sentry": ("left", "nothing is added to the code.", "Start Sentry in the handler."),
    "serverless-lift": ("carried", "a queue and its worker are; no other construct is made.", ""),
}
_CUSTOM = {
    "pythonRequirements": "faasport fetches wheels itself.",
    "wsgi": "",
    "dotenv": "",
    "serverless-offline": "",
    "esbuild": "",
    "webpack": "",
    "bundle": "",
    "dynamodb": "",
    "localstack": "",
}
"""Sections of `custom` whose plug-ins need nothing of them here."""
_PYTHON_REQUIREMENTS = {
    "layer": ("packages ship with the code.", "Set targets.aws.layers = true for a layer."),
    "fileName": ("requirements.txt is what is read.", "Rename the file, or link it."),
    "noDeploy": ("all that is required ships.", "Set targets.aws.provided."),
    "zip": ("packages ship unpacked.", "Nothing: code that unpacks them has nothing to do."),
    "dockerFile": ("nothing is built in Docker.", "Use wheels, or put libraries in the project."),
    "dockerImage": ("nothing is built in Docker.", "Use wheels, or put libraries in the project."),
    "dockerBuildCmdExtraArgs": ("nothing is built in Docker.", "Use wheels."),
    "dockerRunCmdExtraArgs": ("nothing is built in Docker.", "Use wheels."),
    "dockerExtraFiles": ("nothing is built in Docker.", "Put the files in `include`."),
    "pipCmdExtraArgs": ("pip is not run with them.", "Set the index in the environment."),
    "vendor": ("the folder is no root of imports.", "Set `root`, or put its modules at the top."),
}
_WSGI = {
    "packRequirements": ("", ""),
    "pythonBin": ("", ""),
    "app": ("", ""),
    "host": ("", ""),
    "port": ("", ""),
    "textMimeTypes": ("every body may be bytes, whatever its media type.", ""),
}


def read(service: Service, reader: Reader) -> frozenset[str]:
    """Say what becomes of each plug-in; gives their names."""
    told = reader.take("plugins")
    where = reader.where("plugins")
    if isinstance(told, Mapping):
        told = told.get("modules")
    names = [str(each) for each in told] if isinstance(told, list) else [str(told)] if told else []
    for index, name in enumerate(names):
        at = told.where(index) if isinstance(told, Items) else where
        kind, message, fix = _KNOWN.get(name) or _unknown(name)
        service.draft.say(kind, at, f"{name}: {message}", fix)
    return frozenset(names)


def _unknown(name: str) -> tuple[Kind, str, str]:
    if name.startswith((".", "/")) or "/" in name.lstrip("@").partition("/")[2]:
        return "left", "a plug-in of the project's own is not run.", "Do by hand what it does."
    if "offline" in name or "local" in name:
        return _TOOL
    return "left", "nothing here knows this plug-in.", "Do by hand what it does when you deploy."


def custom(service: Service, reader: Reader, used: set[str]) -> None:
    """What `custom` says: to variables, which are resolved, and to plug-ins."""
    reader.ignore(*(key for key in reader.keys() if f"custom.{key}" in used))  # noqa: SIM118
    _section(service, reader, "pythonRequirements", _PYTHON_REQUIREMENTS)
    _section(service, reader, "wsgi", _WSGI)
    for key in reader.keys():  # noqa: SIM118
        told = reader.take(key)
        if key in _CUSTOM or told in (None, {}, []):
            continue
        message = f"custom.{key} was left: no variable and no plug-in that is carried reads it."
        service.left(reader.where(key), message, "Nothing, unless a plug-in of yours needs it.")


def _section(service: Service, reader: Reader, key: str, known: dict[str, tuple[str, str]]) -> None:
    inner = reader.section(key)
    for each in inner.keys():  # noqa: SIM118
        message, fix = known.get(each, ("", ""))
        told: Any = inner.take(each)
        if message and told not in (None, False, [], "requirements.txt"):
            service.draft.say("changed", inner.where(each), f"{each}: {message}", fix)
