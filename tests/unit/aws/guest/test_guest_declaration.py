"""What cannot be a guest of Lambda's dialect is refused where it is declared."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.errors import DeclarationError
from faasport_aws.runtime.guest_http import PAYLOADS


def test_an_async_handler_is_refused(declared: Any, route: Any) -> None:
    with pytest.raises(DeclarationError, match="async function, which Lambda's Python"):
        declared("async def handler(event, context): ...", route())


def test_an_object_that_is_called_asynchronously_is_refused(declared: Any, route: Any) -> None:
    source = """
    class Handler:
        async def __call__(self, event, context): ...

    handler = Handler()
    """

    with pytest.raises(DeclarationError, match="async function"):
        declared(source, route())


def test_what_cannot_be_called_is_refused(declared: Any, route: Any) -> None:
    with pytest.raises(DeclarationError, match="is a dict, and Lambda calls handler"):
        declared("handler = {}", route())


def test_an_unknown_payload_is_refused_with_those_that_are_known(declared: Any, route: Any) -> None:
    with pytest.raises(DeclarationError) as refused:
        declared("def handler(event, context): ...", route(), payload="http-api")

    assert "no payload 'http-api' of aws" in str(refused.value)
    assert all(name in str(refused.value) for name in (*PAYLOADS, "s3-eventbridge"))


def test_an_object_may_be_the_handler(declared: Any, route: Any) -> None:
    source = """
    class Application:
        def __call__(self, event, context):
            return "called"

    handler = Application()
    """

    assert declared(source, route()).ask().body == b"called"
