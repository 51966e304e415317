"""What the other platforms need to be told of a project that was Lambda's alone."""

from __future__ import annotations

from typing import Any

from faasport.migrator.draft import Draft
from faasport.packager import registry

_HOME = "aws"


def region(draft: Draft, told: str) -> None:
    """SDKs of AWS ask for the region, of which other platforms know nothing, or another: Vercel
    sets its own, and lets a project say otherwise.
    https://vercel.com/docs/environment-variables/reserved-environment-variables
    """
    for name in registry.installed():
        if name != _HOME:
            _table(draft, name).setdefault("env", {})["AWS_DEFAULT_REGION"] = told


def _table(draft: Draft, target: str) -> dict[str, Any]:
    tables = draft.settings.setdefault("targets", {})
    return tables.setdefault(target, {})  # type: ignore[no-any-return]
