"""Applications in the manner of public ones, and what becomes of each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from faasport.migrator import configuration
from faasport_aws.importer.sam import Sam
from tests.unit.origins import cases, imported, recorded, shown, unpacked

HERE = Path(__file__).parent
CASES = cases(HERE)


@pytest.mark.parametrize("case", CASES)
def test_an_import_is_that_on_record(case, tmp_path):
    folder = unpacked((HERE / case / "project.txt").read_text(), tmp_path / case)

    draft = imported(Sam(), folder)
    made = configuration.made(draft, folder)

    assert json.loads(shown(draft)) == recorded(draft, HERE / case / "draft.json")
    toml = HERE / case / "faasport.toml"
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        toml.write_text(made.text)
    assert made.text == toml.read_text()


def test_there_are_many_of_them():
    assert len(CASES) >= 10
