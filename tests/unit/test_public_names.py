"""The public surface is a list under test."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import faasport

PUBLIC = [
    "Application",
    "BadRequest",
    "Batch",
    "Body",
    "CORS",
    "ChangeEvent",
    "CloudEvent",
    "Conflict",
    "Context",
    "Cookie",
    "DeclarationError",
    "DeliveryError",
    "Event",
    "FaasportError",
    "Forbidden",
    "Form",
    "HTTPError",
    "Header",
    "Headers",
    "Message",
    "MethodNotAllowed",
    "NotFound",
    "ObjectEvent",
    "Path",
    "PayloadError",
    "PayloadTooLarge",
    "Query",
    "QueryParams",
    "Record",
    "Reject",
    "Request",
    "Response",
    "ResultError",
    "Retry",
    "SecretError",
    "Tick",
    "TooManyRequests",
    "Unauthorized",
    "UnprocessableContent",
    "Upload",
    "asgi",
    "bucket",
    "event",
    "every",
    "http",
    "middleware",
    "queue",
    "schedule",
    "secret",
    "stream",
    "table",
    "topic",
]
HOME = Path(faasport.__file__).parent


def test_the_public_names_are_these() -> None:
    assert faasport.__all__ == PUBLIC == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_can_be_had(name: str) -> None:
    assert getattr(faasport, name) is not None
    assert name in dir(faasport)


def test_type_checkers_see_the_same_names() -> None:
    source = (HOME / "__init__.py").read_text("utf-8")
    block = source.partition("if TYPE_CHECKING:")[2].partition("_HOMES")[0]

    declared = re.findall(r" as (\w+)", block)

    assert sorted(declared) == PUBLIC


def test_no_module_hides_a_public_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(faasport.__path__)}

    assert modules.isdisjoint(PUBLIC)


def test_other_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Requset'"):
        faasport.Requset  # type: ignore[attr-defined]  # noqa: B018  # the attribute is the act


def test_a_star_import_gives_the_public_names() -> None:
    program = "from faasport import *; print(sorted(n for n in dir() if n[0] != '_'))"

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HOME.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == str(PUBLIC)


def test_public_functions_are_typed() -> None:
    hints = typing.get_type_hints(faasport.Context.remaining)

    assert hints == {"return": float | None}
    assert (HOME / "py.typed").exists()
