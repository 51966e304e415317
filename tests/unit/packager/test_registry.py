from __future__ import annotations

import pytest

from faasport.packager import registry
from faasport.project.problem import ProblemsFound


def install(folder, distribution, lines):
    info = folder / f"{distribution}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[faasport.adapters]\n{lines}\n")


def test_a_third_partys_adapter_is_found_by_its_entry_point():
    targets = registry.select(["fake"])

    assert [target.name for target in targets] == ["fake"]


def test_a_target_named_twice_is_taken_once_and_order_is_kept():
    targets = registry.select(["fakefolder", "fake", "fakefolder"])

    assert [target.name for target in targets] == ["fakefolder", "fake"]


def test_an_unknown_target_gets_a_hint_and_the_list_of_those_installed():
    with pytest.raises(ProblemsFound) as found:
        registry.select(["fakefoldr", "zzz"])

    first, second = found.value.problems
    assert first.fix == "Did you mean 'fakefolder'?"
    assert "fake, fakefolder, fakerefusing" in second.message


def test_two_adapters_of_one_name_are_refused(tmp_path, monkeypatch):
    install(tmp_path, "other-fake", "fake = other:Target")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(ProblemsFound) as found:
        registry.installed()

    (problem,) = found.value.problems
    assert problem.code == "duplicate-target"
    assert "faasport_fake.packager:ZipTarget, other:Target" in problem.message


def test_the_same_adapter_seen_twice_is_one(tmp_path, monkeypatch):
    install(tmp_path, "faasport-fake", "fake = faasport_fake.packager:ZipTarget")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert registry.installed()["fake"].value == "faasport_fake.packager:ZipTarget"


@pytest.mark.parametrize(
    ("value", "said"),
    [("no_such_module:Target", "ModuleNotFoundError"), ("json:JSONDecoder", "is not a faasport")],
)
def test_an_adapter_that_does_not_load_is_a_problem(tmp_path, monkeypatch, value, said):
    install(tmp_path, "broken", f"broken = {value}")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(ProblemsFound) as found:
        registry.select(["broken"])

    assert said in found.value.problems[0].message
