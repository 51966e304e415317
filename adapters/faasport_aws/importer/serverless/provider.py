"""`provider`: what holds for all functions.

https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.reader import Reader
from faasport_aws.importer.serverless import environment, permissions, traits
from faasport_aws.importer.serverless.known import GATEWAY_LEFT, PROVIDER_LEFT, Told
from faasport_aws.importer.serverless.service import Service
from faasport_aws.importer.statements import Allowed

MEMORY, TIMEOUT = 1024, 6
"""What the framework sets where nothing is said.
https://www.serverless.com/framework/docs/providers/aws/guide/functions"""
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
"""Those that the targets have in common are among them."""
DEFAULT = "3.13"


def read(service: Service, reader: Reader) -> Allowed:
    """Carry it into the settings; gives what all functions may do."""
    settings = service.draft.settings
    settings["memory"] = _number(reader, "memorySize", MEMORY)
    settings["timeout"] = _number(reader, "timeout", TIMEOUT)
    reader.ignore("name", "stage", "region", "runtime", "variableSyntax")
    python(service, reader.table.get("runtime"), reader.where("runtime"))
    environment.read(service, reader.section("environment"), settings)
    _tags(service, reader)
    traits.read(service, reader)
    allowed = permissions.read(service, reader)
    _gateways(service, reader)
    _logs(service, reader)
    leave(service, reader, PROVIDER_LEFT)
    return allowed


def _number(reader: Reader, key: str, default: int) -> int:
    number = reader.take(key, int, default)
    return number if number > 0 else default


def python(service: Service, runtime: Any, where: str) -> None:
    """The version of Python; of those that no target has any more, ours. All functions have one."""
    if not isinstance(runtime, str) or not runtime.startswith("python"):
        return
    version = runtime.removeprefix("python")
    settings = service.draft.settings
    if version in PYTHONS and settings.setdefault("python", version) == version:
        return
    python = settings.setdefault("python", DEFAULT)
    if runtime in service.told_runtimes:
        return
    service.told_runtimes.add(runtime)
    if version in PYTHONS:
        message = f"{runtime} is not that of the others: all functions run on Python {python}."
    else:
        message = f"{runtime} is no longer there: the functions run on Python {python}."
    fix = "Run the project's tests on it; `faasport check` tells what does not compile."
    service.draft.say("changed", where, message, fix)


def _tags(service: Service, reader: Reader) -> None:
    tags = reader.take("tags")
    if isinstance(tags, Mapping):
        plain = {k: str(v) for k, v in tags.items() if v is not None and not isinstance(v, dict)}
        if plain:
            service.draft.settings["tags"] = plain


def _gateways(service: Service, reader: Reader) -> None:
    api = reader.section("httpApi")
    api.ignore("payload", "authorizers")
    if api.take("cors"):
        message = "cors is said of each route; a preflight is answered by the function `catch_all`."
        service.draft.say("carried", api.where("cors"), message)
    leave(service, api, GATEWAY_LEFT)
    rest = reader.section("apiGateway")
    types = rest.take("binaryMediaTypes")
    if types:
        message = "every body may be bytes, whatever its media type."
        service.draft.say("carried", rest.where("binaryMediaTypes"), message)
    rest.ignore("shouldStartNameWithService")
    leave(service, rest, GATEWAY_LEFT)


def _logs(service: Service, reader: Reader) -> None:
    told = reader.take("logs")
    if told is not None:
        fix = "Set it in targets.aws.document, or LoggingConfig in targets.aws.raw."
        service.left(reader.where("logs"), "logs of the front and their format were left.", fix)


def leave(service: Service, reader: Reader, known: Told) -> None:
    """Say of each key that is left on purpose why, and what to do."""
    for key in reader.keys():  # noqa: SIM118
        if key in known:
            message, fix = known[key]
            told = reader.take(key)
            if message and told not in (None, {}, []):
                where = reader.where(key)
                service.left(where, f"{key} was left: {message}", fix, reader.function)
