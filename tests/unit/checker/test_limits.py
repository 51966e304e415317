"""The tables of limits: complete, sourced, dated, true to what the packagers do, and on a page."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from faasport.checker.declared_limits import beyond
from faasport.cli.program import run
from faasport.packager import registry
from faasport.packager.dialect import Dialect
from faasport.packager.limit import Limit
from faasport.packager.limit_page import markdown, said
from faasport.packager.limit_table import TOPICS, Limits, absent, limited, unlimited
from faasport.project.problem import Problem
from tests.unit.checker.conftest import OURS
from tests.unit.targets.projects import function, http, project

PAGE = Path(__file__).resolve().parents[3] / "docs" / "limits.md"
FAKE = "https://fake.example/limits"
each_target = pytest.mark.parametrize("name", OURS)


def limits_of(name: str) -> Limits:
    return registry.select([name])[0].limits


def fake(*rows):
    class Fake:
        name = "fake"
        limits = Limits("November 2026", rows)

    return Fake()


@each_target
def test_there_is_a_row_for_every_topic(name):
    assert {row.topic for row in limits_of(name).rows} == set(TOPICS)


@each_target
def test_every_row_has_its_source_and_no_two_say_the_same(name):
    limits = limits_of(name)

    assert limits.as_of == "November 2026"
    assert [row for row in limits.rows if not row.source.startswith("https://")] == []
    assert [row for row in limits.rows if row.state == "limit" and row.most <= 0] == []
    assert len({(row.topic, row.of) for row in limits.rows}) == len(limits.rows)


@each_target
def test_pythons_are_those_that_the_packager_takes(name):
    (target,) = registry.select([name])

    for minor in range(10, 20):
        taken = f"3.{minor}" in target.limits.pythons
        refused = {each.code for each in target.check(project(python=f"3.{minor}"))}
        older = minor < int(target.minimum_python.partition(".")[2])
        assert older or taken is ("unsupported-python" not in refused)


@each_target
def test_architectures_are_those_that_the_packager_takes(name):
    (target,) = registry.select([name])

    for architecture in ("x86_64", "arm64"):
        refused = {each.code for each in target.check(project(architecture=architecture))}
        taken = architecture in target.limits.architectures
        assert taken is ("unsupported-architecture" not in refused)


@each_target
def test_who_may_call_is_what_the_packager_takes(name):
    (target,) = registry.select([name])
    token = {"issuer": "https://login.example/", "audience": ["shop"]}

    for front, kinds in target.limits.fronts.items():
        options = {"front": front} if len(target.limits.fronts) > 1 else {}
        for auth in ("public", "key", "iam", token):
            kind = "jwt" if auth is token else auth
            wanted = project(auth=auth, targets={name: options})
            refused = {each.code for each in target.check(wanted)}
            assert (kind in kinds) is ("no-auth" not in refused), (front, kind)


@each_target
def test_memory_and_time_are_those_that_the_packager_takes(name):
    (target,) = registry.select([name])
    (memory, *_) = target.limits.about("memory")
    most = max(row.most for row in target.limits.about("duration"))

    def refused(**config):
        return [each for each in target.check(project(**config)) if each.code == "limit"]

    assert refused(memory=memory.most) == []
    assert refused(memory=memory.most + 1) != []
    assert refused(timeout=most + 1) != []


def test_the_page_says_what_the_tables_say():
    text = markdown({name: limits_of(name) for name in OURS})
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        PAGE.write_text(text, "utf-8")

    assert PAGE.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (limited("memory", Limit(10_240, FAKE, lowest=128, unit="MB")), "128 to 10,240 MB"),
        (limited("payload-in", Limit(6 * 1024 * 1024, FAKE, unit="bytes")), "6 MB"),
        (limited("environment", Limit(4096, FAKE)), "4 KB"),
        (limited("routes", Limit(300, FAKE)), "300"),
        (limited("batch", Limit(1, FAKE, lowest=1)), "1"),
        (unlimited("routes", FAKE), "no limit"),
        (absent("streaming", FAKE), "no"),
    ],
)
def test_a_row_in_words(row, words):
    assert said(row) == words


def test_targets_tells_everything(capsys):
    assert run(["targets", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["targets"]
    assert run(["targets"]) == 0
    shown = capsys.readouterr().out

    assert told["gcp"]["pythons"][0] == "3.10"
    assert told["gcp"]["fronts"] == {"Cloud Run": ["public", "iam"]}
    assert len(told["vercel"]["limits"]) == len(limits_of("vercel").rows)
    assert told["vercel"]["limits"][0]["said"] == "4,608 KB"
    for word in ("Python", "Cloud Run: public, iam", "Artifact, unpacked", "Pro: 128 to 4,096 MB"):
        assert word in shown


def test_a_declaration_beyond_a_row_is_a_problem_with_its_source():
    target = fake(limited("environment", Limit(20, FAKE, unit="bytes")), unlimited("routes", FAKE))
    small, large = (project(env={"NAME": "x" * size}) for size in (16, 17))

    problems = list(beyond(target, large, []))

    assert list(beyond(target, small, [])) == []
    assert {(each.code, each.where) for each in problems} == {
        ("limit", "pyproject.toml: tool.faasport.env")
    }
    assert problems[0].message == (
        f"the environment is 21 bytes; fake takes 20 bytes ({FAKE}, as of November 2026)."
    )


def test_what_the_target_refuses_itself_is_not_said_twice():
    target = fake(limited("routes", Limit(1, FAKE)))
    wanted = project(function("a", http("GET", "/a")), function("b", http("GET", "/b")))
    known = [Problem("limit", "there", f"their number is 2 ({FAKE}).", "")]

    assert [each.code for each in beyond(target, wanted, [])] == ["limit"]
    assert list(beyond(target, wanted, known)) == []


def test_what_a_platform_lacks_is_found_by_its_topic():
    limits = Limits("November 2026", (absent("streaming", FAKE), unlimited("tmp", FAKE)))

    assert limits.lacks("streaming") == limits.rows[0]
    assert limits.lacks("tmp") is None
    assert Dialect().payload_keys == frozenset()
