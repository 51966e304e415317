"""Routes of API Gateway, and who may call them from another origin, in our words.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport.runtime.cors import CORS
from faasport.runtime.errors import DeclarationError
from faasport.runtime.routing import METHODS
from faasport.runtime.template import Template
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.said import Said

_ANY = {"ANY", "*", "", "X-AMAZON-APIGATEWAY-ANY-METHOD"}
_CORS = {
    "origins": (
        "origins",
        "origin",
        "allowedOrigins",
        "allowOrigins",
        "AllowOrigins",
        "AllowOrigin",
    ),
    "headers": ("headers", "allowedHeaders", "allowHeaders", "AllowHeaders"),
    "expose": ("exposedResponseHeaders", "exposeHeaders", "exposedHeaders", "ExposeHeaders"),
    "credentials": ("allowCredentials", "AllowCredentials"),
    "max_age": ("maxAge", "MaxAge"),
}
"""Each key of ours, and what Serverless, HTTP APIs, REST APIs and function URLs call it."""
_METHODS = ("allowedMethods", "methods", "allowMethods", "AllowMethods")
_CACHE = "cacheControl"


def route(method: Any, path: Any, cors: Any = None) -> Listening:
    """`GET users/{id}`, `ANY {proxy+}`, `$default`."""
    told, said = _path(str(path))
    verb = str(method).strip().upper()
    table: dict[str, Any] = {"path": told}
    if verb not in _ANY:
        table["method"] = verb
        if verb not in METHODS:
            message = f"the method {verb!r} of {told} was left: no target has it."
            return Listening("", {}, said=(*said, Said("left", message, "Use another method.")))
    try:
        Template(told)
    except DeclarationError as fault:
        wrong = Said(
            "left", f"the route {path!r} was left. {fault}", "Change the path, then add it."
        )
        return Listening("", {}, said=(*said, wrong))
    shared, about = sharing(cors)
    if shared:
        table["cors"] = shared
    return Listening("http", table, said=(*said, *about))


def _path(text: str) -> tuple[str, tuple[Said, ...]]:
    plain = text.strip()
    if plain in {"*", "/*", "$default", "ANY /*"}:
        return "/{path:path}", ()
    plain = "/" + plain.strip("/")
    said: list[Said] = []

    def catch(match: re.Match[str]) -> str:
        name, greedy = match[1].strip(), match[2]
        ours = re.sub(r"[^\w-]", "_", name)
        ours = f"_{ours}" if ours[:1].isdigit() else ours
        if ours != name:
            message = f"the path parameter {name!r} of {plain} is called {ours!r} here."
            fix = f"Read pathParameters[{ours!r}]: names are of letters, digits, - and _."
            said.append(Said("changed", message, fix))
        return f"{{{ours}{':path' if greedy else ''}}}"

    return re.sub(r"\{([^{}+]+)(\+?)\}", catch, plain), tuple(said)


def sharing(told: Any) -> tuple[Any, tuple[Said, ...]]:
    """`cors`, in whoever's words: True, a table of ours, or False."""
    if told in (None, False, ""):
        return False, ()
    if not isinstance(told, Mapping):
        return True, ()
    table: dict[str, Any] = {}
    for ours, theirs in _CORS.items():
        value = next((told[key] for key in theirs if told.get(key) is not None), None)
        if value is not None:
            table[ours] = _value(ours, value)
    said = _unlike(told)
    if table.get("credentials") and table.get("origins", "*") == "*":
        table.pop("credentials")
        message = "cors: credentials were left, since any origin may call; no browser takes both."
        said = (
            *said,
            Said("left", message, 'Name the origins: cors = { origins = ["https://..."] }.'),
        )
    table = {key: value for key, value in table.items() if value not in (False, [], None)}
    try:
        CORS(**table)
    except (DeclarationError, TypeError, AttributeError) as fault:
        fix = "Write `cors` in the function's `http` table."
        return False, (*said, Said("left", f"cors was left. {fault}", fix))
    return table or True, said


def _value(key: str, value: Any) -> Any:
    if key == "credentials":
        return value is True or str(value).lower() == "true"
    if key == "max_age":
        return int(value) if str(value).isdigit() else None
    listed = value if isinstance(value, list) else str(value).strip("'").split(",")
    names = [str(each).strip().strip("'") for each in listed]
    if key == "origins":
        names = [each.rstrip("/") for each in names]
    return "*" if key != "expose" and "*" in names else names


def _unlike(told: Mapping[str, Any]) -> tuple[Said, ...]:
    said = []
    if any(key in told for key in _METHODS):
        message = "cors: the methods are those of the path's routes, whatever was listed."
        said.append(Said("changed", message, "Nothing, if that is what was meant."))
    known = {*sum(_CORS.values(), ()), *_METHODS}
    said.extend(
        Said("left", f"cors: {key} was left: ours has no like.", "Set the header in the handler.")
        for key in told
        if key not in known
    )
    return tuple(said)
