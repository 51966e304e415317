from __future__ import annotations

import json
from pathlib import Path

import pytest

from faasport_gcp.importer import Gcp
from tests.unit.origins import cases, imported, recorded, shown, unpacked

HERE = Path(__file__).parent


@pytest.mark.parametrize("case", cases(HERE))
def test_a_project_is_imported_as_it_was_on_record(case, tmp_path):
    folder = unpacked((HERE / case / "project.txt").read_text(), tmp_path / case)

    draft = imported(Gcp(), folder)

    assert json.loads(shown(draft)) == recorded(draft, HERE / case / "draft.json")
