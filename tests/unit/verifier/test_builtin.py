from dataclasses import replace

import pytest

from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Parameter, Project
from faasport.runtime.routing import Router
from faasport.verifier import builtin, sample

PATH = Parameter("order_id", "path", "order_id")
BODY = Parameter("order", "body", "order", "order")
GET = DeclaredTrigger("http", ("GET",), "/orders/{order_id}", parameters=(PATH,))
POST = DeclaredTrigger("http", ("POST",), "/orders", parameters=(BODY,))


def cases(tmp_path, *triggers):
    functions = [
        DeclaredFunction(f"f{number}", "m", (trigger,)) for number, trigger in enumerate(triggers)
    ]
    config = Config(name="p", modules=["m"])
    return builtin.cases(Project(tmp_path, config, functions=tuple(functions)))


def requests(tmp_path, *triggers):
    return {case.name: case.request for case in cases(tmp_path, *triggers)}


def test_every_case_name_is_one_of_its_kind_in_its_function(tmp_path):
    found = cases(tmp_path, GET, POST)

    names = [(case.function, case.name) for case in found]
    assert len(set(names)) == len(names)
    assert {case.trigger for case in found} == {str(GET), str(POST)}


def test_cases_cover_encodings_methods_bodies_and_unknown_paths(tmp_path):
    found = requests(tmp_path, GET, POST)

    assert found["GET percent-encoded path"].raw_path == "/orders/a%20b%2Bc%25d%26e"
    assert found["GET repeated query keys"].query.get_all("tag") == ["a", "b", "c"]
    assert found["GET asked with HEAD"].method == "HEAD"
    assert found["GET asked with OPTIONS"].method == "OPTIONS"
    assert found["GET asked with DELETE"].method == "DELETE"
    assert found["POST binary body"].body == bytes(range(256))
    assert found["POST invalid JSON"].headers.get("content-type") == "application/json"
    assert found["POST no content type"].headers.get("content-type") is None
    assert "POST asked with HEAD" not in found


def test_the_unknown_path_has_no_route(tmp_path):
    router = Router()
    for trigger in (GET, POST):
        router.add(trigger.methods, trigger.path, trigger)

    request = requests(tmp_path, GET, POST)["unknown path"]

    assert router.find("GET", request.raw_path) is None


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (Parameter("a", "path", "a", "int"), "/7"),
        (Parameter("a", "path", "a", "uuid"), "/6f1c2a4e-6c3b-4d8e-9a51-0d2f3c4b5a69"),
        (Parameter("a", "path", "a", "datetime"), "/2024-02-29T12%3A30%3A00%2B00%3A00"),
        (Parameter("a", "path", "a", "choice", choices=("red", "blue")), "/red"),
        (Parameter("a", "path", "a", "somethingelse"), "/sample"),
    ],
)
def test_a_sample_fits_the_declared_type(parameter, value):
    trigger = DeclaredTrigger("http", ("GET",), "/{a}", parameters=(parameter,))

    assert sample.path(trigger) == value


def test_a_typed_parameter_is_not_given_odd_text(tmp_path):
    number = replace(GET, parameters=(Parameter("order_id", "path", "order_id", "int"),))

    assert "GET unicode path" not in requests(tmp_path, number)


def test_what_a_handler_insists_on_is_sent(tmp_path):
    needs = (
        Parameter("page", "query", "page", "int"),
        Parameter("key", "header", "x-key"),
        Parameter("session", "cookie", "session"),
        Parameter("other", "query", "other", required=False),
    )
    trigger = DeclaredTrigger("http", ("GET",), "/", parameters=needs)

    request = requests(tmp_path, trigger)["GET /"]

    assert request.raw_query == "page=7"
    assert request.headers.get("x-key") == "sample"
    assert request.cookies == {"session": "sample"}


def test_a_greedy_tail_gets_several_segments():
    assert sample.path(DeclaredTrigger("http", ("GET",), "/files/{p:path}")) == (
        "/files/sample/sample"
    )


def test_a_route_with_cors_is_asked_from_another_origin(tmp_path):
    found = requests(tmp_path, replace(GET, cors={"origins": ["*"]}))

    assert found["GET from another origin"].headers.get("origin") == "https://verify.example"
    assert found["GET preflight"].headers.get("access-control-request-method") == "GET"


def test_any_method_is_asked_with_two(tmp_path):
    found = requests(tmp_path, DeclaredTrigger("http", ("ANY",), "/all"))

    assert {"GET /all", "POST /all"} <= set(found)
    assert not [name for name in found if "asked with DELETE" in name]
