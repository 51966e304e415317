"""`faasport verify` on projects that must not pass, and on one that must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAME = """
import faasport

@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    return {"hello": name}
"""

BRANCHING = """
import faasport

@faasport.http("GET", "/where")
def where(context: faasport.Context):
    return {"where": context.platform}
"""


def verified(root: Path, *targets: str) -> tuple[int, dict[str, Any]]:
    names = [part for target in targets for part in ("--target", target)]
    done = subprocess.run(
        [sys.executable, "-m", "faasport.cli", "verify", *names, "--json"],
        cwd=root,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


def project(folder: Path, source: str) -> Path:
    (folder / "faasport.toml").write_text('name = "shop"\nmodules = ["app"]\n')
    (folder / "app.py").write_text(source)
    return folder


def test_a_handler_that_branches_on_the_platform_is_different(tmp_path: Path) -> None:
    code, report = verified(project(tmp_path, BRANCHING), "all")

    outcomes = {
        (case["target"], case["outcome"]) for case in report["cases"] if case["function"] == "where"
    }
    assert code == 1
    assert report["ok"] is False
    assert {(name, "different") for name in ("aws", "azure", "gcp", "vercel")} <= outcomes


def test_a_handler_that_does_not_branch_is_the_same_everywhere(tmp_path: Path) -> None:
    code, report = verified(project(tmp_path, SAME), "all")

    outcomes = {case["outcome"] for case in report["cases"]}
    assert (code, report["ok"]) == (0, True)
    assert outcomes <= {"same", "not-expressible"}
    assert {case["target"] for case in report["cases"]} == {"aws", "azure", "gcp", "vercel"}


@pytest.mark.parametrize("source", ["raise RuntimeError('no database')", "def broken(:"])
def test_what_does_not_import_is_said_before_anything_runs(tmp_path: Path, source: str) -> None:
    code, report = verified(project(tmp_path, source), "aws")

    assert code == 1
    assert [problem["code"] for problem in report["problems"]]
