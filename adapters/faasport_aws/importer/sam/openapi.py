"""An API that is described by OpenAPI: its operations name the functions that answer them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from faasport.migrator.tree import Table, where
from faasport_aws.importer import routes
from faasport_aws.importer.intrinsics import PLACE
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.said import Said
from faasport_aws.importer.sam.fronts import HTTP, REST, Front, Route

ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
_METHODS = ("delete", "get", "head", "options", "patch", "post", "put", "trace", ANY)
_ARN = re.compile(r"function:(?P<name>[\w-]+)")


@dataclass(frozen=True)
class Operation:
    """One route, where it stands, and the function: the logical id, or the literal name."""

    route: Route
    where: str
    function: str


def operations(body: Any, front: Front, at: str) -> Iterator[Operation]:
    """Those of a `DefinitionBody`."""
    paths = body.get("paths") if isinstance(body, Mapping) else None
    security = _default(body)
    for path, item in (paths if isinstance(paths, Mapping) else {}).items():
        for method in _METHODS:
            told = item.get(method) if isinstance(item, Mapping) else None
            if isinstance(told, Mapping):
                place = where(item, method) if isinstance(item, Table) else at
                yield from _operation(path, method, told, replace(front), place, security)


def _operation(
    path: str, method: str, told: Mapping[str, Any], front: Front, place: str, default: Any
) -> Iterator[Operation]:
    integration = told.get(INTEGRATION)
    table = integration if isinstance(integration, Mapping) else {}
    kind = str(table.get("type", "")).lower()
    if method == "options" and kind == "mock":
        return  # a preflight, which ours answers by itself
    function = function_of(table.get("uri"))
    found = routes.route("ANY" if method == ANY else method, path, front.cors)
    if not function:
        what = f"an integration of the type {kind}" if kind else "no integration"
        message = f"{method.upper()} {path} has {what}, and no function."
        found = Listening("", {}, said=(Said("left", message, "Write a handler for it."),))
    elif kind == "aws":
        message = f"{method.upper()} {path} maps its request by a template, which is not read."
        fix = "Read the event of a REST API in the handler, and answer statusCode and body."
        found = replace(found, said=(*found.said, Said("changed", message, fix)))
    version = str(table.get("payloadFormatVersion", ""))
    payload = front.payload if front.payload == REST else REST if version == "1.0" else HTTP
    guard = front.guards.of(_scheme(told.get("security", default)))
    yield Operation(Route(found, payload, guard), place, function)


def _default(body: Any) -> Any:
    return body.get("security") if isinstance(body, Mapping) else None


def _scheme(security: Any) -> str | None:
    """The first that a request may satisfy; an empty list is nobody."""
    if not isinstance(security, list):
        return None
    first = security[0] if security else {}
    return next(iter(first), "NONE") if isinstance(first, Mapping) else None


def function_of(uri: Any) -> str:
    """The function that an integration calls: `.../functions/${Fn.Arn}/invocations`."""
    if isinstance(uri, Mapping):
        text = uri.get("Fn::Sub", "")
        if isinstance(text, list):
            text = text[0] if text else ""
        if "Fn::GetAtt" in uri:
            return str(uri["Fn::GetAtt"][0])
        if "Ref" in uri:
            return str(uri["Ref"])
        if not text and "Fn::Join" in uri:
            return _in_join(uri["Fn::Join"])
        for match in PLACE.finditer(str(text)):
            name = match["name"].partition(".")[0]
            if not name.startswith("AWS::"):
                return name
        uri = text
    found = _ARN.search(str(uri or ""))
    return found["name"] if found else ""


def _in_join(told: Any) -> str:
    parts = told[1] if isinstance(told, list) and len(told) == 2 else []
    named = (function_of(each) for each in parts if isinstance(each, Mapping))
    return next((each for each in named if each and not each.startswith("AWS::")), "")
