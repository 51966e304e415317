"""Files that the code opens and that would stay at home: loose ones, and folders without Python."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from faasport.migrator.python_source import LEFT_OUT, Sources

_NO_DATA = (".lock", ".md", ".py", ".pyc", ".sh", ".tf", ".tfvars", ".toml", ".zip")
_DEPLOYMENT = frozenset(
    {
        "app.json",
        "cloudbuild.yaml",
        "docker-compose.yml",
        "dockerfile",
        "env.yaml",
        "function.json",
        "host.json",
        "license",
        "local.settings.json",
        "makefile",
        "now.json",
        "package-lock.json",
        "package.json",
        "pipfile",
        "procfile",
        "requirements.txt",
        "tsconfig.json",
        "vercel.json",
    }
)
_MOST = 500
"""Entries of the project's folder that are looked at."""


def loose(folder: Path, sources: Sources) -> list[str]:
    """Globs for `include`: data at the top of the project that a text in its code names."""
    named = set(_texts(sources))
    paths = [each.path for each in sources.files] + [each.path for each in sources.unreadable]
    found = []
    for path in sorted(folder.iterdir())[:_MOST]:
        name = path.name
        if name[0] == "." or path.is_symlink() or name.lower() in _DEPLOYMENT:
            continue
        if path.is_dir():
            holds_python = any(each.startswith(f"{name}/") for each in paths)
            if name in named and name not in LEFT_OUT and not holds_python:
                found.append(f"{name}/**/*")
        elif name in named and not name.lower().endswith(_NO_DATA):
            found.append(name)
    return [each for each in found if _matches(folder, each)]


def _texts(sources: Sources) -> Iterator[str]:
    """Each part of each path that stands in a text of the code."""
    for file in sources.files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from node.value.replace("\\", "/").split("/")
        made = set(file.imported.values())
        if "flask.Flask" in made or "flask.render_template" in made:
            yield "templates"  # where Flask looks without being told
        if "flask.Flask" in made:
            yield "static"


def _matches(folder: Path, pattern: str) -> bool:
    """Whether it names a file: an `include` that names none is refused."""
    top = folder / pattern.partition("/")[0]
    return top.is_file() or any(names for _, _, names in os.walk(top))
