"""Files that nobody should trust: each is refused with a reason, or read as far as it can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faasport.migrator.documents import yaml
from faasport.migrator.origin import Asked, Origin
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.serverless import Serverless
from tests.unit.origins import cases, imported, unpacked

HERE = Path(__file__).parent
STRANGE = (None, True, -1, 0.5, "", "x", "${self:", [], ["x"], [[]], {}, {"x": "y"}, {"Ref": 5})
MOST = 13
"""Places of one document that are tried, each with another value."""
HEAD = "service: x\nprovider: {name: aws, runtime: python3.12}\n"
REFUSED = {
    "empty": "",
    "a-list": "- a\n",
    "no-functions": HEAD,
    "an-object": "service: !!python/object:os.system x\n",
    "a-tab": "service:\n\t- x\n",
    "a-bomb": "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}]\n"
                                         for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "google": "service: x\nprovider: {name: google}\nfunctions: {a: {handler: b.c}}\n",
    "azure": "service: x\nprovider: azure\nfunctions: {a: {handler: b.c}}\n",
    "tencent": "service: x\nprovider: {name: tencent}\nfunctions: {a: {handler: b.c}}\n",
}  # fmt: skip


def read(folder):
    origin = Serverless()
    return origin.read(folder, origin.recognised(folder), Asked())


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(case, tmp_path):
    (tmp_path / "serverless.yml").write_text(REFUSED[case])

    with pytest.raises(ProblemsFound) as refused:
        read(tmp_path)

    assert all(each.fix for each in refused.value.problems)


@pytest.mark.parametrize("name", ["serverless.ts", "serverless.js"])
def test_a_program_is_not_run(name, tmp_path):
    (tmp_path / name).write_text("module.exports = {}\n")

    with pytest.raises(ProblemsFound, match="serverless print"):
        read(tmp_path)


def test_data_comes_before_a_program(tmp_path):
    for name in ("serverless.ts", "serverless.json", "serverless.yml"):
        (tmp_path / name).write_text("{}")

    assert Serverless().recognised(tmp_path) == tmp_path / "serverless.yml"
    assert Serverless().recognised(tmp_path / "nowhere") is None
    assert isinstance(Serverless(), Origin)


def test_nothing_is_read_from_outside_of_the_folder(tmp_path):
    (tmp_path / "secret.yml").write_text("functions: {a: {handler: stolen.it}}\nkey: stolen\n")
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "link.yml").symlink_to(tmp_path / "secret.yml")
    (folder / "handler.py").write_text("def run(event, context): ...\n")
    (folder / "serverless.yml").write_text(
        HEAD
        + "custom: {a: '${file(../secret.yml):key}', b: '${file(link.yml):key}'}\n"
        + "functions:\n"
        + "  run:\n"
        + "    handler: handler.run\n"
        + "    environment: {A: '${self:custom.a}', B: '${self:custom.b}'}\n"
        + "    events: [{http: GET /}]\n"
        + "  stolen: ${file(../secret.yml):functions.a}\n"
        + "  climbing: {handler: ../../etc/passwd.run, events: [{http: GET /b}]}\n"
        + "package: {patterns: ['../**', '/etc/**', '~/.ssh/*']}\n"
    )

    draft = imported(Serverless(), folder)

    assert "stolen.it" not in str(draft)
    assert draft.functions[0].table["env"] == {"A": "${A}", "B": "${B}"}
    assert "include" not in draft.settings


def test_import_is_the_same_each_time(tmp_path):
    folder = unpacked((HERE / "monolith" / "project.txt").read_text(), tmp_path)

    assert read(folder) == read(folder)


def places(node, path=()):
    """The paths of all that a document holds."""
    if isinstance(node, dict | list):
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            yield (*path, key)
            yield from places(node[key], (*path, key))


def changed(node, path, value):
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = changed(node[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize("case", cases(HERE))
def test_strange_values_at_any_place_are_told_and_nothing_breaks(case, tmp_path):
    folder = unpacked((HERE / case / "project.txt").read_text(), tmp_path)
    (old,) = folder.glob("serverless.*")
    whole = yaml(folder, old.name).data
    old.unlink()

    every = [*places(whole)]
    for number, path in enumerate(every[:: len(every) // MOST + 1]):
        value = STRANGE[number % len(STRANGE)]
        (folder / "serverless.json").write_text(json.dumps(changed(whole, path, value)))
        try:
            imported(Serverless(), folder)
        except ProblemsFound as found:
            assert all(each.fix for each in found.problems)


@pytest.mark.parametrize("audience", [[], None, [5], [""], "shop"])
@pytest.mark.parametrize("issuer", ["https://login.example.com", "http://x", "https://", None])
def test_a_route_that_was_guarded_stays_so(audience, issuer, tmp_path):
    (tmp_path / "handler.py").write_text("def run(event, context): ...\n")
    users = {"type": "jwt", "issuerUrl": issuer, "audience": audience}
    route = {"method": "GET", "path": "/", "authorizer": {"name": "users"}}
    document = {
        "service": "x",
        "provider": {
            "name": "aws",
            "runtime": "python3.12",
            "httpApi": {"authorizers": {"users": users}},
        },
        "functions": {"run": {"handler": "handler.run", "events": [{"httpApi": route}]}},
    }
    (tmp_path / "serverless.json").write_text(json.dumps(document))

    (function,) = imported(Serverless(), tmp_path).functions

    assert function.table["auth"] == "iam" or function.table["auth"]["issuer"] == issuer
