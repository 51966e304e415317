"""The manifest as it is read: in the order of references, and without what is Terraform's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faasport.deployer.faults import BadSetting, Unsupported
from faasport.packager.output import Output
from faasport_gcp.deployer import manifest


def output(folder: Path, **data: Any) -> Output:
    (folder / "main.tf.json").write_text(json.dumps(data))
    return Output("gcp", folder, (), ("main.tf.json",), (), ())


def test_each_comes_after_what_it_refers_to_and_waits_for(tmp_path: Path) -> None:
    resource = {
        "t": {
            "one": {"name": "${t.two.id}", "//": "A comment."},
            "two": {"name": "x", "depends_on": ["t.three"]},
            "three": {"name": "y"},
        }
    }

    found = manifest.read(output(tmp_path, resource=resource), {})

    assert [each.key for each in found.resources] == ["three", "two", "one"]
    assert dict(found.resources[2].body) == {"name": "${t.two.id}"}


def test_variables_are_given_or_have_a_default(tmp_path: Path) -> None:
    variable = {"project": {"type": "string"}, "region": {"default": "here"}}
    made = output(tmp_path, variable=variable)

    found = manifest.read(made, {"project": "p"})

    assert found.variables == {"project": "p", "region": "here"}
    with pytest.raises(BadSetting, match="no default"):
        manifest.read(made, {})


@pytest.mark.parametrize(
    "data",
    [
        {"locals": {"a": 1}},
        {"module": {"a": {}}},
        {"terraform": {"backend": {"gcs": {}}}},
        {"resource": {"t": {"a": [{}]}}},
        {"resource": {"t": {"a": {"count": 2}}}},
        {"resource": {"t": {"a": {"lifecycle": {}}}}},
        {"resource": {"t": {"a": {"x": "${t.b.id}"}, "b": {"x": "${t.a.id}"}}}},
    ],
)
def test_what_terraform_alone_can_do_is_refused(tmp_path: Path, data: dict[str, Any]) -> None:
    with pytest.raises(Unsupported, match=r"."):
        manifest.read(output(tmp_path, **data), {})
