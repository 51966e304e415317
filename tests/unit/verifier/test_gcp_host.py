import time

import pytest

from faasport.verifier.case import request_of
from faasport.verifier.host import BrokenAnswerError, HostError, NotExpressibleError
from faasport_gcp.host import Host
from tests.unit.verifier import native_apps


def test_the_real_framework_answers_over_http(started):
    many = [("x-many", "1"), ("x-many", "2")]
    with started(Host, native_apps.gcp) as host:
        response = host.send(request_of("POST", "/a%2Fb/%C3%A9?x=1", many, b"\x00\xff"))

    assert response.status == 207
    assert response.body == b"\x00\xff"
    assert response.cookies == ["a=1", "b=2"]
    assert response.headers.get("x-target") == "/a%2Fb/%C3%A9?x=1"
    assert response.headers.get("x-seen") == "1,2"
    assert response.headers.get("x-host") == "verify.example"


def test_a_stream_is_seen_as_it_arrives(started):
    with started(Host, native_apps.gcp) as host:
        exchange = host.open(request_of("GET", "/stream"))
        arrived = [(chunk, time.perf_counter()) for chunk in exchange.chunks()]

    assert b"".join(chunk for chunk, _ in arrived) == b"0 1 2 "
    assert arrived[-1][1] - arrived[0][1] > 0.3


def test_a_stream_that_fails_is_a_broken_answer(started):
    with started(Host, native_apps.gcp) as host, pytest.raises(BrokenAnswerError):
        host.send(request_of("GET", "/broken"))


def test_what_the_framework_answers_itself_is_not_expressible(started):
    with started(Host, native_apps.gcp) as host, pytest.raises(NotExpressibleError, match="robots"):
        host.send(request_of("GET", "/robots.txt"))


def test_a_start_that_fails_gives_the_frameworks_own_message(started):
    with (
        pytest.raises(HostError, match="No module named 'no_such_module'"),
        started(Host, native_apps.gcp, "import no_such_module"),
    ):
        pass
