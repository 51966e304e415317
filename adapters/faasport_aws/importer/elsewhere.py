"""What the other platforms need to be told of a project that was Lambda's alone."""

from __future__ import annotations

from typing import Any

from faasport.migrator.draft import Draft
from faasport.packager import registry

_HAVE_REGION = {"aws", "vercel"}
"""Vercel's functions run on Lambda, which sets it, and reserves the name.
https://vercel.com/docs/environment-variables/reserved-environment-variables"""


def region(draft: Draft, told: str) -> None:
    """SDKs of AWS ask for the region, of which other platforms know nothing."""
    for name in registry.installed():
        if name not in _HAVE_REGION:
            _table(draft, name).setdefault("env", {})["AWS_DEFAULT_REGION"] = told


def _table(draft: Draft, target: str) -> dict[str, Any]:
    tables = draft.settings.setdefault("targets", {})
    return tables.setdefault(target, {})  # type: ignore[no-any-return]
