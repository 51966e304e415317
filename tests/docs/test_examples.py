"""Every example passes its own tests and is packaged for every target."""

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
    """The functions that carry `@faasport.http`, read from the sources."""
    sources = [path for path in example.rglob("*.py") if path.parts[len(example.parts)] != "dist"]
    return {
        node.name
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any("faasport.http" in ast.unparse(each) for each in node.decorator_list)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_passes_its_own_tests(example: Path):
    done = run(["pytest", "-q", "-W", "error", "-p", "no:cacheprovider"], example)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_packaged(example: Path, target: str, tmp_path: Path):
    options = ["--project", str(example), "--target", target, "--out", str(tmp_path), "--json"]
    done = run(["faasport.cli", "package", *options], tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    artifacts = json.loads(done.stdout)["targets"][target]["artifacts"]
    packaged = {name for artifact in artifacts for name in artifact["functions"]}
    assert declared_in(example) <= packaged


def test_there_are_examples_and_targets_to_try():
    assert {"orders"} <= {example.name for example in EXAMPLES}
    assert {"aws", "azure", "gcp", "vercel"} <= set(TARGETS)


def test_the_readme_tells_as_many_answers_as_verify_asks_for(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    project = imported.imported(imported.project_at(ROOT / "examples" / "orders", "dev"))
    sys.modules.pop("orders", None)

    cases = [*builtin.cases(project), *casefile.read(project, TARGETS).cases]

    assert f"Proven: {len(cases) * 4} same." in (ROOT / "README.md").read_text("utf-8")
