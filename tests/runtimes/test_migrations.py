"""Whole applications as their platforms' users write them, imported and run on every target that
can carry them: no line of a handler changes, and each answers as it did at home."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomlkit

from faasport.packager import pipeline, registry
from faasport.verifier.verdict import FINE
from faasport.verifier.verification import verify
from tests.runtimes import guest_projects as projects, migrated_account

ROOT = Path(__file__).parents[1] / "migration"
CASES = "cases.toml"  # beside each application: what it must answer
APPLICATIONS = sorted(path.name for path in ROOT.iterdir() if path.is_dir())
NOT_EVERYWHERE = {"thumbs": {"aws", "azure", "gcp"}}
"""Vercel has no buckets; everything else has functions that run on all four."""


def test_there_are_a_dozen() -> None:
    assert len(APPLICATIONS) >= 12


@pytest.fixture
def account(tmp_path, request):
    """Amazon's services on loopback, for those applications whose handlers call them."""
    if request.getfixturevalue("name") not in migrated_account.USERS:
        yield {}
        return
    with migrated_account.opened(tmp_path / "account") as variables:
        yield variables


@pytest.mark.parametrize("name", APPLICATIONS)
def test_an_application_moves_without_a_changed_line(name, account, tmp_path):
    root = tmp_path / name
    shutil.copytree(ROOT / name, root)
    before = digests(root)

    imported = command("import", str(root), "--json")

    assert imported.returncode == 0, imported.stdout + imported.stderr
    written = set(json.loads(imported.stdout)["written"])
    assert "faasport.toml" in written
    assert {path: digest for path, digest in digests(root).items() if path not in written} == before
    assert not written & set(before)

    shutil.copyfile(ROOT / f"{name}.{CASES}", root / "faasport.verify.toml")
    with_variables(root / "faasport.toml", account)
    reached: set[str] = set()
    wrong = []
    home = projects.home_of(root)
    for share in projects.shares(root, tmp_path / "shares"):
        reached |= {each.name for each in share.targets}
        homes = registry.select([home]) if home in {each.name for each in share.targets} else []
        package = pipeline.ensure(share.root, share.targets)
        told = verify(package, share.targets, pipeline.silent, homes)
        assert told.verdicts
        wrong += [
            f"{each.target}: {each.function}: {each.case}: {each.outcome}: {each.detail}"
            for each in told.verdicts
            if each.outcome not in FINE
        ]
    assert not wrong, "\n".join(wrong)
    assert reached == NOT_EVERYWHERE.get(name, {"aws", "azure", "gcp", "vercel"})


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faasport.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def digests(root: Path) -> dict[str, str]:
    """Of every file, so that a changed line would show."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def with_variables(file: Path, variables: dict[str, str]) -> None:
    """Where the services are, in the configuration: it is the machine's, and no handler's."""
    document = tomlkit.parse(file.read_text("utf-8"))
    table = document.setdefault("env", tomlkit.table())
    for key, value in variables.items():
        table[key] = value
    file.write_text(tomlkit.dumps(document), "utf-8")
