"""How large artifacts are is told, before a platform refuses them."""

from __future__ import annotations

import zipfile
from random import Random
from string import ascii_letters, digits

import pytest

from faasport.cli import program
from faasport.packager import contents, pipeline, registry, sizes
from faasport.packager.limit import Limit
from faasport.packager.target import Artifact
from faasport.packager.wheels.distributions import Distribution
from faasport.project.problem import ProblemsFound

HEAVY = 400_000
# Text that no compression makes much smaller.
NOISE = "".join(Random(1).choices(ascii_letters + digits, k=HEAVY))


@pytest.fixture
def make(make_project, make_wheel):
    make_wheel("tiny")
    make_wheel("heavy", **{"heavy_data/numbers.txt": NOISE})
    wheels = make_wheel("middling", **{"middling_data.txt": NOISE[: HEAVY // 2]})
    listed = f"--no-index\n--find-links {wheels}\ntiny\nheavy\nmiddling\n"

    def made(limits=""):
        config = f"[tool.faasport.targets.fake]\n{limits}\n"
        return make_project(config, **{"requirements.txt": listed})

    return made


def package(root):
    (output,) = pipeline.package(root, registry.select(["fake"])).outputs
    return output


def test_every_byte_is_somebodys(make):
    root = make()

    (size,) = package(root).sizes

    with zipfile.ZipFile(root / "dist/fake/code.zip") as archive:
        files = {info.filename: info.file_size for info in archive.infolist()}
    heavy = sum(
        count for path, count in files.items() if path.startswith(("heavy", "__pycache__/heavy"))
    )
    assert size.unpacked == sum(files.values())
    assert size.own + sum(each.bytes for each in size.packages) == size.unpacked
    assert [each.name for each in size.packages] == ["heavy", "middling", "tiny"]
    assert size.packages[0].bytes == heavy > HEAVY


def test_the_table_names_the_heaviest(make, capsys):
    program.run(["package", "--project", str(make()), "--target", "fake"])

    (line,) = [each for each in capsys.readouterr().out.splitlines() if "unpacked" in each]
    assert line.startswith("code.zip: ")
    assert line.index("heavy") < line.index("middling") < line.index("tiny")


@pytest.mark.parametrize("measure", ["unpacked", "zipped"])
def test_beyond_a_limit_the_heaviest_and_the_ways_out_are_named(make, measure):
    with pytest.raises(ProblemsFound) as found:
        package(make(f"{measure} = 300000"))

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == ("too-large", "fake: code.zip")
    assert f"B {measure}; the platform takes 293.0 kB (https://fake.example/triggers)." in (
        problem.message
    )
    assert "Heaviest: heavy 1.0 (390.9 kB), your code and faasport's (" in problem.message
    assert "kB), middling 1.0 (195.6 kB), tiny 1.0" in problem.message
    for way in ("`exclude`", "`functions.<name>.groups`", "`provided`"):
        assert way in problem.fix
    assert ("use a bigger platform" in problem.fix) == (measure == "unpacked")


def test_a_limit_that_is_near_is_warned_of(make):
    whole = package(make()).sizes[0].unpacked

    near = package(make(f"unpacked = {whole * 100 // 81}"))
    far = package(make(f"unpacked = {whole * 100 // 78}"))

    (warning,) = near.warnings[1:]
    assert warning.startswith("code.zip is near its limit: ")
    assert "Heaviest: heavy 1.0 (390.9 kB), your code" in warning
    assert len(far.warnings) == 1


def test_exactly_the_limit_is_within_it(make):
    whole = package(make()).sizes[0].unpacked

    assert package(make(f"unpacked = {whole}")).warnings[1].startswith("code.zip is near")
    with pytest.raises(ProblemsFound):
        package(make(f"unpacked = {whole - 1}"))


FOUND = Distribution("heavy", "1.0", "heavy-1.0.dist-info", frozenset({"heavy.py"}))
LIMIT = Limit(100, "https://fake.example/limits")


def files(count, prefix=""):
    return {f"{prefix}heavy.py": b"x" * count, f"{prefix}heavy-1.0.dist-info/METADATA": b""}


def near(*artifacts):
    known = {each.path: contents.of(each.files, [FOUND]) for each in artifacts}
    return list(sizes.compared(artifacts, known, dict.fromkeys(known, 10)))


def test_what_counts_together_is_counted_together():
    layer = Artifact("layer.zip", files(60, "python/"), ())
    code = Artifact("code.zip", {"app.py": b"x" * 50}, ("f",), limits=(
        sizes.unpacked(LIMIT, "layer.zip"), sizes.zipped(LIMIT, "layer.zip")
    ))  # fmt: skip

    together, sent = near(layer, code)

    assert (together.bytes, together.is_beyond) == (110, True)
    assert [(each.name, each.bytes) for each in together.heaviest] == [
        ("heavy", 60),
        ("your code and faasport's", 50),
    ]
    assert "unpacked with layer.zip" in str(together)
    assert (sent.bytes, sent.is_near) == (20, False)


def test_a_folder_that_holds_a_package_twice_has_twice_its_weight():
    twice = {**files(10, "one/"), **files(10, "two/vendor/")}

    size = sizes.measured(Artifact("out", twice, ()), contents.of(twice, [FOUND]))

    assert (size.packages[0].bytes, size.own) == (20, 0)


def test_a_folder_within_an_artifact_may_have_a_limit_of_its_own():
    within = (sizes.unpacked(LIMIT, within="one/"), sizes.unpacked(LIMIT, within="two/"))
    content = {**files(60, "one/"), "two/data.txt": b"x" * 120}
    artifact = Artifact("out", content, (), archive=False, limits=within)

    one, two = near(artifact)

    assert (one.place, one.bytes, one.is_beyond) == ("out/one", 60, False)
    assert [(each.name, each.bytes) for each in one.heaviest] == [("heavy", 60)]
    (problem,) = sizes.problems("fake", [one, two])
    assert problem.where == "fake: out/two"
    assert "Heaviest: your code and faasport's (120 B)." in problem.message


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 kB"),
        (1024 * 1024, "1.0 MB"),
        (250 * 1024 * 1024, "250.0 MB"),
    ],
)
def test_sizes_are_told_in_the_units_of_the_limits(count, text):
    assert sizes.told(count) == text
