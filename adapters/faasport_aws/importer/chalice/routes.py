"""Routes of Chalice, and who may call them.

https://aws.github.io/chalice/topics/authorizers.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from faasport_aws.importer import routes
from faasport_aws.importer.chalice.events import Variables
from faasport_aws.importer.chalice.registered import Made, Program, Registered
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.said import Said
from faasport_aws.importer.sam.auth import Guard, Guards

_CORS = {
    "allow_origin": "AllowOrigin",
    "allow_headers": "AllowHeaders",
    "expose_headers": "ExposeHeaders",
    "max_age": "MaxAge",
    "allow_credentials": "AllowCredentials",
}
_READ = ("path", "methods", "cors", "authorizer", "api_key_required", "content_types", "name")


@dataclass(frozen=True)
class Answered:
    """One route, what guards it, and where it stands."""

    listening: Listening
    guard: Guard
    where: str


def answered(program: Program, variables: Variables) -> Iterator[Answered]:
    """Every route of the application, in its order."""
    shared = program.attributes.get("api.cors")
    for told in program.registered:
        if told.kind == "route":
            yield from _route(told, variables, shared)


def _route(told: Registered, variables: Variables, shared: Any) -> Iterator[Answered]:
    path = variables.plain(told.arguments.get("path"))
    methods = variables.plain(told.arguments.get("methods", ["GET"]))
    guard = _guard(told.arguments)
    said = [
        Said("left", f"{key} was left: it is no argument that is known here.", "")
        for key in told.arguments
        if key not in _READ
    ]
    if not isinstance(path, str) or not isinstance(methods, list):
        message = "its path or its methods are known when the code runs alone."
        left = Said("left", message, "Add the route to `http` by hand.")
        yield Answered(Listening("", {}, said=(left,)), guard, told.where)
        return
    cors = _cors(told.arguments.get("cors", shared))
    for number, method in enumerate(methods):
        found = routes.route(method, _joined(told.prefix, path), cors)
        more = tuple(said) if number == 0 else ()
        once = (*found.said, *more) if number == 0 else ()
        yield Answered(
            replace(found, said=once),
            guard if number == 0 else Guard(guard.auth),
            told.where,
        )


def _joined(prefix: str, path: str) -> str:
    """Chalice joins them so: the root of a blueprint is its prefix."""
    if not prefix:
        return path
    return f"{prefix.rstrip('/')}/{path.strip('/')}".rstrip("/") or "/"


def _cors(told: Any) -> Any:
    if isinstance(told, Made) and told.what.endswith("CORSConfig"):
        order = ("allow_origin", "allow_headers", "expose_headers", "max_age", "allow_credentials")
        named = {
            order[int(key)] if key.isdigit() and int(key) < len(order) else key: each
            for key, each in told.arguments.items()
        }
        return {_CORS[key]: each for key, each in named.items() if key in _CORS} or True
    return told is True


def _guard(told: Mapping[str, Any]) -> Guard:
    authorizer = told.get("authorizer")
    needs_key = told.get("api_key_required") is True
    if authorizer is None:
        return Guards(needs_key=needs_key).of(None)
    what = authorizer.what.rpartition(".")[2] if isinstance(authorizer, Made) else ""
    if what == "IAMAuthorizer":
        return Guards(needs_key=needs_key).of("AWS_IAM")
    arguments: Mapping[str, Any] = authorizer.arguments if isinstance(authorizer, Made) else {}
    name = str(arguments.get("0", arguments.get("name", what or "it")))
    table: dict[str, Any] = {}
    if what == "CognitoUserPoolAuthorizer":
        arns = arguments.get("provider_arns", arguments.get("1"))
        table = {"UserPoolArn": arns[0] if isinstance(arns, list) and arns else None}
    return Guards({name: table}, needs_key=needs_key).of(
        name, None, isinstance(authorizer, Made) and authorizer.scoped
    )
