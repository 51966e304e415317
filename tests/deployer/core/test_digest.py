"""One digest of what is deployed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faasport.deployer import digest, packaged
from faasport.packager import pipeline, registry
from faasport.packager.output import Output
from faasport.project.config import Config
from faasport.project.model import Project

FAKE = Path(__file__).parents[2] / "unit" / "packager" / "fake"
APP = 'import faasport\n\n\n@faasport.http("GET", "/")\ndef hello():\n    return 1\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(FAKE))
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "faasport.toml").write_text('name = "shop"\nmodules = ["app"]\npython = "3.13"\n')
    return tmp_path


def made(root: Path, stage: str = "dev") -> Output:
    (output,) = pipeline.ensure(root, registry.select(["fake"]), stage=stage).outputs
    return output


def test_it_follows_from_what_is_packaged(root: Path) -> None:
    first = digest.of(made(root))
    again = digest.of(made(root))
    (root / "app.py").write_text(APP.replace("return 1", "return 2"))
    changed = digest.of(made(root))

    assert first == again != changed
    assert len(first) == 64


def test_the_configuration_counts_and_the_bill_of_materials_does_not(root: Path) -> None:
    output = made(root)
    marker = output.marker
    assert marker is not None
    others = {**marker.files, output.sbom: "0" * 64}
    manifest = {**marker.files, "manifest.json": "0" * 64}

    assert digest.of(replace(output, marker=replace(marker, files=others))) == digest.of(output)
    assert digest.of(replace(output, marker=replace(marker, files=manifest))) != digest.of(output)


def test_the_last_output_is_that_of_the_stage(root: Path) -> None:
    project = Project(root, Config(name="shop", modules=["app"]))
    before = packaged.last(project, None, "fake")
    output = made(root)

    found = packaged.last(project, None, "fake")

    assert before is None
    assert packaged.declared(project, before) is project
    assert found is not None
    assert digest.of(found) == digest.of(output)
    assert [each.name for each in packaged.declared(project, found).functions] == ["hello"]
    assert packaged.last(replace(project, stage="prod"), None, "fake") is None
