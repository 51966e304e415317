"""Lambda handlers as they were: AWS's own runtime client on the original functions of a project's
guests, with the events of their own fronts and sources, and nothing of ours between the two."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from faasport.project import guests
from faasport.project.guests import Guest
from faasport.project.model import Consumer, Project
from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import Losses
from faasport.verifier.host import HostError
from faasport_aws.host import limits
from faasport_aws.host.deliveries import DELIVERY_ERROR, Deliveries
from faasport_aws.host.fronts import FRONTS, Front
from faasport_aws.host.function import FunctionError, FunctionResource, LambdaFunction
from faasport_aws.host.local import Host
from faasport_aws.host.routes import Route, match, select
from faasport_aws.runtime import guest_events, guest_results, single
from faasport_aws.runtime.guest_http import PAYLOADS
from faasport_aws.runtime.guest_payloads import CODECS, payload_named
from faasport_aws.runtime.guest_routes import Taken

_FRONTS = {"http-api-2.0": "http-api", "rest-api-1.0": "rest-api"}
"""Payloads whose fronts have other names."""
_ENDED = "Runtime.ExitError"
_STARTING = ("Runtime.ImportModuleError", "Runtime.HandlerNotFound", "Runtime.UserCodeSyntaxError")


@dataclass(frozen=True)
class Original(FunctionResource):
    """A function as it was: its task root may be a folder of the code that is shared now."""

    shared: Path = Path()
    beside: tuple[Path, ...] = ()
    """Folders of the code that were layers."""

    @property
    def search_path(self) -> tuple[Path, ...]:
        """The root, and behind it the dependencies, which lay in it over there, and the layers."""
        found = (self.code, self.shared, *super().search_path, *self.beside)
        return tuple(dict.fromkeys(found))


class Baseline(Host):
    """The guests of Lambda's dialect, each a process of AWS's runtime client on its own handler."""

    dialects: ClassVar[tuple[str, ...]] = ("aws",)
    real: ClassVar[str] = (
        "awslambdaric, AWS's own Python runtime client, one process an original handler."
    )

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        super().__init__(folder, python, project)
        found = [each for each in guests.of(project.config) if each.dialect in self.dialects]
        self._guests = {each.name: each for each in found}
        self._originals = {
            each.name: LambdaFunction(self._original(each), python) for each in found
        }
        self._routes = tuple(route for each in found for route in _routes(each))
        self._payload = next((each.payload for each in found if each.payload in PAYLOADS), "")

    @property
    def front(self) -> Front:
        """That of the handler which was asked last."""
        payload = payload_named(self._payload, "")
        return FRONTS[_FRONTS.get(payload, payload)]

    @property
    def losses(self) -> Losses:
        return self.front.losses

    def send(self, request: Request) -> Response:
        found = select(self._routes, request.method, request.raw_path)
        if found is None:
            return self.front.unrouted()
        route, parameters = found
        guest = self._guests[route.function]
        self._payload = payload = payload_named(guest.payload, guest.name)
        limits.check_body(_FRONTS.get(payload, payload), request.body)
        taken = Taken(route.key, route.template, _raw(route, request.raw_path), parameters)
        event = PAYLOADS[payload](request, taken, guest.name)
        return self._answer(guest, payload, event)

    def _answer(self, guest: Guest, payload: str, event: Mapping[str, Any]) -> Response:
        """What the front makes of the result, or of there being none."""
        try:
            result = self._originals[guest.name].invoke(_octets(event))
            return guest_results.read(json.loads(result or b"null"), payload, _codec(payload))
        except FunctionError as error:
            if not _is_handlers(error):
                raise
        except PayloadError:
            pass
        return guest_results.refusal(payload)

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        guest = self._guests[consumer.function.name]
        kind, _, told = guest.triggers[consumer.index]
        spoken = _Spoken(kind, guest.payload, told)
        source = self._source(consumer)
        deliveries = Deliveries(source, spoken, _failing(self._originals[guest.name].invoke))  # type: ignore[arg-type]  # it has the two functions of a codec that are used
        return deliveries.deliver(events, whole=kind in guest_events.BATCHES)

    def stop(self) -> None:
        super().stop()
        for function in self._originals.values():
            function.stop()

    def _original(self, guest: Guest) -> Original:
        """The resource of the guest's own unit, with its handler as it was."""
        unit = self._unit(guest)
        told = {each.name: getattr(unit, each.name) for each in fields(unit)}
        root = unit.code / guest.root
        path, _, name = guest.handler.removeprefix(f"{guest.root}/").partition(":")
        handler = f"{path.removesuffix('.py')}.{name}"
        beside = tuple(unit.code / each for each in guest.layers)
        changed = {"name": guest.name, "handler": handler, "code": root, "shared": unit.code}
        return Original(**{**told, **changed, "beside": beside})

    def _unit(self, guest: Guest) -> FunctionResource:
        symbol = Path(guest.file).stem
        units = [each for each in self._deployment.functions.values() if _holds(each, guest)]
        if not units:
            raise HostError(f"No function of the manifest holds the code of {guest.name}.")
        own = (each for each in units if f".{symbol}" in each.handler)
        return next(own, units[0])


class _Spoken:
    """The codec of one trigger: what its source sends, and what it reads in the answer."""

    def __init__(self, kind: str, payload: str, told: Mapping[str, Any]) -> None:
        self._kind = kind
        self._told = told
        self._write = guest_events.writer(kind, payload)
        self._names: list[str] = []

    def encode_events(self, events: Sequence[Event]) -> Any:
        if "input" in self._told:
            return self._told["input"]
        native = self._write(events)
        if self._kind in guest_events.BATCHES:
            self._names = guest_events.names_in(self._kind, native)
        return native

    def decode_outcome(self, native: Any, events: Sequence[Event]) -> Outcome:
        if self._kind in guest_events.BATCHES:
            return guest_events.settled(self._kind, self._names, native, events)
        return single.decode_outcome(native, events)


def _routes(guest: Guest) -> list[Route]:
    """Its routes, as the API over there has them."""
    found = []
    for kind, told, _ in guest.triggers:
        methods = told.get("method", "ANY") if kind == "http" else []
        for method in [methods] if isinstance(methods, str) else methods:
            path = told["path"].replace(":path}", "+}")
            found.append(Route(method.upper(), path, guest.name))
            if path.endswith("+}"):
                found.append(Route(method.upper(), path.rpartition("/")[0] or "/", guest.name))
    return found


def _raw(route: Route, path: str) -> dict[str, str]:
    """The parameters as they were sent."""
    return match(route.template, path.replace("%", "%25")) or {}


def _codec(payload: str) -> ModuleType:
    return import_module(f"faasport_aws.runtime.{CODECS[payload]}")


def _holds(unit: FunctionResource, guest: Guest) -> bool:
    return any((folder / guest.file).is_file() for folder in unit.search_path)


def _is_handlers(error: FunctionError) -> bool:
    """Whether the handler failed, and not the start of its process."""
    if str(error).startswith(_ENDED):
        return True
    return bool(error.error_type) and error.error_type not in _STARTING


def _failing(invoke: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A handler's exception fails the invocation: its source delivers again."""

    def invoked(payload: bytes) -> bytes:
        try:
            return invoke(payload)
        except FunctionError as error:
            if not _is_handlers(error):
                raise
            raise FunctionError(str(error), DELIVERY_ERROR, error.message) from error

    return invoked


def _octets(event: object) -> bytes:
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
