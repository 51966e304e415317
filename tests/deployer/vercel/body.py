"""The body of a request for a deployment, as Vercel takes it."""

from __future__ import annotations

import re
from typing import Any

# https://vercel.com/docs/rest-api/deployments/create-a-new-deployment, and what the command line
# sends beside it.
BODY = {
    "$schema", "build", "crons", "customEnvironmentSlugOrId", "deploymentId", "env", "files",
    "framework", "functions", "gitMetadata", "gitSource", "meta", "name", "project",
    "projectSettings", "regions", "source", "target", "version",
}  # fmt: skip
SETTINGS = {
    "buildCommand", "devCommand", "framework", "installCommand", "nodeVersion", "outputDirectory",
    "rootDirectory", "sourceFilesOutsideRootDirectory",
}  # fmt: skip
FILE = {"file", "sha", "size", "mode"}


def fault(body: dict[str, Any]) -> str:
    """What the schema of the request does not take."""
    unknown = (body.keys() - BODY) | (body.get("projectSettings", {}).keys() - SETTINGS)
    if unknown:
        return f"Invalid request: should NOT have additional property `{min(unknown)}`."
    if not re.fullmatch(r"[a-z0-9._-]{1,100}", body.get("name", "")):
        return "Invalid request: `name` is required."
    if not all(isinstance(value, str) for value in body.get("meta", {}).values()):
        return "Invalid request: `meta` should be strings."
    if body.get("target") not in (None, "production", "staging"):
        return "Invalid request: `target` should be equal to one of the allowed values."
    wrong = [file for file in body["files"] if file.keys() != FILE or len(file["sha"]) != 40]
    return f"Invalid request: {wrong[0]} is no file." if wrong else ""
