"""Who may call a function: what is refused, what a front is told, and that no way leads past."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from faasport.packager import entry
from faasport.packager.target import Dependencies
from faasport.project.model import DeclaredTrigger
from faasport.project.problem import ProblemsFound
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport_aws.host import template
from faasport_aws.host.routes import select
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.units import units_of
from faasport_aws.runtime import http_v2
from tests.unit.targets.projects import function, http, project
from tests.unit.targets.sam_to_cloudformation import parsed, transformed

TARGET = AwsTarget()
JWT = {"issuer": "https://id.example.com", "audience": ["shop"]}
OTHER = {"issuer": "https://other.example.com", "audience": ["shop"]}
CONTEXT = SimpleNamespace(aws_request_id="r-1", get_remaining_time_in_millis=lambda: 2500)
ALLOWED = {
    "http-api": {"public", "iam", "jwt"},
    "rest-api": {"public", "iam", "key"},
    "function-url": {"public", "iam"},
    "alb": {"public"},
}
MODULE = """
import faasport

CORS = faasport.CORS(origins=["https://shop.example.com"])
calls = []


def noted(name):
    calls.append(name)
    return {"name": name}


@faasport.http("GET", "/files/{name:path}")
def files(name: str):
    return noted("files")


@faasport.http("GET", "/{page}")
def page(page: str):
    return noted("page")


@faasport.http("GET", "/files/secret", cors=CORS)
def secret():
    return noted("secret")


@faasport.http("GET", "/admin")
def admin():
    return noted("admin")


@faasport.http("ANY", "/internal/{path:path}", cors=CORS)
def internal(path: str):
    return noted("internal")


@faasport.http("POST", "/orders/{order}")
def change(order: str):
    return noted("change")


@faasport.http("POST", "/orders/all")
def change_all():
    return noted("change_all")
"""
CORS = {"origins": ["https://shop.example.com"]}
FUNCTIONS = (
    function("files", http("GET", "/files/{name:path}")),
    function("page", http("GET", "/{page}")),
    function("secret", DeclaredTrigger("http", ("GET",), "/files/secret", cors=CORS)),
    function("admin", http("GET", "/admin")),
    function("internal", DeclaredTrigger("http", ("ANY",), "/internal/{path:path}", cors=CORS)),
    function("change", http("POST", "/orders/{order}")),
    function("change_all", http("POST", "/orders/all")),
)
GUARDED = {"secret": JWT, "admin": "iam", "internal": OTHER, "change": "iam", "change_all": "iam"}
SETTINGS = {name: {"auth": auth} for name, auth in GUARDED.items()}


def problems(*functions: Any, **config: Any) -> list[Any]:
    return TARGET.check(project(*functions, timeout=20, **config))


def planned(*functions: Any, **config: Any) -> Any:
    return TARGET.plan(project(*functions, timeout=20, **config), {}, Dependencies({}))


@pytest.mark.parametrize("front", ALLOWED)
@pytest.mark.parametrize("auth", ["public", "key", "iam", JWT])
def test_what_a_front_has_not_is_refused_and_never_made_public(front, auth):
    kind = auth if isinstance(auth, str) else "jwt"

    found = problems(auth=auth, targets={"aws": {"front": front}})

    if kind in ALLOWED[front]:
        assert found == []
    else:
        assert {each.code for each in found} == {"no-auth"}
        assert all(front in each.message and "https://" in each.message for each in found)
        assert all(each.where == f"{each.where.partition(':')[0]}:1" for each in found)


def test_functions_of_one_unit_have_one_guard():
    found = problems(functions={"hook": {"auth": JWT}}, targets={"aws": {"unit": "app"}})

    assert "conflicting-settings" in {each.code for each in found}


def test_a_target_does_not_settle_that_a_guarded_function_is_public():
    found = problems(
        functions={"hook": {"auth": "iam"}}, targets={"aws": {"unit": "app", "auth": "public"}}
    )

    assert "conflicting-settings" in {each.code for each in found}


def test_a_guarded_path_that_no_route_can_spell_is_refused():
    found = problems(function("greet", http("GET", "/grüße")), auth="iam")

    assert [each.code for each in found] == ["no-route"]


def test_every_route_of_a_guarded_function_has_its_guard_and_no_other_has_one():
    document = parsed(planned(*FUNCTIONS, functions=SETTINGS).manifests["template.yaml"])

    guards = {
        (event["Properties"].get("Method", "ANY"), event["Properties"].get("Path", "$default")):
            event["Properties"].get("Auth", {}).get("Authorizer")
        for resource in document["Resources"].values()
        for event in resource["Properties"].get("Events", {}).values()
    }  # fmt: skip
    assert guards == {
        ("GET", "/files/{name+}"): None,
        ("HEAD", "/files/{name+}"): None,
        ("GET", "/files"): None,
        ("HEAD", "/files"): None,
        ("GET", "/{page}"): None,
        ("HEAD", "/{page}"): None,
        ("GET", "/files/secret"): "Jwt",
        ("HEAD", "/files/secret"): "Jwt",
        ("GET", "/admin"): "AWS_IAM",
        ("HEAD", "/admin"): "AWS_IAM",
        ("ANY", "/internal/{path+}"): "Jwt2",
        ("ANY", "/internal"): "Jwt2",
        ("POST", "/orders/{order}"): "AWS_IAM",
        ("POST", "/orders/all"): "AWS_IAM",
        # A browser asks without a token.
        ("OPTIONS", "/files/secret"): None,
        ("OPTIONS", "/internal/{path+}"): None,
        ("OPTIONS", "/internal"): None,
        ("ANY", "$default"): None,
    }
    auth = document["Resources"]["HttpApi"]["Properties"]["Auth"]
    assert auth["EnableIamAuthorizer"] is True
    assert auth["Authorizers"] == {
        "Jwt": {
            "IdentitySource": "$request.header.Authorization",
            "JwtConfiguration": JWT,
        },
        "Jwt2": {
            "IdentitySource": "$request.header.Authorization",
            "JwtConfiguration": OTHER,
        },
    }


def test_one_unit_behind_an_http_api_is_guarded_whole():
    document = parsed(
        planned(auth=JWT, targets={"aws": {"unit": "app"}}).manifests["template.yaml"]
    )

    (event,) = document["Resources"]["AppFunction"]["Properties"]["Events"].values()
    assert event["Properties"]["Auth"] == {"Authorizer": "Jwt"}
    assert "Path" not in event["Properties"]


SCHEMES = {"jwt": "Jwt", "iam": "AWS_IAM", "key": "api_key"}


@pytest.mark.parametrize(
    ("options", "auths"),
    [
        ({"unit": "app"}, ["iam", JWT]),
        ({"unit": "function"}, ["iam", JWT]),
        ({"front": "rest-api"}, ["iam", "key"]),
    ],
)
def test_awss_translator_keeps_the_guard_of_every_route(options, auths, monkeypatch):
    """All but the default route of an HTTP API whose other routes lead to functions."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for auth in auths:
        scheme = SCHEMES[auth if isinstance(auth, str) else "jwt"]
        document = transformed(
            planned(auth=auth, targets={"aws": options}).manifests["template.yaml"]
        )

        (api,) = (
            each["Properties"]["Body"]
            for each in document["Resources"].values()
            if each["Type"] in ("AWS::ApiGatewayV2::Api", "AWS::ApiGateway::RestApi")
        )
        guards = {
            (path, method): route.get("security")
            for path, methods in api["paths"].items()
            for method, route in methods.items()
        }
        if options.get("unit") == "function":
            assert guards.pop(("$default", "x-amazon-apigateway-any-method")) is None
        assert guards
        assert all(each == [{scheme: []}] for each in guards.values())
        assert scheme in api["components"]["securitySchemes"]


def test_a_url_for_roles_is_not_everybodys(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    url = {"aws": {"front": "function-url"}}

    document = transformed(planned(auth="iam", targets=url).manifests["template.yaml"])

    types = [each["Type"] for each in document["Resources"].values()]
    assert "AWS::Lambda::Permission" not in types
    assert document["Resources"]["AppFunctionUrl"]["Properties"]["AuthType"] == "AWS_IAM"


def test_that_preflights_are_not_answered_there_is_said():
    guarded = function("page", DeclaredTrigger("http", ("GET",), "/page", cors=CORS))

    apart = planned(guarded, auth=JWT)
    whole = planned(guarded, auth=JWT, targets={"aws": {"unit": "app"}})

    assert apart.warnings == ()
    assert "preflight" in " ".join(whole.warnings)


# What no authorizer sees: the code of each function, as it is packaged.


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The handler of every function by its label, with the user's module as `calls`."""
    it = project(*FUNCTIONS, functions=SETTINGS)
    files = {**entry.application(it), **TARGET.entries(it), "orders.py": MODULE.encode()}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.syspath_prepend(str(tmp_path))
    names = {path.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in files}
    try:
        units = units_of(*TARGET.read(it))
        handlers = {
            unit.label: import_module(f"faasport_entry.{unit.symbol}").handler for unit in units
        }
        yield {"calls": import_module("orders").calls, **handlers}
    finally:
        for name in names:
            sys.modules.pop(name, None)


METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
PATHS = (
    "/admin", "/%61dmin", "/adm%69n", "/admin/", "//admin", "/admin%2F", "/./admin", "/ADMIN",
    "/files/secret", "/files/%73ecret", "/files//secret", "/files/./secret", "/files/secret/",
    "/files/x/../secret", "/files/secret%3F", "/%66iles/secret",
    "/internal", "/internal/", "/internal/x", "/%69nternal/x", "/internal%2Fx", "/internal//x",
    "/orders/all", "/orders/%61ll", "/orders/7", "/orders/all/",
)  # fmt: skip


def asked(handler: Any, method: str, path: str, **fields: str) -> Any:
    headers = Headers([("host", "shop.example.com"), *fields.items()])
    request = Request(method=method, raw_path=path, raw_query="", headers=headers, body=b"")
    return http_v2.decode_response(handler(http_v2.encode_request(request), CONTEXT))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("label", ["files", "page", "catch_all", *GUARDED])
def test_no_function_runs_what_another_guard_keeps(packaged, label, method):
    """Whatever path leads to it: an API may match paths otherwise than our router."""
    calls = packaged["calls"]
    public = {"files", "page"}

    for path in PATHS:
        for fields in ({}, {"origin": CORS["origins"][0], "access-control-request-method": "PUT"}):
            calls.clear()
            asked(packaged[label], method, path, **fields)
            assert set(calls) <= public | {label}, (label, method, path)


def test_the_way_that_is_guarded_leads_there(packaged):
    for label, path, method in (
        ("secret", "/files/secret", "GET"),
        ("admin", "/admin", "HEAD"),
        ("internal", "/internal/x", "PUT"),
        ("change_all", "/orders/all", "POST"),
    ):
        packaged["calls"].clear()
        answer = asked(packaged[label], method, path)
        assert (answer.status, packaged["calls"]) == (200, [label])


def test_without_the_list_of_what_is_closed_the_encoded_path_would_lead_there(packaged):
    """What the list is for: the router takes an encoded letter for the letter."""
    import faasport_app

    application = faasport_app.application("orders")
    from faasport_aws.runtime import entry as runtime_entry

    open_to_all = runtime_entry.http(application, http_v2, function="files")
    packaged["calls"].clear()
    assert asked(open_to_all, "GET", "/files/%73ecret").status == 200
    assert packaged["calls"] == ["secret"]

    packaged["calls"].clear()
    assert asked(packaged["files"], "GET", "/files/%73ecret").status == 404
    assert packaged["calls"] == []


def test_a_preflight_to_what_is_guarded_is_answered_from_the_table(packaged, tmp_path):
    plan = planned(*FUNCTIONS, functions=SETTINGS)
    (tmp_path / "template.yaml").write_bytes(plan.manifests["template.yaml"])
    routes = template.read(tmp_path / "template.yaml").routes
    fields = {"origin": CORS["origins"][0], "access-control-request-method": "GET"}

    for path in ("/files/secret", "/internal", "/internal/x"):
        found = select(routes, "OPTIONS", path)
        assert found is not None
        assert found[0].function == "CatchAllFunction"
        answer = asked(packaged["catch_all"], "OPTIONS", path, **fields)
        assert answer.status == 204
        assert answer.headers.get("access-control-allow-origin") == CORS["origins"][0]
    assert packaged["calls"] == []


def test_what_no_route_matches_is_still_answered_from_the_table(packaged):
    handler = packaged["catch_all"]

    assert asked(handler, "GET", "/nothing/here").status == 404
    answer = asked(handler, "DELETE", "/admin")
    assert (answer.status, answer.headers.get("allow")) == (405, "GET, HEAD, OPTIONS")


def test_bad_settings_are_told_with_their_place():
    with pytest.raises(ProblemsFound) as found:
        TARGET.read(project(targets={"aws": {"canary": "Canary10Percent5Minute"}}))

    (problem,) = found.value.problems
    assert "canary" in problem.where
