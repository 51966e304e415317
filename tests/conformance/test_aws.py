"""The suite through every AWS shape: the event as JSON, the real entry, the result as JSON."""

from __future__ import annotations

import json
from types import ModuleType
from typing import ClassVar

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.conformance import application
from faasport.testing.conformance.http_suite import HttpSuite
from faasport.testing.conformance.suite import Exceptions
from faasport_aws.exceptions import EXCEPTIONS
from faasport_aws.runtime import alb, alb_single, entry, http_v1, http_v2

APPLICATION = application()


class LambdaSuite(HttpSuite):
    codec: ClassVar[ModuleType]

    def call(self, request: Request) -> Response:
        handler = entry.http(APPLICATION, self.codec)  # type: ignore[arg-type]  # a module
        event = json.loads(json.dumps(self.codec.encode_request(request)))
        result = json.loads(json.dumps(handler(event, None)))
        answer: Response = self.codec.decode_response(result)
        return answer


class TestHttpV2(LambdaSuite):
    codec = http_v2
    exceptions: ClassVar[Exceptions] = EXCEPTIONS["http_v2"]


class TestHttpV1(LambdaSuite):
    codec = http_v1
    exceptions: ClassVar[Exceptions] = EXCEPTIONS["http_v1"]


class TestAlb(LambdaSuite):
    codec = alb
    exceptions: ClassVar[Exceptions] = EXCEPTIONS["alb"]


class TestAlbSingle(LambdaSuite):
    codec = alb_single
    exceptions: ClassVar[Exceptions] = EXCEPTIONS["alb_single"]
