"""Every HTTP codec with its list of losses: one row makes a codec part of all tests here."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import faasport_aws.losses
import faasport_azure.losses
import faasport_gcp.losses
import faasport_vercel.losses
from faasport.runtime import wire
from faasport.runtime.application import Application
from faasport.testing.losses import Losses
from faasport_aws.runtime import alb, alb_single, http_v1, http_v2
from faasport_azure.runtime import http as azure_http
from faasport_gcp.runtime import http as gcp_http
from faasport_vercel.runtime import http as vercel_http, lambda_event


class Row(NamedTuple):
    codec: ModuleType
    losses: Losses


CODECS = {
    "wire": Row(wire, faasport_gcp.losses.HTTP),
    "aws-http-v2": Row(http_v2, faasport_aws.losses.HTTP_V2),
    "aws-http-v1": Row(http_v1, faasport_aws.losses.HTTP_V1),
    "aws-alb": Row(alb, faasport_aws.losses.ALB),
    "aws-alb-single": Row(alb_single, faasport_aws.losses.ALB_SINGLE),
    "gcp-http": Row(gcp_http, faasport_gcp.losses.HTTP),
    "azure-http": Row(azure_http, faasport_azure.losses.HTTP),
    "vercel-http": Row(vercel_http, faasport_vercel.losses.HTTP),
    "vercel-lambda-event": Row(lambda_event, faasport_vercel.losses.LAMBDA_EVENT),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "row" in metafunc.fixturenames:
        metafunc.parametrize("row", CODECS.values(), ids=CODECS)


@pytest.fixture(scope="session")
def application() -> Application:
    """The echo application, found as any project's is: by the names of its modules."""
    name = "faasport_echo_app"
    path = Path(__file__).with_name("echo_app.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return Application.of("echo", module)
