from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from faasport.checker.check import platform
from faasport.checker.code import Surroundings
from faasport.checker.finding import Finding
from faasport.checker.inspection import NOTHING, Ignored, Inspection
from faasport.packager import registry

OURS = ("aws", "azure", "gcp", "vercel")

Inspect = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def platforms():
    """The four adapters of this repository, as the rules see them."""
    return {target.name: platform(target) for target in registry.select(OURS)}


@pytest.fixture
def inspect(platforms) -> Inspect:
    """What is found in some modules, for these targets."""

    def found(
        *texts: str,
        targets: tuple[str, ...] = OURS,
        config: str = "",
        ignored: Ignored = NOTHING,
        named: Mapping[str, str] | None = None,
        **files: str | bytes,
    ) -> list[Finding]:
        table = tomllib.loads(config)
        around = Surroundings(
            wanted=tuple(platforms[name] for name in targets),
            installed=tuple(platforms.values()),
            variables=frozenset(table.get("env", ())),
            secrets=frozenset(table.get("secrets", ())),
        )
        modules = {"app.py": "\n".join(texts)} if texts else {}
        modules |= named or {}
        modules |= {f"{name.replace('__', '/')}.py": text for name, text in files.items()}
        content = {
            name: text if isinstance(text, bytes) else text.encode()
            for name, text in modules.items()
        }
        return Inspection(content, around, ignored).findings()

    return found


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """A project of one module `app` and whatever other files."""

    def make(app: str, config: str = "", **files: str) -> Path:
        root = tmp_path / "project"
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        table = f'[tool.faasport]\nname = "shop"\nmodules = ["app"]\npython = "{version}"\n'
        content = {"pyproject.toml": table + config, "app.py": app}
        content |= {name.replace("__", "/"): text for name, text in files.items()}
        for path, text in content.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        return root

    return make
