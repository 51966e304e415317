from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from faasport.packager import sent
from faasport.packager.capability import Missing
from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project

TARGET: Any = SimpleNamespace(name="aws", capabilities={"bucket": Missing("none", "none", "")})


def told(*sends: tuple[str, str], **settings: Any) -> list[str]:
    trigger = DeclaredTrigger("queue", name="orders")
    function = DeclaredFunction("fulfil", "app", (trigger,), sends=sends)
    config = Config.model_validate({"name": "shop", "modules": ["app"], **settings})
    return [*sent.warnings(Project(Path(), config, functions=(function,)), TARGET)]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("bucket", "made", "has no bucket"),
        ("bucket", "{name}", "has no bucket"),
        ("queue", "bills", "targets.aws.resources.queue"),
        ("topic", "orders", "targets.aws.resources.topic"),
    ],
)
def test_what_reaches_nothing_is_told(kind, name, words):
    (warning,) = told((kind, name))

    assert warning.startswith(f"fulfil puts out to the {kind} {name!r}, ")
    assert words in warning


@pytest.mark.parametrize("name", ["orders", "%SETTING%", "{id}"])
def test_what_may_reach_something_is_not(name):
    assert told(("queue", name)) == []


def test_what_exists_is_reached():
    there = {"aws": {"resources": {"queue": {"bills": {"arn": "arn"}}}}}

    assert told(("queue", "bills"), targets=there) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"env": {"GUEST_BINDINGS": "off"}},
        {"targets": {"aws": {"env": {"GUEST_BINDINGS": "off"}}}},
        {"targets": {"aws": {"functions": {"fulfil": {"env": {"GUEST_BINDINGS": "off"}}}}}},
    ],
)
def test_where_nothing_is_sent_nothing_is_told(settings):
    assert told(("bucket", "made"), **settings) == []
