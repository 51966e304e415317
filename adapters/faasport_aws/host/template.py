"""What the SAM template deploys: its functions, its front and its routes, its event sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from faasport.verifier.host import HostError
from faasport_aws.host.event_source import EventSource, event_source
from faasport_aws.host.function import FunctionResource
from faasport_aws.host.references import resolved
from faasport_aws.host.routes import ANY, DEFAULT, Route

FUNCTION = "AWS::Serverless::Function"
LAYER = "AWS::Serverless::LayerVersion"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
# Event type to front and to the properties that name path and method.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
EVENTS = {"HttpApi": "http-api", "Api": "rest-api"}


@dataclass(frozen=True)
class Deployment:
    """A template read: functions by logical id, the HTTP front (if any) and the routes it has, and
    what brings functions their events."""

    functions: Mapping[str, FunctionResource]
    front: str
    routes: tuple[Route, ...]
    sources: tuple[EventSource, ...] = ()


def read(file: Path) -> Deployment:
    """The deployment that this template describes."""
    if not file.is_file():
        raise HostError(f"{file.name} is not in the packaged folder.")
    template = _parse(file)
    resources = dict(_of_type(template, FUNCTION))
    if not resources:
        raise HostError(f"{file.name} holds no {FUNCTION}.")
    defaults = template.get("Globals", {}).get("Function", {})
    functions = {
        key: _function(template, key, {**defaults, **properties}, file.parent)
        for key, properties in resources.items()
    }
    sources = tuple(
        found
        for key, properties in resources.items()
        for event in (properties.get("Events") or {}).values()
        if (found := event_source(key, event))
    )
    front, routes = _front(template, resources, sources)
    return Deployment(functions, front, routes, sources)


def _parse(file: Path) -> dict[str, Any]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)  # CloudFormation's
    # `!Ref X`, `!Sub ...`: we need to know that there is an intrinsic function, not its value.
    yaml.constructor.add_multi_constructor("!", lambda loader, tag, node: {"Fn": tag})
    template: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"))
    return template


def _of_type(template: Mapping[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, resource in template.get("Resources", {}).items():
        if resource.get("Type") == kind:
            yield key, resource.get("Properties") or {}


def _function(
    template: Mapping[str, Any], key: str, properties: Mapping[str, Any], folder: Path
) -> FunctionResource:
    name = properties.get("FunctionName")
    handler, code = _program(template, key, properties, folder)
    return FunctionResource(
        logical_id=key,
        name=name if isinstance(name, str) else key,
        handler=handler,
        code=code,
        timeout=float(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
        variables=_variables(template, key),
        layers=tuple(_layers(template, properties, folder)),
    )


def _program(
    template: Mapping[str, Any], key: str, properties: Mapping[str, Any], folder: Path
) -> tuple[str, Path]:
    """What is called, and the folder that is its task root."""
    if properties.get("PackageType") != "Image":
        return properties["Handler"], _code(properties["CodeUri"], folder)
    # What is copied into the image is the task root there.
    context = template["Resources"][key]["Metadata"]["DockerContext"]
    return properties["ImageConfig"]["Command"][0], folder / context / "task"


def _layers(
    template: Mapping[str, Any], properties: Mapping[str, Any], folder: Path
) -> Iterator[Path]:
    """The layers of this template; what others there are is not here."""
    made = dict(_of_type(template, LAYER))
    for layer in properties.get("Layers") or ():
        key = layer.get("Ref") if isinstance(layer, dict) else None
        if key in made:
            yield _code(made[key]["ContentUri"], folder)


def _code(uri: str, folder: Path) -> Path:
    """The folder that the archive was unpacked into, or the folder that CodeUri names."""
    path = folder / uri
    return path.with_suffix("") if path.suffix == ".zip" else path


def _variables(template: Mapping[str, Any], key: str) -> dict[str, str]:
    """A function's environment; a value that only the service can compute is left out."""
    resources = template["Resources"]
    tables = (template.get("Globals", {}).get("Function", {}), resources[key].get("Properties"))
    given = {
        name: resolved(value, resources)
        for table in tables
        for name, value in (((table or {}).get("Environment") or {}).get("Variables") or {}).items()
    }
    return {name: value for name, value in given.items() if value is not None}


def _front(
    template: Mapping[str, Any],
    resources: Mapping[str, dict[str, Any]],
    sources: tuple[EventSource, ...],
) -> tuple[str, tuple[Route, ...]]:
    events = [
        (EVENTS[event["Type"]], _route(key, event.get("Properties") or {}))
        for key, properties in resources.items()
        for event in (properties.get("Events") or {}).values()
        if event["Type"] in EVENTS
    ]
    if events:
        return events[0][0], tuple(route for _, route in events)
    consuming = {source.function for source in sources}
    serving = {key: each for key, each in resources.items() if key not in consuming}
    if not serving:
        return "", ()
    return _single(template, serving)


def _route(function: str, properties: Mapping[str, Any]) -> Route:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html

    Without path and method it is the API's default route.
    """
    path = str(properties.get("Path", DEFAULT))
    method = str(properties.get("Method", ANY)).upper()
    return Route(
        ANY if method in {"*", "X-AMAZON-APIGATEWAY-ANY-METHOD"} else method, path, function
    )


def _single(
    template: Mapping[str, Any], resources: Mapping[str, dict[str, Any]]
) -> tuple[str, tuple[Route, ...]]:
    """A front without routes: everything goes to the one function behind it."""
    for key, properties in resources.items():
        if properties.get("FunctionUrlConfig"):
            return "function-url", (Route(ANY, DEFAULT, key),)
    groups = [properties for _, properties in _of_type(template, TARGET_GROUP)]
    if groups and len(resources) == 1:
        front = "alb" if _has_multiple_values(groups[0]) else "alb-single"
        return front, (Route(ANY, DEFAULT, next(iter(resources))),)
    raise HostError("template.yaml names no HTTP front: no HttpApi or Api event, URL or ALB.")


def _has_multiple_values(target_group: Mapping[str, Any]) -> bool:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers"""
    attributes = target_group.get("TargetGroupAttributes") or ()
    given = {attribute["Key"]: str(attribute["Value"]) for attribute in attributes}
    return given.get("lambda.multi_value_headers.enabled") == "true"
