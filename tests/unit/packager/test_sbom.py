"""The bill of materials: valid, complete, and the same for the same artifacts."""

from __future__ import annotations

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from faasport.packager import archive, pipeline, registry
from faasport.packager.wheels import distributions
from faasport.project import version

FAASPORT = f"pkg:pypi/faasport@{version.tool()}"
VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


@pytest.fixture
def wheels(make_wheel):
    make_wheel("tiny", metadata=["License-Expression: MIT OR Apache-2.0", "Requires-Dist: Old_One"])
    make_wheel("other", metadata=["License: BSD", "Requires-Dist: tiny ; python_version > '3'"])
    classifier = "Classifier: License :: OSI Approved :: MIT License"
    return make_wheel("old_one", version="2.0+cpu", metadata=[classifier, "License: " + "x" * 999])


@pytest.fixture
def make(make_project, wheels):
    def made(name="project", config="", lines=("other", "tiny")):
        listed = "\n".join((f"--no-index\n--find-links {wheels}", *lines))
        return make_project(config, name=name, **{"requirements.txt": listed})

    return made


def bill(root, target="fake", **options):
    (output,) = pipeline.package(root, registry.select([target]), **options).outputs
    content = (output.directory / output.sbom).read_text("utf-8")
    assert VALIDATOR.validate_str(content) is None
    return json.loads(content), output


def by_name(content):
    return {each["name"]: each for each in content["components"]}


def test_it_names_what_is_there_with_version_licence_and_place(make):
    content, output = bill(make())

    found = by_name(content)
    assert content["specVersion"] == "1.6"
    assert {name: each["version"] for name, each in found.items()} == {
        "faasport": version.tool(),
        "old_one": "2.0+cpu",
        "other": "1.0",
        "tiny": "1.0",
    }
    assert found["old_one"]["purl"] == "pkg:pypi/old-one@2.0%2Bcpu"
    assert {name: each["licenses"] for name, each in found.items()} == {
        "faasport": [{"expression": "Apache-2.0"}],
        "old_one": [{"license": {"name": "MIT License"}}],
        "other": [{"license": {"name": "BSD"}}],
        "tiny": [{"expression": "MIT OR Apache-2.0"}],
    }
    places = [each["properties"][0] for each in found.values()]
    assert places == [{"name": "faasport:artifact", "value": "code.zip"}] * 4
    (artifact,) = content["metadata"]["component"]["components"]
    assert artifact["name"] == "code.zip"
    assert artifact["hashes"][0]["content"] == output.artifacts[0].sha256


def test_who_needs_whom_is_told(make):
    content, _ = bill(make())

    needs = {each["ref"]: each["dependsOn"] for each in content["dependencies"]}
    assert needs == {
        "project:shop": [FAASPORT, "pkg:pypi/other@1.0", "pkg:pypi/tiny@1.0"],
        FAASPORT: [],
        "pkg:pypi/old-one@2.0%2Bcpu": [],
        "pkg:pypi/other@1.0": ["pkg:pypi/tiny@1.0"],
        "pkg:pypi/tiny@1.0": ["pkg:pypi/old-one@2.0%2Bcpu"],
    }


def test_hashes_are_those_of_the_very_files(make):
    root = make()

    content, output = bill(root, "fakefolder")

    folder = output.directory / output.artifacts[0].path
    own = ("tiny.py", "tiny-1.0.dist-info", "__pycache__/tiny.")
    digests = {
        name: archive.sha256(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and (name := path.relative_to(folder).as_posix()).startswith(own)
    }
    shipped = {
        name: path.read_bytes()
        for path in folder.rglob("*.py")
        if (name := path.relative_to(folder).as_posix()).startswith(("faasport/", "faasport_fake/"))
    }
    found = by_name(content)
    assert len(digests) == 5
    assert found["tiny"]["hashes"] == [
        {"alg": "SHA-256", "content": archive.of_folder(digests)},
    ]
    assert found["faasport"]["hashes"][0]["content"] == archive.of_folder(
        {path: archive.sha256(data) for path, data in shipped.items()}
    )


def test_it_is_the_same_in_any_folder_and_another_for_other_artifacts(make):
    one, _ = bill(make("one"))
    two, _ = bill(make("elsewhere/two"))
    three, _ = bill(make("three", lines=("tiny",)))

    assert one == two
    assert one["serialNumber"] != three["serialNumber"]
    assert "timestamp" not in one["metadata"]


def test_it_holds_no_more_than_the_artifact(make):
    root = make(config='[tool.faasport.targets.fake]\nprovided = ["sdk"]\n', lines=("old_one",))

    content, _ = bill(root)

    assert set(by_name(content)) == {"faasport", "old_one"}


def test_groups_are_told_by_artifact(make):
    root = make(
        config='[tool.faasport.targets.fake]\nunit = "function"\n'
        '[dependency-groups]\nml = ["other"]\n'
        '[tool.faasport.functions]\nget_order.groups = ["ml"]\n',
        lines=("old_one",),
    )

    content, _ = bill(root)

    places = {
        name: [
            each["value"] for each in component["properties"] if each["name"] == "faasport:artifact"
        ]
        for name, component in by_name(content).items()
    }
    assert places["old_one"] == places["faasport"] == ["create_order.zip", "get_order.zip"]
    assert places["other"] == ["get_order.zip"]


PLACES = {
    "": "pkg:pypi/lib@1.0",
    "file": "pkg:generic/lib@1.0",
    "https://a.example/lib.whl": (
        "pkg:pypi/lib@1.0?download_url=https%3A%2F%2Fa.example%2Flib.whl"
    ),
    "git+https://a.example/lib@1234": (
        "pkg:pypi/lib@1.0?vcs_url=git%2Bhttps%3A%2F%2Fa.example%2Flib%401234"
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_came_from_elsewhere_says_so(place):
    found = distributions.Distribution("lib", "1.0", "", frozenset(), place=place)

    assert found.purl == PLACES[place]


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"url": "file:///home/me/lib", "dir_info": {}}, "file"),
        ({"url": "https://a.example/lib.whl", "archive_info": {}}, "https://a.example/lib.whl"),
        ({"url": "https://me:token@a.example/lib.whl?key=k#x"}, "https://a.example/lib.whl"),
        (
            {"url": "https://a.example/lib", "vcs_info": {"vcs": "git", "commit_id": "12"}},
            "git+https://a.example/lib@12",
        ),
    ],
)
def test_the_place_is_read_from_what_the_installer_wrote(tmp_path, told, place):
    info = tmp_path / "lib-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lib\nVersion: 1.0\n")
    (info / "direct_url.json").write_text(json.dumps(told))

    (found,) = distributions.read(tmp_path)

    assert (found.place, found.files) == (place, frozenset())
