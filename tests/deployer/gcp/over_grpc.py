"""The same account over gRPC: each method is put as the request of the REST interface that it is.

https://cloud.google.com/apis/design/standard_methods
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import grpc
import trustme
from google import pubsub_v1
from google.cloud import eventarc_v1, functions_v2, resourcemanager_v3, scheduler_v1
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.longrunning import operations_pb2
from google.protobuf import empty_pb2, json_format
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Dropped, Gate, Refused
from tests.deployer.harness.server import Refusal, Service

assert error_details_pb2  # whose messages are in the details of errors
LONG = ("function", "trigger", "channel")


@dataclass(frozen=True)
class Offered:
    """A service: its version in paths, and the module that has its messages."""

    version: str
    module: Any
    is_flat: bool = False


SERVICES = {
    "google.cloud.functions.v2.FunctionService": Offered("v2", functions_v2),
    "google.pubsub.v1.Publisher": Offered("v1", pubsub_v1, is_flat=True),
    "google.pubsub.v1.Subscriber": Offered("v1", pubsub_v1, is_flat=True),
    "google.cloud.scheduler.v1.CloudScheduler": Offered("v1", scheduler_v1),
    "google.cloud.eventarc.v1.Eventarc": Offered("v1", eventarc_v1),
    "google.cloud.resourcemanager.v3.Projects": Offered("v3", resourcemanager_v3),
    "google.cloud.run.v2.Services": Offered("v2", None),
    "google.iam.v1.IAMPolicy": Offered("v1", None),
}


@dataclass(frozen=True)
class Method:
    """How a request is read, what it is over HTTP, and how the answer is written."""

    request: Any
    put: Callable[[Any, dict[str, Any]], Call]
    response: Any


def method_of(path: str) -> Method:
    service, _, name = path.strip("/").partition("/")
    if name == "GetOperation":
        return Method(operations_pb2.GetOperationRequest, _operation, operations_pb2.Operation)
    offered = SERVICES[service]
    if name.endswith("IamPolicy"):
        request = getattr(iam_policy_pb2, f"{name}Request")
        return Method(request, _policy(offered, name), policy_pb2.Policy)
    verb = next(verb for verb in _VERBS if name.startswith(verb))
    noun = name.removeprefix(verb)
    return Method(
        _request(offered, name, noun), _VERBS[verb](offered, noun), _response(offered, name)
    )


def _pb(kind: Any) -> Any:
    return type(kind.pb(kind()))


def _request(offered: Offered, name: str, noun: str) -> Any:
    if offered.is_flat and name.startswith("Create"):
        return _pb(getattr(offered.module, noun))
    return _pb(getattr(offered.module, f"{name}Request"))


def _response(offered: Offered, name: str) -> Any:
    verb = next(verb for verb in _VERBS if name.startswith(verb))
    noun = name.removeprefix(verb)
    if verb == "List":
        return _pb(getattr(offered.module, f"{name}Response"))
    if noun.lower() in LONG and verb != "Get":
        return operations_pb2.Operation
    return empty_pb2.Empty if verb == "Delete" else _pb(getattr(offered.module, noun))


def _call(method: str, path: str, body: Any = None, **query: str) -> Call:
    content = b"" if body is None else json.dumps(body).encode()
    headers = {"authorization": "Bearer checked-by-the-channel"}
    return Call(method, path, urlencode(query), headers, content, "grpc")


def _list(offered: Offered, noun: str) -> Callable[[Any, dict[str, Any]], Call]:
    collection = noun[0].lower() + noun[1:]
    return lambda pb, told: _call(
        "GET", f"/{offered.version}/{told.get('parent') or told['project']}/{collection}"
    )


def _one(verb: str) -> Callable[[Offered, str], Callable[[Any, dict[str, Any]], Call]]:
    def put(offered: Offered, noun: str) -> Callable[[Any, dict[str, Any]], Call]:
        key = noun.lower() if offered.is_flat else "name"
        return lambda pb, told: _call(verb, f"/{offered.version}/{told[key]}")

    return put


def _create(offered: Offered, noun: str) -> Callable[[Any, dict[str, Any]], Call]:
    key = noun[0].lower() + noun[1:]

    def put(pb: Any, told: dict[str, Any]) -> Call:
        if offered.is_flat:
            return _call("PUT", f"/{offered.version}/{told['name']}", told)
        identity = {f"{key}Id": told[f"{key}Id"]} if f"{key}Id" in told else {}
        path = f"/{offered.version}/{told['parent']}/{key}s"
        return _call("POST", path, told.get(key, {}), **identity)

    return put


def _update(offered: Offered, noun: str) -> Callable[[Any, dict[str, Any]], Call]:
    key = noun[0].lower() + noun[1:]

    def put(pb: Any, told: dict[str, Any]) -> Call:
        path = f"/{offered.version}/{told[key]['name']}"
        if offered.is_flat:
            return _call("PATCH", path, told)
        return _call("PATCH", path, told[key], updateMask=told["updateMask"])

    return put


def _policy(offered: Offered, name: str) -> Callable[[Any, dict[str, Any]], Call]:
    verb = name[0].lower() + name[1:]

    def put(pb: Any, told: dict[str, Any]) -> Call:
        method = "GET" if verb == "getIamPolicy" else "POST"
        return _call(method, f"/{offered.version}/{told['resource']}:{verb}", told)

    return put


def _operation(pb: Any, told: dict[str, Any]) -> Call:
    version = "v2" if "/operations/" in told["name"] else "v1"
    return _call("GET", f"/{version}/{told['name']}")


_VERBS = {
    "List": _list,
    "Get": _one("GET"),
    "Create": _create,
    "Update": _update,
    "Delete": _one("DELETE"),
}


class Bridge(grpc.GenericRpcHandler):
    """Every method of every service."""

    def __init__(self, service: Service, gate: Gate, refusal: Refusal) -> None:
        self._service, self._gate, self._refusal = service, gate, refusal

    def service(self, details: Any) -> Any:
        method = method_of(details.method)
        return grpc.unary_unary_rpc_method_handler(
            lambda message, context: self._answered(method, message, context),
            request_deserializer=method.request.FromString,
            response_serializer=method.response.SerializeToString,
        )

    def _answered(self, method: Method, message: Any, context: Any) -> Any:
        call = method.put(message, json_format.MessageToDict(message))
        try:
            answer = self._gate.through(call, lambda: self._service(call))
        except Dropped:
            context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")
        except Refused as refused:
            answer = self._refusal(call, refused.kind)
        if answer.status >= 400:
            context.abort_with_status(rpc_status.to_status(_status(answer)))
        made = method.response()
        json_format.ParseDict(json.loads(answer.body or b"{}"), made)
        return made


def _status(answer: Answer) -> Any:
    error = json.loads(answer.body)["error"]
    code = grpc.StatusCode[error["status"]].value[0]
    return json_format.ParseDict(
        {**error, "code": code, "status": None}, status_pb2.Status(), ignore_unknown_fields=True
    )


@contextmanager
def serving(
    service: Service, gate: Gate, refusal: Refusal, folder: Path
) -> Iterator[tuple[str, Path]]:
    """Where it listens, by TLS, and the file of the certificate that clients must trust."""
    authority = trustme.CA()
    own = authority.issue_cert("localhost")
    roots = folder / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    chain = b"".join(each.bytes() for each in own.cert_chain_pems)
    secret = grpc.ssl_server_credentials([(own.private_key_pem.bytes(), chain)])
    server = grpc.server(ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers((Bridge(service, gate, refusal),))
    port = server.add_secure_port("localhost:0", secret)
    server.start()
    try:
        yield f"localhost:{port}", roots
    finally:
        server.stop(None).wait()
