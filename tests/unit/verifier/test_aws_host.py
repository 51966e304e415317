import json
import time

import pytest

from faasport.verifier.case import request_of
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_aws.host import Host, routes, template
from faasport_aws.host.routes import Route
from tests.unit.verifier import native_apps


def test_the_real_runtime_client_answers_behind_the_api(started):
    with started(Host, native_apps.aws) as host:
        response = host.send(request_of("GET", "/items/a%20b?x=1&x=2"))

    seen = json.loads(response.body)
    assert response.status == 201
    assert response.cookies == ["a=1", "b=2; Path=/x"]
    assert seen == {
        "method": "GET",
        "path": "/items/a%20b",
        "route": "GET /items/{id}",
        "parameters": {"id": "a b"},
        "query": "x=1&x=2",
        "variable": "open",
        "home": None,
        "function": "shop-dev-one",
        "remaining": True,
    }


def test_a_head_request_goes_to_the_default_route_since_no_other_names_it(started):
    with started(Host, native_apps.aws) as host:
        seen = json.loads(host.send(request_of("HEAD", "/items/1")).body)

    assert (seen["route"], seen["parameters"], seen["function"]) == ("$default", None, "Rest")


def test_a_function_is_kept_warm(started):
    with started(Host, native_apps.aws) as host:
        host.send(request_of("GET", "/items/1"))
        before = time.perf_counter()
        for _ in range(20):
            host.send(request_of("GET", "/items/1"))
        taken = time.perf_counter() - before

    assert taken < 20 * 0.03  # 40 ms each is what a delayed ACK costs


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/raise", "ValueError: of the handler"),
        ("/exit", "Runtime.ExitError: the process ended with exit code 3"),
        ("/sleep", "Sandbox.Timedout: no result within 2 s"),
    ],
)
def test_a_failure_is_told_as_the_service_tells_it_and_the_next_event_is_answered(
    started, path, said
):
    with started(Host, native_apps.aws) as host:
        with pytest.raises(HostError) as failure:
            host.send(request_of("GET", path))
        again = host.send(request_of("GET", "/after"))

    assert str(failure.value).startswith(said)
    assert again.status == 201


def test_a_function_that_cannot_be_imported_is_told_with_the_runtimes_own_words(started):
    with (
        started(Host, native_apps.aws, "import no_such_module") as host,
        pytest.raises(HostError) as failure,
    ):
        host.send(request_of("GET", "/"))

    assert str(failure.value).startswith("Runtime.ImportModuleError: ")
    assert "No module named 'no_such_module'" in str(failure.value)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (request_of("GET", "/large"), "Lambda returns 6291556"),
        (request_of("POST", "/", body=b"\xff" * (5 * 1024 * 1024)), "Lambda takes 6291556"),
        (request_of("POST", "/", body=b"x" * (11 * 1024 * 1024)), "the front takes 10485760"),
    ],
)
def test_what_is_too_large_is_not_expressible_and_the_source_is_named(started, request_, said):
    with started(Host, native_apps.aws) as host, pytest.raises(NotExpressibleError) as refusal:
        host.send(request_)

    assert said in refusal.value.reason
    assert refusal.value.source.startswith("https://docs.aws.amazon.com/")


def test_a_template_without_a_front_is_refused(tmp_path, started):
    def without_events(folder):
        native_apps.aws(folder)
        text = native_apps.TEMPLATE.partition("Events")[0]
        (folder / "template.yaml").write_text(text)
        return folder

    with pytest.raises(HostError, match="names no HTTP front"), started(Host, without_events):
        pass


def test_variables_are_read_as_cloudformation_reads_them(tmp_path):
    given = "{SHOP: open, DEBUG: on, DRY: false, SIZE: 1, WORD: 'on', SPAN: '1:20'}"
    file = tmp_path / "template.yaml"
    file.write_text(native_apps.TEMPLATE.replace("{SHOP: open, SECRET: !Ref Secret}", given))

    variables = template.read(file).functions["One"].variables

    assert variables == {
        "SHOP": "open", "DEBUG": "true", "DRY": "false", "SIZE": "1", "WORD": "on", "SPAN": "1:20",
    }  # fmt: skip


ROUTES = [
    Route("ANY", "$default", "default"),
    Route("ANY", "/{rest+}", "greedy"),
    Route("GET", "/pets/{id}", "variable"),
    Route("ANY", "/pets/dog", "any dog"),
    Route("GET", "/pets/dog", "dog"),
    Route("GET", "/pets/{id}/{rest+}", "greedy pet"),
]


@pytest.mark.parametrize(
    ("method", "path", "function", "parameters"),
    [
        ("GET", "/pets/dog", "dog", {}),
        ("HEAD", "/pets/dog", "any dog", {}),
        ("GET", "/pets/c%C3%A4t", "variable", {"id": "cät"}),
        ("GET", "/pets/a%2Fb", "variable", {"id": "a/b"}),
        ("HEAD", "/pets/cat", "greedy", {"rest": "pets/cat"}),
        ("GET", "/pets/cat/toys/1", "greedy pet", {"id": "cat", "rest": "toys/1"}),
        ("GET", "/pets/", "greedy", {"rest": "pets/"}),
        ("GET", "/", "default", {}),
    ],
)
def test_the_most_specific_route_takes_the_request(method, path, function, parameters):
    found = routes.select(ROUTES, method, path)

    assert found is not None
    assert (found[0].function, found[1]) == (function, parameters)


def test_without_a_default_route_a_request_may_have_none():
    assert routes.select(ROUTES[2:], "POST", "/pets/cat") is None
