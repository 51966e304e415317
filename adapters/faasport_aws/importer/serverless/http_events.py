"""Events that are requests: of REST APIs, HTTP APIs, load balancers and function URLs.

https://www.serverless.com/framework/docs/providers/aws/events/apigateway
https://www.serverless.com/framework/docs/providers/aws/events/http-api
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport.project.auth import ISSUER
from faasport_aws.importer import routes
from faasport_aws.importer.serverless.known import AUTHORIZER, HTTP_LEFT
from faasport_aws.importer.serverless.service import Service

_PROXY = {"", "lambda-proxy", "aws-proxy", "aws_proxy", "lambda_proxy"}


def rest(service: Service, event: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """`http`: `GET users/{id}`, or a table."""
    if isinstance(event, str):
        return _short(service, event, where, function)
    if not isinstance(event, Mapping):
        return _unreadable(service, event, where, function)
    reader = parent.inner(event)
    method, path = reader.take("method", str, "ANY"), reader.take("path", str, "")
    integration = (reader.take("integration", str) or "").lower()
    reader.ignore("integration") if not integration else None
    if integration not in _PROXY:
        message = f"the route {path!r} was left: its integration {integration!r} is no proxy's."
        fix = "Give the handler the whole event: write `integration: lambda-proxy`, and change it."
        service.left(where, message, fix, function.name)
        reader.ignore(*reader.keys())
        return False
    found = routes.route(method, path, reader.take("cors"))
    _known(service, reader, function)
    if reader.take("private", bool):
        _auth(service, function, "key", reader.where("private"))
    _authorizer(service, reader, function)
    return service.listening(found, where, function)


def http_api(
    service: Service, event: Any, where: str, function: DraftFunction, parent: Reader
) -> bool:
    """`httpApi`: `*`, `GET /users/{id}`, or a table. `cors` is that of the whole API."""
    shared = parent_cors(service)
    if isinstance(event, str):
        return _short(service, event, where, function, shared)
    if not isinstance(event, Mapping):
        return _unreadable(service, event, where, function)
    reader = parent.inner(event)
    method, path = reader.take("method", str, "ANY"), reader.take("path", str, "")
    _known(service, reader, function)
    _authorizer(service, reader, function)
    return service.listening(routes.route(method, path, shared), where, function)


def alb(service: Service, event: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """`alb`: conditions of a listener's rule."""
    if not isinstance(event, Mapping):
        return _unreadable(service, event, where, function)
    reader = parent.inner(event)
    reader.ignore("listenerArn", "priority", "multiValueHeaders")
    conditions = reader.section("conditions")
    methods = [str(each) for each in conditions.each("method")] or ["ANY"]
    paths = [str(each) for each in conditions.each("path")] or ["*"]
    for key in conditions.keys():  # noqa: SIM118
        fix = "Look at the request in the handler."
        service.left(conditions.where(key), f"the condition {key} was left.", fix, function.name)
        conditions.ignore(key)
    message = 'the listener and its rule are parameters of our template, with front = "alb".'
    service.draft.say(
        "changed", where, message, "Set them when you deploy.", function=function.name
    )
    _known(service, reader, function)
    _authorizer(service, reader, function)
    carried = False
    for path in paths:
        plain = path[:-1].rstrip("/") + "/{proxy+}" if path.endswith("*") and path != "*" else path
        for method in methods:
            found = routes.route(method, plain)
            carried = service.listening(found, where, function) or carried
    return carried


def url(service: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """`url: true`, or a table: a function URL answers every path."""
    cors: Any = None
    if isinstance(told, Mapping):
        reader = parent.inner(told)
        cors = reader.take("cors")
        if str(reader.take("authorizer", str)).lower() == "aws_iam":
            _auth(service, function, "iam", reader.where("authorizer"))
        if str(reader.take("invokeMode", str, "BUFFERED")).upper() != "BUFFERED":
            fix = "Nothing: a handler of Python's answers whole."
            service.left(reader.where("invokeMode"), "the mode of streaming was left.", fix)
    path = "*"
    if _urls(service) > 1:
        path = f"/{function.name}/{{proxy+}}"
        message = (
            f"several functions have URLs of their own: this one answers below /{function.name}."
        )
        fix = "Call it there, or change its `http`; the handler sees the whole path."
        service.draft.say("changed", where, message, fix, function=function.name)
    return service.listening(routes.route("ANY", path, cors), where, function)


def _urls(service: Service) -> int:
    listed = service.root.table.get("functions")
    tables = listed if isinstance(listed, list) else [listed]
    functions = [each for table in tables if isinstance(table, Mapping) for each in table.values()]
    return sum(1 for each in functions if isinstance(each, Mapping) and each.get("url"))


def parent_cors(service: Service) -> Any:
    """`provider.httpApi.cors`."""
    provider = service.root.table.get("provider")
    api = provider.get("httpApi") if isinstance(provider, Mapping) else None
    return api.get("cors") if isinstance(api, Mapping) else None


def _short(
    service: Service, text: str, where: str, function: DraftFunction, cors: Any = None
) -> bool:
    method, _, path = text.strip().rpartition(" ")
    return service.listening(routes.route(method.strip() or "ANY", path, cors), where, function)


def _unreadable(service: Service, event: Any, where: str, function: DraftFunction) -> bool:
    message = f"this event cannot be read: it is {type(event).__name__}."
    service.left(where, message, "Write a text like `GET /users`, or a table.", function.name)
    return False


def _known(service: Service, reader: Reader, function: DraftFunction) -> None:
    for key in reader.keys():  # noqa: SIM118
        if key in HTTP_LEFT:
            message, fix = HTTP_LEFT[key]
            if reader.take(key) not in (None, False):
                service.left(reader.where(key), f"{key} was left: {message}", fix, function.name)


def _auth(service: Service, function: DraftFunction, told: Any, where: str) -> None:
    known = function.table.get("auth")
    if known is not None and known != told:
        message = "its routes have several authorizers, and a function here has one."
        service.left(where, message, "Part the function in two.", function.name)
        return
    function.table["auth"] = told


def _authorizer(service: Service, reader: Reader, function: DraftFunction) -> None:
    if "authorizer" not in reader:
        return
    where, told = reader.where("authorizer"), reader.take("authorizer")
    table = told if isinstance(told, Mapping) else {"name": told}
    name = str(table.get("type") or table.get("name") or table.get("arn") or "")
    if name.lower() == "aws_iam":
        _auth(service, function, "iam", where)
        return
    found = _jwt(service, str(table.get("name") or table.get("id") or ""))
    if found:
        _auth(service, function, found, where)
        if table.get("scopes"):
            fix = "Look at the claim `scope` in the handler."
            service.left(where, "the scopes of the authorizer were left.", fix, function.name)
        return
    if isinstance(told, Mapping) and not told:
        return
    message, fix = _pool(table) or AUTHORIZER
    service.left(
        where, f"the authorizer {name or 'of this route'} was left: {message}", fix, function.name
    )
    function.table.setdefault("auth", "iam")
    closed = "the platform's own identities alone may call it, until you say who may."
    service.draft.say("changed", where, closed, "Set its `auth`.", function=function.name)


def _pool(table: Mapping[str, Any]) -> tuple[str, str] | None:
    """Of a user pool of Cognito's, whose tokens name a client that the file does not know.

    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
    """
    parts = str(table.get("arn", "")).split(":")
    if len(parts) != 6 or parts[2] != "cognito-idp":
        return None
    issuer = f"https://cognito-idp.{parts[3]}.amazonaws.com/{parts[5].rpartition('/')[2]}"
    fix = f'Write auth = {{ issuer = "{issuer}", audience = ["..."] }}, with the client\'s id.'
    return "whom its tokens are for is not told here.", fix


def _jwt(service: Service, name: str) -> dict[str, Any] | None:
    """An authorizer of `provider.httpApi.authorizers`, where it checks tokens."""
    provider = service.root.table.get("provider")
    api = provider.get("httpApi") if isinstance(provider, Mapping) else None
    known = api.get("authorizers") if isinstance(api, Mapping) else None
    told = known.get(name) if isinstance(known, Mapping) else None
    if not isinstance(told, Mapping):
        return None
    issuer, audience = told.get("issuerUrl"), told.get("audience")
    listed = audience if isinstance(audience, list) else [audience]
    if type(issuer) is not str or not listed or not all(type(each) is str for each in listed):
        return None
    return {"issuer": issuer, "audience": list(listed)} if re.fullmatch(ISSUER, issuer) else None
