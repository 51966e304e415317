"""Cloud Run functions' requests in process: HTTP as plain data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.project.model import Project
from faasport.runtime import serving
from faasport.runtime.application import Application
from faasport_gcp.runtime import http


def server(application: Application, _project: Project, _function: str) -> Callable[[Any], Any]:
    """A wire request to a wire response."""
    return serving.server(application, http)
