"""Vercel's requests in process: HTTP as plain data, or the event of its older runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.project.model import Project
from faasport.runtime import serving
from faasport.runtime.application import Application
from faasport_vercel.runtime import http, lambda_event


def server(application: Application, _project: Project, _function: str) -> Callable[[Any], Any]:
    """Either shape, answered in its own."""
    plain, wrapped = serving.server(application, http), serving.server(application, lambda_event)
    return lambda native: (wrapped if lambda_event.is_event(native) else plain)(native)
