"""`terraform validate` of many configurations in one run, each a module of one root."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from faasport.project import uv
from tests.unit.targets.terraform_wheel import SECTIONS, WHEELS, Wheel, schema

Configuration = Mapping[str, Any]
REGISTRY = "registry.terraform.io"
PLUGIN = Path(__file__).with_name("terraform_plugin.py")
TF = "tf==1.2.0"
# https://developer.hashicorp.com/terraform/language/expressions/type-constraints
PLACEHOLDERS = {"string": "placeholder", "number": 1, "bool": False}


def validated(
    provider: str, configurations: Mapping[str, Configuration], folder: Path, cached: Path
) -> dict[str, list[str]]:
    """What Terraform says of each: nothing of a good one. The provider is one of the wheels'."""
    wheel = WHEELS[provider]
    plugins = _mirror(wheel, schema(wheel, _kinds(configurations.values()), cached), cached)
    return run(plugins, configurations, folder)


def run(
    plugins: Path, configurations: Mapping[str, Configuration], folder: Path
) -> dict[str, list[str]]:
    """The same with the providers of a folder of plug-ins."""
    for name, configuration in configurations.items():
        _written(folder / name, configuration)
    _written(folder, {"module": {name: _call(name, it) for name, it in configurations.items()}})
    told = terraform(folder, "init", "-backend=false", f"-plugin-dir={plugins}", "-input=false")
    assert told.returncode == 0, told.stdout + told.stderr
    told = terraform(folder, "validate", "-json")
    found: dict[str, list[str]] = {name: [] for name in configurations}
    for diagnostic in json.loads(told.stdout)["diagnostics"]:
        place = diagnostic.get("range", {}).get("filename", "").partition("/")[0]
        found.setdefault(place, []).append(_said(diagnostic))
    return found


def evaluated(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What Terraform makes of values that need no provider."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform here")
    _written(folder, {"output": {key: {"value": value} for key, value in values.items()}})
    told = terraform(folder, "apply", "-auto-approve")
    assert told.returncode == 0, told.stdout + told.stderr
    outputs = json.loads(terraform(folder, "output", "-json").stdout)
    return {key: told["value"] for key, told in outputs.items()}


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real program, without the user's settings of it."""
    rc = folder / "terraform.rc"
    rc.touch()
    env = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    env |= {"TF_CLI_CONFIG_FILE": str(rc), "CHECKPOINT_DISABLE": "1"}
    command = ["terraform", f"-chdir={folder}", *arguments]
    if arguments[-1] != "-json":
        command.append("-no-color")
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def _kinds(configurations: Any) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {section: set() for section in SECTIONS}
    for configuration in configurations:
        for section, found in kinds.items():
            found.update(configuration.get(section, {}))
    return kinds


def _written(folder: Path, configuration: Configuration) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tf.json").write_text(json.dumps(configuration), "utf-8")
    for archive in _archives(configuration):
        (folder / archive).write_bytes(b"")


def _archives(value: Any) -> Iterator[str]:
    """Files beside the configuration, which functions of Terraform read."""
    prefix = "${path.module}/"
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _archives(each)
    elif isinstance(value, list):
        for each in value:
            yield from _archives(each)
    elif isinstance(value, str) and value.startswith(prefix) and "/" not in value[len(prefix) :]:
        yield value.removeprefix(prefix)


def _call(name: str, configuration: Configuration) -> dict[str, Any]:
    """A call of the module, with something for each variable that has no default."""
    asked = {
        key: PLACEHOLDERS.get(variable.get("type", "string"), "placeholder")
        for key, variable in configuration.get("variable", {}).items()
        if "default" not in variable
    }
    return {"source": f"./{name}", **asked}


def _said(diagnostic: dict[str, Any]) -> str:
    snippet = diagnostic.get("snippet") or {}
    return f"{diagnostic['summary']}: {diagnostic['detail']} ({snippet.get('context')})"


def _mirror(wheel: Wheel, described: Path, cached: Path) -> Path:
    """A folder of plug-ins with the provider that knows these schemas."""
    mirror = cached / "mirrors" / described.stem
    folder = mirror / REGISTRY / wheel.provider / wheel.version / _platform()
    plugin = folder / f"terraform-provider-{wheel.name}_v{wheel.version}"
    source = PLUGIN.read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(described, folder / "schema.json")
    plugin.write_text(f"#!{_python(cached)}\n{source}", "utf-8")
    plugin.chmod(0o755)
    return mirror


@cache
def _platform() -> str:
    told = subprocess.run(["terraform", "version", "-json"], capture_output=True, check=True)
    platform: str = json.loads(told.stdout)["platform"]
    return platform


@cache
def _python(cached: Path) -> Path:
    """An interpreter with `tf`, whose protobuf is older than that of others here."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    environment = cached / f"environment-{version}"
    python = environment / "bin" / "python"
    if not (environment / "made").exists():
        make = [uv.binary(), "venv", "--quiet", "--clear", "--python", sys.executable]
        subprocess.run([*make, str(environment)], check=True)
        install = [uv.binary(), "pip", "install", "--quiet", "--python", str(python), TF]
        subprocess.run(install, check=True)
        (environment / "made").touch()
    return python
