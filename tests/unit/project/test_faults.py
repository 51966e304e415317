"""What is said of a value that does not fit, for every key of the settings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from faasport.packager.options import TargetFunction, TargetOptions
from faasport.project import config_file
from faasport.project.auth import Auth
from faasport.project.config import Concurrency, Config, FunctionSettings, StageSettings
from faasport.project.faults import problems_of
from faasport.project.problem import ProblemsFound

PLAIN = 'name = "shop"\nmodules = ["app"]\n'


@pytest.fixture
def refused(tmp_path):
    """(code, key, message, fix) of each problem with these lines."""

    def run(text: str):
        plain = PLAIN.partition("\n")[2] if text.startswith("name") else PLAIN
        (tmp_path / "faasport.toml").write_text(plain + text)
        with pytest.raises(ProblemsFound) as found:
            config_file.read(tmp_path)
        return [
            (each.code, each.where.partition(": ")[2], each.message, each.fix)
            for each in found.value.problems
        ]

    return run


JWT = 'Write { issuer = "https://...", audience = ["..."] }, or one of "public", "key", "iam".'


@pytest.mark.parametrize(
    ("text", "code", "key", "said", "fix"),
    [
        ('auth = "aim"', "unknown-auth", "auth", "no auth 'aim'", "Did you mean 'iam'?"),
        (
            'python = "3.9"',
            "bad-value",
            "python",
            "'3.9' is not a version of Python from 3.10 on",
            "Write it like that.",
        ),
        ("auth = 5", "bad-auth", "auth", "a kind or a table", JWT),
        ("auth = true", "bad-auth", "auth", "a kind or a table", JWT),
        ('auth = "jwt"', "incomplete-jwt", "auth", "an issuer and an audience", JWT),
        ('auth = { issuer = "https://a" }', "incomplete-jwt", "auth", "and an audience", JWT),
        (
            'auth = { kind = "iam", audience = ["a"] }',
            "meaningless-issuer",
            "auth",
            "those of a token",
            'Leave them out, or write kind = "jwt".',
        ),
        (
            'auth = { issuer = "http://a", audience = ["a"] }',
            "bad-value",
            "auth.issuer",
            "'http://a' is not an https:// URL",
            "Write it like that.",
        ),
        (
            'auth = { isuer = "https://a", audience = ["a"] }',
            "unknown-key",
            "auth.isuer",
            "unknown key",
            "Did you mean 'issuer'?",
        ),
        (
            "concurrency = { min = -1 }",
            "bad-value",
            "concurrency.min",
            "greater than or equal to 0",
            "Write a larger number.",
        ),
        (
            "concurrency = { max = 0 }",
            "bad-value",
            "concurrency.max",
            "greater than 0",
            "Write a larger number.",
        ),
        (
            "concurrency = { min = 2, max = 1 }",
            "bad-range",
            "concurrency",
            "at least 2 are more than at most 1",
            "Make max larger.",
        ),
        ("concurrency = 5", "bad-value", "concurrency", "a table", "Write a table."),
        ("functions.one = 5", "bad-value", "functions.one", "a table", "Write a table."),
        ("permissions.aws = 5", "bad-value", "permissions.aws", "list", "Write a list: [...]."),
        ("tags = 5", "bad-value", "tags", "a table", "Write a table."),
        ("tags = { a = 1 }", "bad-value", "tags.a", "string", "Write it in quotes."),
        ('tags = { "" = "1" }', "bad-value", 'tags.""', "at least one", "Write something."),
        ('tags = { "a.b" = 1 }', "bad-value", 'tags."a.b"', "string", "Write it in quotes."),
        ("tags = { 'a\"b' = 1 }", "bad-value", 'tags."a\\"b"', "string", "Write it in quotes."),
        (
            "[[permissions.aws]]\nAction = [{ a = 2026-11-21 }]",
            "bad-value",
            "permissions.aws[0]",
            "Action[0].a is a date",
            "Write it in quotes.",
        ),
        (
            "permissions.aws = [{ Limit = nan }]",
            "bad-value",
            "permissions.aws[0]",
            "Limit is no number",
            "Write a number.",
        ),
        ("name = true", "bad-value", "name", "it is true.", "Write it in quotes."),
        ("name = 2026-11-21", "bad-value", "name", "it is 2026-11-21.", "Write it in quotes."),
        ("name = []", "bad-value", "name", "it is an empty list.", "Write it in quotes."),
        ("functions = [{ a = 1 }]", "bad-value", "functions", "it is a list.", "Write a table."),
    ],
)
def test_a_fault_says_what_to_write(refused, text, code, key, said, fix):
    ((found_code, found_key, message, found_fix),) = refused(text)

    assert (found_code, found_key, found_fix) == (code, key, fix)
    assert said in message


def test_what_stands_in_place_of_a_secrets_path_is_never_told(refused):
    ((_, key, message, _), (_, other, told, _)) = refused(
        'secrets = { A = "-----BEGIN PRIVATE KEY", B = 12345678 }'
    )

    assert (key, other) == ("secrets.A", "secrets.B")
    assert "BEGIN" not in message
    assert "12345678" not in told


def misspelt(key: str) -> str:
    return f"{key[:-1]}{'q' if key[-1] != 'q' else 'x'}"


@pytest.mark.parametrize(
    ("table", "model"),
    [("", Config), ("functions.one", FunctionSettings), ("stages.prod", StageSettings)],
    ids=["project", "function", "stage"],
)
def test_every_key_is_meant_by_what_is_like_it(refused, table, model):
    keys = sorted(model.model_fields)
    lines = "".join(f"{misspelt(key)} = 1\n" for key in keys)

    found = refused(f"[{table}]\n{lines}" if table else lines)

    assert {fix for *_, fix in found} >= {f"Did you mean {key!r}?" for key in keys}


@pytest.mark.parametrize("model", [Auth, Concurrency, TargetOptions, TargetFunction])
def test_every_key_of_a_table_within_is_meant_by_what_is_like_it(model):
    keys = sorted(model.model_fields)

    with pytest.raises(ValidationError) as error:
        model.model_validate({misspelt(key): 1 for key in keys})

    fixes = {each.fix for each in problems_of(error.value, model, "faasport.toml", "table")}
    assert fixes >= {f"Did you mean {key!r}?" for key in keys if len(key) > 3}
    assert all(fix.startswith("Did you mean") for fix in fixes)
