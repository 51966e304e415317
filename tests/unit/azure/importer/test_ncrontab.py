from __future__ import annotations

import pytest

from faasport_azure.importer.ncrontab import NotOurs, expression
from faasport_azure.importer.routes import paths

EXPRESSIONS = {
    "0 */5 * * * *": "*/5 * * * *",
    "0 0 9-17 * * 1-5": "0 9-17 * * 1-5",
    "0 5/10 * * * *": "5-59/10 * * * *",
    "0 0 0 * * Monday,friday": "0 0 * * MON,FRI",
    "0 0 0 1 January *": "0 0 1 JAN *",
    "*/5 * * * *": "*/5 * * * *",
    "24:00:00": "every 24 days",
    "00:30:00": "every 30 minutes",
    "02:00:00": "every 2 hours",
    "1.00:00:00": "every 1 day",
}


@pytest.mark.parametrize("told", EXPRESSIONS)
def test_an_expression_is_ours(told):
    assert expression(told)[0] == EXPRESSIONS[told]


def test_seconds_and_the_start_of_an_interval_are_told():
    assert expression("30 0 9 * * *") == ("0 9 * * *", "it fires at second 0, and no more at 30")
    assert "midnight" in expression("01:00:00")[1]


@pytest.mark.parametrize(
    "told", ["*/10 * * * * *", "0 0 9 1 * 1", "00:00:30", "0 0 31 2 *", "x", "", "0 0 0 L * *"]
)
def test_what_cannot_be_said_is_refused_with_what_to_do(told):
    with pytest.raises(NotOurs) as refused:
        expression(told)

    assert refused.value.why
    assert refused.value.fix


ROUTES = {
    "users/{id:int}": ("/api/users/{id}",),
    "hello/{name?}": ("/api/hello", "/api/hello/{name}"),
    "{*rest}": ("/api/{rest:path}",),
    "": ("/api",),
    "{page=1}": ("/api", "/api/{page}"),
    "half-{x}": (),
}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_is_ours(route):
    assert paths(route, "api").paths == ROUTES[route]


def test_a_constraint_that_is_lost_is_told():
    assert paths("users/{id:int:min(1)}", "").constraints == ("{id:int:min(1)}",)
