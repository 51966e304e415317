"""Every example passes its own tests and is packaged for every target that has its triggers."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from faasport.cli import imported
from faasport.packager import registry
from faasport.verifier import builtin, casefile

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/pyproject.toml"))
TARGETS = sorted(registry.installed())
# Functions that a target has no trigger for, by example; the others are packaged for all.
REFUSED = {("shop", "vercel"): {"announce": "bucket", "receive": "event", "watch": "table"}}
PAIRS = [(example, target) for example in EXAMPLES for target in TARGETS]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def declared_in(example: Path) -> set[str]:
    """The functions that carry a decorator of faasport's, read from the sources."""
    sources = [path for path in example.rglob("*.py") if path.parts[len(example.parts)] != "dist"]
    return {
        node.name
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(ast.unparse(each).startswith("faasport.") for each in node.decorator_list)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_passes_its_own_tests(example: Path):
    done = run(["pytest", "-q", "-W", "error", "-p", "no:cacheprovider"], example)

    assert done.returncode == 0, done.stdout + done.stderr


def package(example: Path, target: str, out: Path) -> subprocess.CompletedProcess[str]:
    options = ["--project", str(example), "--target", target, "--out", str(out), "--json"]
    return run(["faasport.cli", "package", *options], out)


@pytest.mark.parametrize(
    ("example", "target"),
    [pair for pair in PAIRS if (pair[0].name, pair[1]) not in REFUSED],
    ids=lambda each: getattr(each, "name", each),
)
def test_an_example_is_packaged(example: Path, target: str, tmp_path: Path):
    done = package(example, target, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    artifacts = json.loads(done.stdout)["targets"][target]["artifacts"]
    packaged = {name for artifact in artifacts for name in artifact["functions"]}
    assert declared_in(example) <= packaged


@pytest.mark.parametrize(("name", "target"), REFUSED)
def test_what_a_target_has_no_trigger_for_is_refused_function_by_function(
    name: str, target: str, tmp_path: Path
):
    done = package(ROOT / "examples" / name, target, tmp_path)

    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert {each["code"] for each in problems} == {"no-trigger"}
    refused = {each["message"].partition(": ")[0]: each["message"] for each in problems}
    assert set(refused) == set(REFUSED[name, target])
    for function, kind in REFUSED[name, target].items():
        assert f"{target} has no {kind} trigger: " in refused[function]
    assert all(each["where"].partition(":")[0].endswith(".py") for each in problems)
    assert all(each["fix"] for each in problems)
    assert list(tmp_path.iterdir()) == []


def test_there_are_examples_and_targets_to_try():
    assert {"orders", "payments", "shop"} <= {example.name for example in EXAMPLES}
    assert {"aws", "azure", "gcp", "vercel"} <= set(TARGETS)


def test_the_readme_tells_as_many_answers_as_verify_asks_for(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    project = imported.imported(imported.project_at(ROOT / "examples" / "orders", "dev"))
    sys.modules.pop("orders", None)

    cases = [*builtin.cases(project), *casefile.read(project, TARGETS).cases]

    assert f"Proven: {len(cases) * 4} same." in (ROOT / "README.md").read_text("utf-8")
