"""The clients of clouds are loaded by who deploys, and by nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from faasport.deployer import client, faults

ROOT = Path(__file__).parents[3]
CLIENTS = ("boto3", "botocore", "google", "grpc", "azure", "msal", "httpx")
PROBE = """
import json, sys
before = set(sys.modules)  # namespaces that an installation begins with
from faasport.cli.program import program, run
import click
context = click.Context(program)
for name in program.list_commands(context):
    run([name, "--help"])
for target in ("aws", "gcp", "azure", "vercel"):
    run(["check", "--target", target, "--project", {root!r}, "--json"])
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(json.dumps(sorted(tops & set({clients!r}))))
"""
# Without what the client cannot do without.
MISSING = """
import sys
import warnings
sys.modules[{module!r}] = None
from faasport.cli.program import run
sys.exit(run(["status", "--target", {target!r}, "--project", {root!r}, "--json", *{more!r}]))
"""
SUBSCRIPTION = ("--set", "subscription=00000000-0000-0000-0000-000000000000")


def run(program: str, **variables: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(place) for place in (ROOT, ROOT / "adapters"))
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, **variables},
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(
        'import faasport\n\n\n@faasport.http("GET", "/")\ndef hello():\n    return 1\n'
    )
    (tmp_path / "faasport.toml").write_text('name = "shop"\nmodules = ["app"]\npython = "3.13"\n')
    return tmp_path


def test_no_command_loads_a_client_before_it_asks_a_platform(project: Path) -> None:
    done = run(PROBE.format(root=str(project), clients=CLIENTS))

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(
    ("target", "module", "more"),
    [
        ("aws", "boto3", ()),
        ("gcp", "google.auth", ()),
        ("azure", "azure.identity", SUBSCRIPTION),
        ("vercel", "httpx", ()),
    ],
)
def test_without_its_client_a_target_says_what_to_install(
    project: Path, target: str, module: str, more: tuple[str, ...]
) -> None:
    done = run(MISSING.format(root=str(project), target=target, module=module, more=more))

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (1, "no-client"), done.stderr
    assert problem["fix"] == f"Run: pip install 'faasport[{target}]'"


def test_what_is_missing_of_ours_is_no_missing_client() -> None:
    with pytest.raises(ModuleNotFoundError), client.of_extra("aws"):
        import faasport.deployer.nothing  # type: ignore[import-not-found]  # noqa: F401

    with pytest.raises(faults.NoClient), client.of_extra("aws"):
        import nothing_that_is  # type: ignore[import-not-found]  # noqa: F401


def test_what_a_client_says_of_the_python_it_will_leave_behind_is_not_told() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with client.of_extra("gcp"):
            warnings.warn("This Python is old.", FutureWarning, stacklevel=1)

    assert told == []
