"""Every case, one module a theme."""

from __future__ import annotations

from faasport.testing.conformance.case import Case
from faasport.testing.conformance.cases import (
    around,
    binding,
    bodies,
    cookies,
    errors,
    forms,
    headers,
    invocation,
    methods,
    models,
    paths,
    query,
    results,
    routing,
    sharing,
    streaming,
    waiting,
)

THEMES = (
    methods,
    paths,
    query,
    headers,
    cookies,
    bodies,
    forms,
    binding,
    models,
    results,
    errors,
    routing,
    sharing,
    streaming,
    waiting,
    around,
    invocation,
)

CASES: tuple[Case, ...] = tuple(case for theme in THEMES for case in theme.CASES)
