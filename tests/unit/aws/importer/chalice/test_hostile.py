"""Applications that cannot be read, and what is never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from faasport.migrator.origin import Asked
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.chalice import Chalice

APP = "from chalice import Chalice\napp = Chalice(app_name='a')\n"
REFUSED = {
    "python-2": "from chalice import Chalice\napp = Chalice('a')\nprint 'x'\n",
    "no-application": "import chalice\n# app = Chalice(\n",
    "not-python": f"{APP}def (:\n",
}


def read(folder: Path, text: str, **files: str):
    (folder / "app.py").write_text(text)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return Chalice().read(folder, folder / "app.py", Asked())


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_it_is_refused_with_its_place(case, tmp_path):
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, REFUSED[case])

    assert found.value.problems[0].where.startswith("app.py")


def test_a_broken_configuration_is_refused(tmp_path):
    with pytest.raises(ProblemsFound):
        read(tmp_path, APP, **{".chalice/config.json": "{"})


def test_a_policy_outside_of_the_project_is_not_read(tmp_path):
    (tmp_path / "secret.json").write_text('{"Statement": []}')
    project = tmp_path / "project"
    project.mkdir()
    config = '{"iam_policy_file": "../../secret.json"}'

    draft = read(project, APP, **{".chalice/config.json": config})

    assert "permissions" not in draft.settings
    assert any("leads out" in each.message for each in draft.remarks)


def test_nothing_of_it_is_run(tmp_path):
    mark = tmp_path / "ran"

    draft = read(tmp_path, f"{APP}open({str(mark)!r}, 'w')\n@app.route('/')\ndef i(): ...\n")

    assert draft.functions[0].is_carried
    assert not mark.exists()


def test_what_is_no_application_is_not_recognised(tmp_path):
    (tmp_path / "app.py").write_text("import flask\n")

    assert Chalice().recognised(tmp_path) is None
