"""Tables of guests, and the modules that declare them."""

from __future__ import annotations

import textwrap

import pytest

from faasport.packager import guests as dialects, inputs
from faasport.project import config_file, guests
from faasport.project.problem import ProblemsFound

ONE = 'handler = "a:b"\ndialect = "aws"\nhttp = "/a"'
HANDLER = 'handler = "users:get"\ndialect = "aws"\n'


@pytest.fixture
def read(tmp_path):
    """`read(table, ...)`: the configuration with these lines in the table of `get-user`."""

    def run(table: str, more: str = ""):
        text = f'name = "shop"\n[functions.get-user]\n{textwrap.dedent(table)}\n{more}'
        (tmp_path / "faasport.toml").write_text(text, "utf-8")
        return config_file.read(tmp_path)

    return run


@pytest.fixture
def refused(read):
    def run(table: str, more: str = "") -> list[tuple[str, str, str]]:
        with pytest.raises(ProblemsFound) as found:
            read(table, more)
        return [(each.code, each.where, each.fix) for each in found.value.problems]

    return run


@pytest.mark.parametrize(
    ("told", "arguments"),
    [
        ('"GET /users/{id}"', [{"method": ["GET"], "path": "/users/{id}"}]),
        ('"get, POST  /users"', [{"method": ["get", "POST"], "path": "/users"}]),
        ('"/users"', [{"path": "/users"}]),
        ('{ path = "/users", cors = true }', [{"path": "/users", "cors": True}]),
        ('["/a", { path = "/b" }]', [{"path": "/a"}, {"path": "/b"}]),
    ],
)
def test_a_route_is_told_in_short_or_at_length(read, told, arguments):
    (guest,) = guests.of(read(f"{HANDLER}http = {told}").config)

    assert guest.triggers == tuple(("http", each, {}) for each in arguments)


@pytest.mark.parametrize(
    ("told", "kind", "arguments"),
    [
        ('queue = "orders"', "queue", {"name": "orders"}),
        ('queue = { name = "a", batch_size = 2 }', "queue", {"name": "a", "batch_size": 2}),
        ('topic = "news"', "topic", {"name": "news"}),
        ('bucket = { name = "in", on = "created" }', "bucket", {"name": "in", "on": "created"}),
        ('table = "users"', "table", {"name": "users"}),
        ('event = "com.example.*"', "event", {"type": "com.example.*"}),
        ('stream = "clicks"', "stream", {"name": "clicks"}),
        ('schedule = "0 6 * * *"', "schedule", {"expression": "0 6 * * *"}),
    ],
)
def test_an_event_is_told_in_short_or_at_length(read, told, kind, arguments):
    (guest,) = guests.of(read(HANDLER + told).config)

    assert guest.triggers == ((kind, arguments, {}),)


def test_what_only_the_dialect_is_to_know_is_told_apart(read):
    told = 'schedule = { expression = "every 5 minutes", input = { warm = true } }'
    (guest,) = guests.of(read(HANDLER + told).config)

    assert guest.triggers == (
        ("schedule", {"expression": "every 5 minutes"}, {"input": {"warm": True}}),
    )


def test_an_application_answers_everything_unless_told_otherwise(read):
    table = 'handler = "site:app"\ndialect = "asgi"\n'
    (whole,), (part,) = (guests.of(read(table + more).config) for more in ("", 'http = "/a"'))

    assert whole.triggers == (("http", {"path": "/{path:path}"}, {}),)
    assert part.triggers == (("http", {"path": "/a"}, {}),)


def test_guests_need_no_modules_and_are_modules_themselves(read):
    assert read(f'{HANDLER}http = "/"').config.modules == ["faasport_guests.get_user"]


@pytest.mark.parametrize(
    ("table", "code", "key"),
    [
        ('handler = "users:get"', "half-a-guest", "functions.get-user"),
        ('dialect = "aws"', "missing-key", "modules"),
        ('http = "/"', "missing-key", "modules"),
        (f'{HANDLER}http = {{ pth = "/" }}', "missing-key", "functions.get-user.http[0].path"),
        (f"{HANDLER}queue = 3", "bad-value", "functions.get-user.queue[0]"),
        ('handler = "users.get"\ndialect = "aws"', "bad-value", "functions.get-user.handler"),
        (f'{HANDLER}root = "../else"', "bad-value", "functions.get-user.root"),
        (f'{HANDLER}root = "/etc"', "bad-value", "functions.get-user.root"),
        ('handler = "../users.py:get"\ndialect = "aws"', "bad-value", "functions.get-user.handler"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_place(refused, table, code, key):
    found = [(code, where) for code, where, _ in refused(table)]

    assert (code, f"faasport.toml: {key}") in found


def test_triggers_without_a_handler_are_told(refused):
    table = "[functions.other]\nqueue = 'orders'"
    told = refused(f"{HANDLER}http = '/'", table)

    assert ("no-handler", "faasport.toml: functions.other") in [(a, b) for a, b, _ in told]


def test_a_stage_has_no_guests_of_its_own(refused):
    more = '[stages.prod.functions.get-user]\nhandler = "users:other"'
    told = refused(f"{HANDLER}http = '/'", more)

    assert [(code, where) for code, where, _ in told] == [
        ("unknown-key", "faasport.toml: stages.prod.functions.get-user.handler")
    ]


@pytest.mark.parametrize(
    ("tables", "code", "key"),
    [
        ('handler = "a:b"\ndialect = "aws"', "no-trigger", "functions.one"),
        (
            'handler = "a:b"\ndialect = "awz"\nhttp = "/"',
            "unknown-dialect",
            "functions.one.dialect",
        ),
        (
            f"{ONE}\n[functions.two_x]\n{ONE}\n[functions.two-x]\n{ONE}",
            "same-name",
            "functions.two-x",
        ),
    ],
)
def test_what_no_table_alone_shows_is_told_before_anything_is_resolved(tmp_path, tables, code, key):
    (tmp_path / "a.py").write_text("def b(event, context): ...", "utf-8")
    (tmp_path / "faasport.toml").write_text(f'name = "shop"\n[functions.one]\n{tables}', "utf-8")

    problems = inputs.attempt(tmp_path, None, "dev").problems

    assert [(each.code, each.where) for each in problems] == [(code, f"faasport.toml: {key}")]


def test_the_generated_modules_are_python_whatever_they_are_told(read):
    config = read(f'{HANDLER}http = "GET /it\'s/{{id}}"\nroot = "a b"\nlayers = ["c"]').config
    files = guests.generated(config, dialects.speakers())

    assert sorted(files) == ["faasport_guests/__init__.py", "faasport_guests/get_user.py"]
    for path, text in files.items():
        compile(text, path, "exec")
    assert "/it's/{id}" in files["faasport_guests/get_user.py"].decode()


def test_the_packages_that_ship_are_those_of_the_dialects_in_use(read):
    both = '[functions.site]\nhandler = "site:app"\ndialect = "wsgi"'

    assert dialects.packages(read(f"{HANDLER}http = '/'", both).config) == ("faasport_aws",)


def test_a_guest_is_imported_with_the_variables_of_its_own(tmp_path):
    from faasport.packager import pipeline, registry

    (tmp_path / "users.py").write_text(
        'import os\nNAME = os.environ["NAME"]\nassert "OTHER" in os.environ or NAME == "b"\n'
        "def get(event, context): ...\n",
        "utf-8",
    )
    (tmp_path / "other.py").write_text("from users import *\n", "utf-8")
    (tmp_path / "faasport.toml").write_text(
        'name = "shop"\n'
        f'[functions.one]\n{HANDLER}http = "/a"\nenv = {{ NAME = "a", OTHER = "c" }}\n'
        f'[functions.two]\n{HANDLER.replace("users", "other")}http = "/b"\n'
        'env = { NAME = "b" }\n',
        "utf-8",
    )

    package = pipeline.package(tmp_path, registry.select(["aws"]))

    assert [each.name for each in package.project.functions] == ["one", "two"]
