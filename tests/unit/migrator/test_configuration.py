from __future__ import annotations

import pytest

from faasport.migrator import configuration
from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.tree import Expression
from faasport.project import config_file

USERS = "def get(event, context): ...\n\n\ndef add(event, context): ...\n"


@pytest.fixture
def folder(make_folder):
    return make_folder({"src/users.py": USERS, "old.py": 'print "x"\n', "prices.csv": "a\n"})


def function(name, where="acme.yml:1", comment="", runtime="", **table):
    written = {"handler": "src.users:get", "dialect": "aws", **table}
    return DraftFunction(name, where, written, comment, runtime)


def made(folder, *functions, **settings):
    draft = Draft("acme", "acme.yml", settings, list(functions))
    return configuration.made(draft, folder)


def said(configured):
    return [(each.kind, each.function, each.message) for each in configured.remarks]


def test_a_whole_application_is_laid_out_as_a_person_would(folder, golden):
    route = {"path": "/users", "method": ["GET", "HEAD"], "cors": True}
    functions = [
        function("get-user", comment="Finds one.\nOr none.", http="GET /users/{id}", timeout=10),
        function(
            "add-user",
            handler="src/users.py:add",
            payload="rest-1.0",
            http=["POST /users", route, "PUT /users/{id}", "PATCH /users/{id}", "DELETE /users"],
            queue={"name": "users", "batch_size": 5},
            env={"TABLE": "users", "QUOTE": 'a"b\n', "URL": "https://example.com/" + "x" * 80},
            permissions={"aws": [{"Action": ["x:Y"], "Resource": {"Fn::GetAtt": ["T", "Arn"]}}]},
        ),
        function("pay", handler="pay.handler", runtime="nodejs20.x", http="POST /pay"),
    ]
    resources = {"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"KeySchema": [{"a": 1}]}}}
    draft = Draft(
        "acme",
        "acme.yml",
        {
            "targets": {"aws": {"front": "rest-api", "document": {"Resources": resources}}},
            "stages": {"prod": {"memory": 1024, "functions": {"get-user": {"timeout": 20}}}},
            "env": {"STAGE": "dev"},
            "name": "shop",
            "include": ["prices.csv"],
            "memory": 256,
            "tags": {"cost.center": "7"},
        },
        functions,
        comment="The shop.",
    )

    configured = configuration.made(draft, folder)

    golden("faasport.toml", configured.text)
    assert configured.carried == ("get-user", "add-user")
    assert configured.aside == {"pay": "it runs on nodejs20.x"}
    assert [each.function for each in configured.remarks if each.kind == "left"] == ["pay"]


def test_what_is_written_is_read_again_as_a_sound_configuration(folder):
    configured = made(folder, function("get", http="/a"), name="shop")
    (folder / "faasport.toml").write_text(configured.text, "utf-8")

    file = config_file.read(folder)

    assert file.config.name == "shop"
    assert [*file.config.functions] == ["get"]


def test_the_folder_names_a_project_that_has_no_name(folder):
    assert config_file.loads(made(folder, function("get", http="/a")).text)["name"] == "shop"


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ({"timeout": "x"}, "timeout", "input should be a valid integer"),
        ({"memory": 0}, "memory", "greater than 0"),
        ({"odd": 1}, "odd", "unknown key 'odd'"),
        ({"env": {"A": "${b.c}"}}, "env.A", "names no variable of the shell"),
        ({"env": {"FAASPORT_A": "b"}}, "env.FAASPORT_A", "faasport's own"),
        ({"schedule": "now"}, "schedule[0]", "no cron expression"),
        ({"schedule": "every 5 years"}, "schedule[0]", "every"),
        ({"queue": {"nam": "x"}}, "queue[0].name", "this key is required"),
        ({"permissions": {"nowhere": [{"a": "b"}]}}, "permissions.nowhere", "no target 'nowhere'"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_what_the_configuration_refuses_is_left_out_and_told(folder, table, key, message):
    configured = made(folder, function("get", "acme.yml:7", http="/a", **table))

    first = configured.remarks[0]
    assert configured.carried == ("get",)
    assert (first.kind, first.where, first.function) == ("left", "acme.yml:7", "get")
    assert first.message.startswith(f"faasport refuses functions.get.{key}: ")
    assert message in first.message
    assert set(config_file.loads(configured.text)["functions"]["get"]) - {"env", "permissions"} == {
        "handler",
        "dialect",
        "http",
    }


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"http": "users"}, "must start with '/'"),
        ({}, "this handler has no trigger"),
        ({"http": "/a", "dialect": "acme"}, "there is no dialect 'acme'"),
        ({"http": "/a", "handler": "src.none:get"}, "no file here is 'src.none:get'"),
        ({"http": "/a", "handler": "src.users:none"}, "src/users.py has no 'none'"),
        ({"http": "/a", "handler": "old:get"}, "old.py:1 is not Python 3"),
        ({"http": "/a", "handler": "src users"}, "is not a handler"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_function_that_could_not_be_called_becomes_a_comment(folder, table, why):
    configured = made(folder, function("get", **{"timeout": 5, **table}), function("b", http="/b"))

    assert configured.carried == ("b",)
    assert why in configured.aside["get"]
    assert "# [functions.get]\n" in configured.text
    assert "# timeout = 5\n" in configured.text
    assert any(function == "get" for _, function, _ in said(configured))


def test_of_two_functions_with_one_route_the_first_has_it(folder):
    first = function("get", http=["GET /a/{id}", "/b"])
    second = function("other", "acme.yml:9", http=["GET /a/{name}", "GET /c"])

    configured = made(folder, first, second)

    assert configured.carried == ("get", "other")
    assert said(configured) == [("left", "other", "get answers GET /a/{name} already.")]
    assert config_file.loads(configured.text)["functions"]["other"]["http"] == ["GET /c"]


def test_names_are_made_kebab_and_unique_with_their_tables(folder):
    functions = [function("getUser", http="/a"), function("get_user", http="/b")]
    targets = {"aws": {"functions": {"get_user": {"memory": 512}, "gone": {"memory": 1}}}}

    configured = made(folder, *functions, targets=targets)

    assert configured.carried == ("get-user", "get-user-2")
    assert config_file.loads(configured.text)["targets"]["aws"]["functions"] == {
        "get-user-2": {"memory": 512}
    }
    assert [kind for kind, _, _ in said(configured)] == ["changed", "changed"]


def test_what_toml_cannot_say_is_told(folder):
    lost = [None, b"x", 2**70, float("nan"), Expression("${a.b}")]

    configured = made(folder, function("get", http="/a"), targets={"aws": {"raw": {"a": lost}}})

    assert config_file.loads(configured.text)["targets"]["aws"]["raw"] == {"a": []}
    assert len(configured.remarks) == len(lost)
    assert all("TOML cannot say" in message for _, _, message in said(configured))


def test_tables_of_targets_that_adapters_refuse_are_left_out(folder):
    targets = {"gcp": {"regoin": "x"}, "nowhere": {"a": 1}}

    configured = made(folder, function("get", http="/a"), targets=targets)

    assert "targets" not in config_file.loads(configured.text)
    assert [message.partition(":")[0] for _, _, message in said(configured)] == [
        "faasport refuses targets.nowhere",
        "faasport refuses targets.gcp.regoin",
    ]


def test_a_pattern_that_names_no_file_is_left_out(folder):
    configured = made(folder, function("get", http="/a"), include=["prices.csv", "none.csv"])

    assert config_file.loads(configured.text)["include"] == ["prices.csv"]
    assert "'none.csv' names no file here" in configured.remarks[0].message


def test_an_application_without_python_is_all_comments(folder):
    configured = made(folder, function("pay", runtime="nodejs20.x", http="/a"), name="shop")

    assert configured.carried == ()
    assert config_file.loads(configured.text) == {"name": "shop"}
    assert '# http = "/a"\n' in configured.text


def test_comments_hold_nothing_that_ends_them(folder):
    configured = made(folder, function("get", comment="a\r\nb\x00\x1b[31m\u2028c", http="/a"))

    assert config_file.loads(configured.text)["functions"]["get"]["http"] == "/a"
    assert "# a\n# b[31m\n# c\n" in configured.text


def test_a_handler_in_a_file_that_is_to_be_written_is_there(folder):
    draft = Draft("acme", "acme.yml", {}, [function("get", handler="made:get", http="/a")])
    draft.files["made.py"] = b"def get(event, context): ...\n"

    assert configuration.made(draft, folder).carried == ("get",)


@pytest.mark.parametrize("auth", ["nobody", {"kind": "jwt"}, 7], ids=["word", "jwt", "number"])
def test_a_guard_that_is_refused_leaves_the_function_shut(folder, auth):
    settings = {"auth": auth, "targets": {"aws": {"functions": {"get": {"auth": auth}}}}}

    configured = made(folder, function("get", http="/a", auth=auth), **settings)

    told = config_file.loads(configured.text)
    assert told["functions"]["get"]["auth"] == told["auth"] == "iam"
    assert told["targets"]["aws"]["functions"]["get"]["auth"] == "iam"
    assert all('auth = "iam"' in each.fix for each in configured.remarks if "auth:" in each.message)
