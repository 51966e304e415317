"""Files that were made to hurt are refused with a place and a reason."""

from __future__ import annotations

import os

import pytest

from faasport.migrator import documents, opened
from faasport.project.problem import ProblemsFound

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MEGABYTE = 1024 * 1024
TEXTS = {
    "bomb": ("a.yml", BOMB, "too-many", "a.yml:6: f"),
    "cycle": ("a.yml", "a: &a [*a]\n", "alias-cycle", "a.yml:1: a[0]"),
    "merge-cycle": ("a.yml", "a: &x\n  <<: *x\n", "alias-cycle", 'a.yml:2: a."<<"'),
    "object": ("a.yml", "a: !!python/object/apply:os.system [x]\n", "bad-tag", "a.yml:1: a"),
    "name": ("a.yml", "a: !<tag:yaml.org,2002:python/name:os> x\n", "bad-tag", "a.yml:1: a"),
    "set": ("a.yml", "a: !!set {x}\n", "bad-tag", "a.yml:1: a"),
    "same-keys": ("a.yml", "a: 1\nb:\n  c: 1\n  c: 2\n", "same-key", "a.yml:4: b.c"),
    "deep": ("a.yml", "[" * 100_000, "too-deep", "a.yml:1"),
    "deep-block": ("a.yml", "".join(f"{' ' * n}a:\n" for n in range(70)), "too-deep", "a.yml:65"),
    "list-key": ("a.yml", "? [a]\n: b\n", "bad-key", "a.yml:1"),
    "two-documents": ("a.yml", "a: 1\n---\nb: 1\n", "several-documents", "a.yml:2"),
    "tab": ("a.yml", "a:\n\t- b\n", "bad-yaml", "a.yml:2"),
    "open": ("a.yml", "a: [\n", "bad-yaml", "a.yml:2"),
    "unknown-alias": ("a.yml", "a: *b\n", "bad-yaml", "a.yml:1: a"),
    "merge-of-text": ("a.yml", "a: &a b\nc:\n  <<: *a\n", "bad-merge", "a.yml:3: c"),
    "many": ("a.yml", "a:\n" * 200_000, "too-many", "a.yml"),
    "large": ("a.yml", "a: b\n" * MEGABYTE, "too-large", "a.yml"),
    "empty": ("a.yml", " \n", "empty", "a.yml"),
    "binary": ("a.yml", b"a: \0", "not-text", "a.yml"),
    "latin-1": ("a.yml", b"a: 1\nb: \xe9\n", "not-utf-8", "a.yml:2"),
    "json-deep": ("a.json", "[" * 100_000, "bad-json", "a.json:1"),
    "json-same-keys": ("a.json", '{"a": 1,\n"a": 2}', "same-key", "a.json:2: a"),
    "json-nan": ("a.json", '{"a": NaN}', "bad-json", "a.json:1"),
    "json-open": ("a.json", '{"a": [1,\n', "bad-json", "a.json:2"),
    "json-more": ("a.json", "{}\n{}", "bad-json", "a.json:2"),
    "json-quotes": ("a.json", "{'a': 1}", "bad-json", "a.json:1"),
    "toml": ("a.toml", "a = 1\nb =\n", "bad-toml", "a.toml:2"),
    "toml-deep": ("a.toml", "a = " + "[" * 100_000, "bad-toml", "a.toml"),
    "toml-dots": ("a.toml", "a." * 100_000 + "b = 1", "bad-toml", "a.toml"),
    "toml-dotted-head": ("a.toml", '["a" . ' + "b." * 100_000 + "c]", "bad-toml", "a.toml"),
    "hcl-quotes": ("a.tf", "a = " + '\\"' * 100_000, "bad-hcl", "a.tf:1"),
    "hcl-heredocs": ("a.tf", "a = <<a\n" * 25_000, "bad-hcl", "a.tf:1"),
    "hcl": ("a.tf", 'a = 1\nb = "\n', "bad-hcl", "a.tf:2"),
    "hcl-deep": ("a.tf", "a = " + "(" * 100_000, "too-deep", "a.tf:1"),
    "hcl-templates": ("a.tf", 'a = "' + "${" * 1000, "too-deep", "a.tf:1"),
    "hcl-same-keys": ("a.tf", "a = 1\na = 2\n", "same-key", "a.tf:2: a"),
    "hcl-large": ("a.tf", "a = 1\n" * 100_000, "too-large", "a.tf"),
    "suffix": ("a.ini", "a = 1\n", "bad-document", "a.ini"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_file_is_refused(make_folder, name):
    file, text, code, place = TEXTS[name]
    root = make_folder({file: text})

    with pytest.raises(ProblemsFound) as found:
        documents.read(root, file)

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == (code, place)
    assert problem.fix
    assert len(problem.message) < 300


def test_all_keys_that_are_there_twice_are_told_at_once_up_to_a_number(make_folder):
    root = make_folder({"a.yml": "a: 1\n" * 500})

    with pytest.raises(ProblemsFound) as found:
        documents.read(root, "a.yml")

    assert len(found.value.problems) == 20


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../a.yml", "outside"),
        ("/etc/hostname", "outside"),
        ("a/../../a.yml", "outside"),
        ("out.yml", "outside"),
        ("a\0.yml", "bad-path"),
        ("none.yml", "no-file"),
        (".", "no-file"),
        ("loop.yml", "no-file"),
        ("pipe.yml", "no-file"),
    ],
    ids=ascii,
)
def test_a_path_that_leads_nowhere_good_is_refused(make_folder, path, code):
    root = make_folder({"here.yml": "a: 1\n"})
    (root.parent / "a.yml").write_text("a: 1\n")
    (root / "out.yml").symlink_to(root.parent / "a.yml")
    (root / "loop.yml").symlink_to("loop.yml")
    os.mkfifo(root / "pipe.yml")

    with pytest.raises(ProblemsFound) as found:
        documents.read(root, path)

    (problem,) = found.value.problems
    assert problem.code in {code, "bad-path"}


def test_a_folder_that_is_reached_by_a_link_is_the_same_folder(make_folder, tmp_path):
    root = make_folder({"a.yml": "a: 1\n"})
    (tmp_path / "link").symlink_to(root)

    assert opened.relative(tmp_path / "link", tmp_path / "link" / "a.yml") == "a.yml"
    assert documents.read(tmp_path / "link", "a.yml").table == {"a": 1}
