"""Who may call what answers HTTP on Google Cloud."""

from __future__ import annotations

import json

import pytest

from tests.unit.targets.gcp_events import EVENTS
from tests.unit.targets.gcp_plans import TARGET, gcp, plan, planned, refused, service
from tests.unit.targets.projects import FUNCTIONS, project

INVOKER = "google_cloud_run_service_iam_member"


def callers(configuration):
    return {
        key: body["member"]
        for key, body in configuration["resource"].get(INVOKER, {}).items()
        if key.partition("__")[0] == "app"
    }


def test_what_is_public_is_everybodys_and_nothing_else_is():
    configuration = planned()

    everybodys = [
        (kind, name)
        for kind, named in configuration["resource"].items()
        for name, body in named.items()
        if "allUsers" in json.dumps(body)
    ]
    assert everybodys == [(INVOKER, "app")]


def test_iam_names_its_callers_and_nobody_else():
    who = ["user:a@example.com", "serviceAccount:b@p.iam.gserviceaccount.com"]

    configuration = planned(auth="iam", **gcp(invokers=who))

    assert sorted(callers(configuration).values()) == sorted(who)
    assert "allUsers" not in json.dumps(configuration)


def test_who_leaves_the_list_takes_no_others_binding_along():
    one, two, three = (f"user:{name}@example.com" for name in "abc")

    before = callers(planned(auth="iam", **gcp(invokers=[one, two, three])))
    after = callers(planned(auth="iam", **gcp(invokers=[three, two])))

    assert after.items() < before.items()
    assert set(after.values()) == {two, three}


def test_iam_without_callers_is_nobodys_and_says_so():
    configuration = planned(auth="iam")
    warnings = plan(auth="iam").warnings

    assert callers(configuration) == {}
    assert [each for each in warnings if "`invokers` is empty" in each]


def test_a_protected_project_has_no_other_way_in():
    """The answers to what no route matches come from the same function, behind the same door."""
    it = project(*FUNCTIONS, *EVENTS, auth="iam")

    functions = planned(auth="iam")["resource"]["google_cloudfunctions2_function"]
    main = TARGET.entries(it)["main.py"].decode()

    assert main.count("application()") == 1
    serving = [
        key
        for key, body in functions.items()
        if body["build_config"]["entry_point"] == "faasport_entry"
    ]
    assert serving == ["app"]
    for key, body in functions.items():
        if key != "app":
            assert body["service_config"]["ingress_settings"] == "ALLOW_INTERNAL_ONLY"


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ("key", "no keys"),
        ({"issuer": "https://i.example", "audience": ["shop"]}, "of no other issuer"),
    ],
)
def test_what_cloud_run_does_not_check_is_refused_with_the_way_out(auth, said):
    found = refused(auth=auth)["no-auth"]

    assert said in found
    assert "https://cloud.google.com/run/docs/authenticating/overview" in found
    assert 'auth = "iam"' in found


def test_a_function_of_events_has_no_callers_to_check():
    assert refused(*EVENTS, auth="key") == {}


def test_one_function_that_asks_for_more_is_not_served_with_the_others():
    found = refused(functions={"hook": {"auth": "iam"}})

    assert "auth" in found["conflicting-settings"]


def test_the_targets_table_does_not_open_what_a_function_closes():
    tables = {"hook": {"auth": "iam"}}

    closed = refused(functions=tables, **gcp(auth="public"))
    open_ = refused(functions=tables, **gcp(auth="public", functions={"hook": {"auth": "public"}}))

    assert "hook" in closed["conflicting-settings"]
    assert open_ == {}


def test_callers_of_what_is_public_are_refused():
    assert "invokers" in refused(**gcp(invokers=["user:a@example.com"]))["invokers-of-public"]


@pytest.mark.parametrize("who", ["allUsers", "a@example.com", "user:"])
def test_a_caller_is_one_that_google_knows(who):
    assert "invokers" in refused(auth="iam", **gcp(invokers=[who]))["bad-value"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("all", "ALLOW_ALL"),
        ("internal", "ALLOW_INTERNAL_ONLY"),
        ("internal-and-load-balancer", "ALLOW_INTERNAL_AND_GCLB"),
    ],
)
def test_where_calls_may_come_from(said, expected):
    configuration = planned(**gcp(ingress=said))

    assert service(configuration)["ingress_settings"] == expected
    assert service(configuration, "fulfil")["ingress_settings"] == "ALLOW_INTERNAL_ONLY"
