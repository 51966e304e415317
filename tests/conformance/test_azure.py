"""The suite through Azure's codec, and through its entries with the library's own objects."""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import collected
from faasport.testing.conformance import application
from faasport.testing.conformance.http_suite import HttpSuite
from faasport.testing.conformance.suite import Exceptions
from faasport_azure.exceptions import EXCEPTIONS
from faasport_azure.runtime import entry, http
from faasport_azure.runtime.cookies import escaped

functions: Any = pytest.importorskip("azure.functions")
converters: Any = pytest.importorskip("azure.functions.http")
APPLICATION = application()


class AzureSuite(HttpSuite):
    """Without the host, of whose part only the escaping of cookies counts here."""

    exceptions: ClassVar[Exceptions] = {
        name: EXCEPTIONS[name] for name in ("a value in base64 is set as it is",)
    }


class TestCodec(AzureSuite):
    def call(self, request: Request) -> Response:
        there = http.decode_request(json.loads(json.dumps(http.encode_request(request))))
        back = http.encode_response(collected(APPLICATION.call(there), there), there)
        return http.decode_response(json.loads(json.dumps(back)))


class TestFunction(AzureSuite):
    """As the worker calls a plain function."""

    serve: ClassVar[Any] = staticmethod(entry.http(APPLICATION))

    def call(self, request: Request) -> Response:
        return answered(self.serve(native_request(request)))


class TestCoroutineFunction(AzureSuite):
    """As the worker awaits a coroutine function."""

    serve: ClassVar[Any] = staticmethod(entry.http_async(APPLICATION))

    def call(self, request: Request) -> Response:
        return answered(asyncio.run(self.serve(native_request(request))))


def native_request(request: Request) -> Any:
    """What the library makes of the RpcHttp for ``request``."""
    rpc = http.encode_request(request)["input_data"][0]["data"]["http"]
    return functions.HttpRequest(
        method=rpc["method"],
        url=rpc["url"],
        headers=rpc["headers"],
        params=rpc["query"],
        route_params=rpc["params"],
        body=request.body,
    )


def answered(native: Any) -> Response:
    """What the library's own converter sends to the host, which escapes the cookies' values."""
    told = converters.HttpResponseConverter.encode(native, expected_type=None).value
    pairs = [(name, datum.value) for name, datum in told["headers"].items()]
    morsels = [morsel for jar in told["cookies"] or () for morsel in jar.values()]
    for morsel in morsels:
        morsel.set(morsel.key, morsel.value, escaped(morsel.value))
    cookies = [("set-cookie", morsel.OutputString()) for morsel in morsels]
    response = Response(b"", int(told["status_code"].value), [*pairs, *cookies])
    response.body = told["body"].value
    return response
