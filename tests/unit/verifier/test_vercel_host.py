import pytest

from faasport.verifier.case import request_of
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_vercel.host import Host, routes
from tests.unit.verifier import native_apps

RUNTIME = ("vercel-runtime==0.24.1",)


def test_the_real_runtime_answers_in_its_ipc_mode(started):
    many = [("x-many", "1"), ("x-many", "2")]
    with started(Host, native_apps.vercel, extra=RUNTIME) as host:
        response = host.send(request_of("POST", "/a%2Fb?x=1", many, b"\x00\xff"))

    assert (response.status, response.body) == (207, b"\x00\xff")
    assert response.cookies == ["a=1", "b=2"]
    assert response.headers.get("x-many") == "1;2"
    assert response.headers.get("x-path") == "/a%2Fb"
    assert response.headers.get("x-client") == "203.0.113.9"
    names = (response.headers.get("x-names") or "").split(",")
    assert {"x-vercel-id", "x-forwarded-host"} <= set(names)
    assert not [name for name in names if "internal" in name]
    assert not [name for name in response.headers.names() if "internal" in name]


def test_a_body_over_the_platforms_limit_is_not_expressible(started):
    large = request_of("POST", "/", body=b"x" * 4_500_001)
    with (
        started(Host, native_apps.vercel, extra=RUNTIME) as host,
        pytest.raises(NotExpressibleError, match="4500001 bytes"),
    ):
        host.send(large)


def test_a_start_that_fails_gives_the_runtimes_own_message(started):
    with (
        pytest.raises(HostError, match="No module named 'no_such_module'"),
        started(Host, native_apps.vercel, "import no_such_module", extra=RUNTIME),
    ):
        pass


@pytest.mark.parametrize(
    ("path", "method", "function"),
    [
        ("/api/one", "GET", "/api/one"),
        ("/anything", "GET", "/app"),
        ("/rewritten/7", "POST", "/api/one"),
        ("/rewritten/7", "GET", "/app"),
    ],
)
def test_a_path_leads_to_a_function_by_the_routes_or_by_its_name(path, method, function):
    table = [
        {"src": "^/rewritten/(.*)$", "dest": "/api/one?id=$1", "methods": ["POST"]},
        {"handle": "filesystem"},
        {"src": "/(.*)", "dest": "/app"},
    ]

    assert routes.select(table, {"/app", "/api/one"}, method, path) == function
