import json

import pytest

from faasport.packager.target import Dependencies
from faasport.runtime.request import Request
from faasport.verifier.case import request_of
from faasport.verifier.host import HostError
from faasport_azure.host import Host, addresses, dotnet, routes
from faasport_azure.packager import AzureTarget
from tests.unit.targets.projects import project
from tests.unit.verifier import native_apps


def test_the_real_runtime_library_answers_behind_our_host(started):
    many = [("X-Many", "1"), ("X-Many", "2")]
    with started(Host, native_apps.azure) as host:
        response = host.send(request_of("POST", "/ITEMS/a%20b%2Fc?x=1&y=&X=2", many, b"\x00\xff"))

    seen = json.loads(response.body)
    assert response.status == 201
    assert seen["url"] == "https://verify.example/ITEMS/a%20b%2Fc?x=1&y=&X=2"
    assert seen["values"] == {"id": "a b%2Fc"}
    assert seen["params"] == {"x": "1,2"}
    assert seen["body"] == "\x00\xff"
    assert seen["headers"]["x-many"] == "1,2"
    assert seen["headers"]["content-length"] == "2"
    assert seen["headers"]["x-waws-unencoded-url"] == "/ITEMS/a%20b%2Fc?x=1&y=&X=2"
    assert response.cookies == [
        "a=1%2F2; max-age=60; path=/; samesite=lax; httponly",
        "b=x; expires=Wed, 21 Oct 2026 07:28:00 GMT; path=/p; secure",
    ]


def test_a_method_that_the_function_does_not_name_goes_to_the_catch_all(started):
    with started(Host, native_apps.azure) as host:
        response = host.send(request_of("PUT", "/items/1"))

    assert (response.status, response.body) == (404, b"\x00\xff")


def test_a_failed_invocation_is_told_with_the_workers_traceback(started):
    with started(Host, native_apps.azure) as host, pytest.raises(HostError) as failure:
        host.send(request_of("GET", "/raise"))

    assert "ValueError: of the handler" in str(failure.value)
    assert "function_app.py" in str(failure.value)


def test_an_app_that_cannot_be_indexed_is_told_with_the_librarys_own_message(started):
    with (
        pytest.raises(HostError, match="No module named 'no_such_module'"),
        started(Host, native_apps.azure, "import no_such_module"),
    ):
        pass


@pytest.mark.parametrize("value", ["[1, 2]", "[[1]", "[1", "[[1", "1]", "[]", "[", ""])
def test_a_variable_of_the_users_arrives_as_it_was_written(tmp_path, value):
    planned = AzureTarget().plan(project(env={"SHOP_LIST": value}), {}, Dependencies({}))
    native_apps.azure(tmp_path)
    (tmp_path / "template.json").write_bytes(planned.manifests["template.json"])

    host = Host(tmp_path, tmp_path, project())

    assert host.environment["SHOP_LIST"] == value
    assert not any("variables(" in each for each in host.environment.values())


def route(template, methods=()):
    return routes.Route(template, "req", frozenset(methods), template)


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("orders/{id}", "/Orders/7", {"id": "7"}),
        ("orders/{id}", "/orders/7/", {"id": "7"}),
        ("orders/{id}", "/orders/", None),
        ("orders/{id?}", "/orders", {}),
        ("orders/{id:int}", "/orders/a", None),
        ("orders/{id:int}", "/orders/12", {"id": "12"}),
        ("{*path}", "/", {}),
        ("{*path}", "/a/b", {"path": "a/b"}),
        ("files/{*path}", "/files", {}),
        ("a.b", "/aXb", None),
    ],
)
def test_a_route_template_matches_as_aspnet_does(template, path, values):
    assert route(template).match(path) == values


def test_routes_are_tried_in_the_order_of_their_precedence():
    functions = [
        {
            "id": name,
            "name": name,
            "bindings": [{"type": "httpTrigger", "name": "r", "route": name}],
        }
        for name in ("{*path}", "a/{x}", "a/{x:int}", "a/b")
    ]

    found = routes.index(functions, "")

    assert [each.template for each in found] == ["a/b", "a/{x:int}", "a/{x}", "{*path}"]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("/a%20b", "/a%20b"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/a%2Fb", "/a%2Fb"),
        ("/a%ff", "/a%ff"),
        ("/a%41", "/aA"),
        ("/a%2541", "/a%41"),  # decoded once by Kestrel, taken for an escape by PathString
        ("/a/./b/../c", "/a/c"),
        ("/a/..", "/"),
    ],
)
def test_the_url_that_a_worker_sees_is_decoded_and_encoded_anew(raw, seen):
    assert addresses.encoded(addresses.decoded(raw)) == seen


def test_only_a_body_with_a_length_reaches_the_worker():
    assert dotnet.http_of(Request(method="POST"), {}, {})["body"] == {}


def test_a_text_result_is_sent_as_text():
    response = dotnet.response_of({"string": "é"})

    assert (response.status, response.body) == (200, "é".encode())
    assert response.headers.get("content-type") == "text/plain; charset=utf-8"
