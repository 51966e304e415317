"""Who may call an app on Azure: keys, tokens, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import azure.functions as func
import pytest

from faasport.packager.target import Dependencies
from faasport.runtime.response import Response
from faasport_azure.packager import AzureTarget
from faasport_azure.runtime import doors, entry
from tests.unit.targets import arm_schema
from tests.unit.targets.azure_projects import TENANT
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import ASYNC, FUNCTIONS, function, http, project
from tests.unit.targets.test_azure_manifests import indexed

TARGET = AzureTarget()
KEYED = {"functions": {"create_order": {"auth": "key"}, "files": {"auth": "key"}}}
CORS = {"origins": ["https://shop.example"]}


def planned(*functions: Any, **config: Any) -> Any:
    it = project(*functions, **config)
    assert TARGET.check(it) == []
    return TARGET.plan(it, {}, Dependencies({}))


def template(*functions: Any, **config: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(planned(*functions, **config).manifests["template.json"])
    assert arm_schema.faults(found) == []
    return found


def problems(*functions: Any, **config: Any) -> list[Any]:
    return TARGET.check(project(*functions, **config))


def levels(bindings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = [each for each in bindings if each["type"] == "httpTrigger"]
    return [(each["route"], each["authLevel"]) for each in found]


def test_a_function_asks_for_a_key_and_others_do_not(tmp_path):
    it = project(*FUNCTIONS, ASYNC, **KEYED)

    assert TARGET.check(it) == []
    assert levels(indexed(tmp_path, it)) == [
        ("orders", "FUNCTION"),
        ("orders", "ANONYMOUS"),
        ("orders/{order_id}", "ANONYMOUS"),
        ("files/{*name}", "FUNCTION"),
        ("files/{*file}", "FUNCTION"),
        ("hook", "ANONYMOUS"),
        ("wait", "ANONYMOUS"),
        ("{*path}", "ANONYMOUS"),
    ]


def test_an_app_that_is_one_function_asks_for_one_key_and_lets_preflights_in(tmp_path):
    it = project(auth="key", targets={"azure": {"unit": "app"}})

    bindings = [each for each in indexed(tmp_path, it) if each["type"] == "httpTrigger"]

    assert levels(bindings) == [("{*path}", "FUNCTION"), ("{*path}", "ANONYMOUS")]
    assert bindings[0]["methods"] == ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def test_a_preflight_of_a_route_for_any_method_brings_no_key(tmp_path):
    declared = http("ANY", "/hook")
    own = type(declared)(**{**vars(declared), "cors": CORS})

    bindings = indexed(tmp_path, project(function("hook", own), auth="key"))

    assert "OPTIONS" not in bindings[0]["methods"]


def test_what_is_generated_for_keys_and_secrets_is_that_on_record(golden):
    it = project(*FUNCTIONS, **KEYED, secrets={"STRIPE_KEY": "stripe/key"})

    golden("azure-keys/function_app.py", TARGET.entries(it)["function_app.py"])


ROWS = (
    (("GET",), "/open", "handlers:open_one", 0, None),
    (("GET",), "/orders", "handlers:keyed", 0, None),
    (("GET",), "/files/{name:path}", "handlers:keyed_files", 0, None),
    (("POST",), "/orders", "handlers:open_one", 0, None),
)
KEYS = {"keyed": "keyed", "keyed_files": "keyed_files"}


class Handlers(doors.Doors):
    """With an answer of each handler that is its name: no module is imported."""

    def __init__(self, keys: dict[str, str]) -> None:
        super().__init__("shop", ROWS, (), keys)
        for route in self.routes:
            route.call = Answer(route.name).call


class Answer:
    def __init__(self, name: str) -> None:
        self.name = name

    def call(self, request: Any) -> Response:
        return Response(self.name)


def answered(door: str, url: str, keys: dict[str, str] = KEYS, **request: Any) -> tuple[int, bytes]:
    given = {"method": "GET", "url": f"https://shop.example{url}", "body": b"", **request}
    answer = entry.http(Handlers(keys))(func.HttpRequest(**given), None, door)
    return answer.status_code, answer.get_body()


@pytest.mark.parametrize(
    ("door", "url"),
    [
        ("catch_all", "/orders"),
        ("catch_all", "/orders/"),
        ("catch_all", "/%6Frders"),
        ("catch_all", "//orders"),
        ("catch_all", "/files/"),
        ("catch_all", "/files/a%2Fb"),
        ("catch_all", "/files/../orders"),
        ("open_one", "/orders"),
        ("keyed_files", "/orders"),
        ("keyed", "/files/a"),
        ("", "/orders"),
        ("app", "/orders"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_other_door_leads_to_a_handler_that_asks_for_its_key(door, url, method):
    status, body = answered(door, url, method=method)

    assert status in {401, 404}
    assert b"keyed" not in body


def test_without_keys_every_door_would_do():
    assert answered("catch_all", "/orders", {}) == (200, b"keyed")


@pytest.mark.parametrize("header", ["x-waws-unencoded-url", "x-original-url"])
def test_a_target_in_a_header_opens_no_door(header):
    _, body = answered("open_one", "/open", headers={header: "/orders"})

    assert b"keyed" not in body


def test_its_own_door_leads_to_each_handler():
    assert answered("keyed", "/orders") == (200, b"keyed")
    assert answered("keyed_files", "/files/a/b") == (200, b"keyed_files")
    assert answered("catch_all", "/open") == (200, b"open_one")
    assert answered("app", "/orders", {"keyed": "app"}) == (200, b"keyed")


def test_the_catch_all_still_says_what_there_is():
    status, _ = answered("catch_all", "/orders", method="DELETE")
    options, _ = answered("catch_all", "/orders", method="OPTIONS")

    assert (status, options) == (405, 204)


def auth_settings(made: dict[str, Any]) -> dict[str, Any]:
    (found,) = [each for each in made["resources"] if each["type"] == "Microsoft.Web/sites/config"]
    assert found["name"] == "[format('{0}/authsettingsV2', parameters('name'))]"
    properties: dict[str, Any] = found["properties"]
    return properties


def test_tokens_are_asked_for_in_front_of_the_whole_app():
    found = auth_settings(template(auth=TENANT))

    assert found["platform"] == {"enabled": True}
    assert found["globalValidation"] == {
        "requireAuthentication": True,
        "unauthenticatedClientAction": "Return401",
    }
    assert found["identityProviders"]["azureActiveDirectory"] == {
        "enabled": True,
        "registration": {
            "openIdIssuer": TENANT["issuer"],
            "clientId": "99999999-2222-3333-4444-555555555555",
        },
        "validation": {"allowedAudiences": TENANT["audience"]},
    }


def test_a_token_may_be_for_any_of_the_audiences():
    several = {**TENANT, "audience": ["api://shop", "shop-admin"]}

    found = auth_settings(template(*FUNCTIONS, auth=several))["identityProviders"]

    own = found["azureActiveDirectory"]
    assert own["validation"]["allowedAudiences"] == ["api://shop", "shop-admin"]
    assert own["registration"]["clientId"] == "shop"


def test_event_grid_gets_through_to_the_host_which_asks_for_its_key():
    found = auth_settings(
        template(*FUNCTIONS, function("on", trigger("bucket", "up1")), auth=TENANT)
    )

    assert found["globalValidation"]["excludedPaths"] == ["/runtime/webhooks/eventgrid"]


@pytest.mark.parametrize("config", [{}, {"auth": "key"}, KEYED])
def test_without_a_jwt_nothing_is_in_front(config):
    kinds = {each["type"] for each in template(**config)["resources"]}

    assert "Microsoft.Web/sites/config" not in kinds


def test_what_nobody_has_seen_work_is_said():
    other = {"kind": "jwt", "issuer": "https://login.example.com", "audience": ["shop"]}

    (warning,) = planned(auth=other).warnings

    assert "login.example.com" in warning
    assert planned(auth=TENANT).warnings == ()


def test_iam_is_refused_with_a_way_out():
    (problem,) = problems(function("f", http("GET", "/x")), auth="iam")

    assert (problem.code, problem.where) == ("no-auth", "orders.py:1")
    assert 'auth = "key"' in problem.fix
    assert "https://learn.microsoft.com" in problem.message


def test_functions_with_tokens_and_without_cannot_be_one_app():
    found = problems(auth=TENANT, functions={"hook": {"auth": "public"}})
    keys = problems(auth=TENANT, functions={"hook": {"auth": "key"}})
    audiences = problems(
        auth=TENANT, functions={"hook": {"auth": {**TENANT, "audience": ["other"]}}}
    )

    assert [[each.code for each in them] for them in (found, keys, audiences)] == [
        ["conflicting-settings"]
    ] * 3


def test_keys_differ_by_function_and_not_within_one():
    assert problems(**KEYED) == []
    assert [each.code for each in problems(**KEYED, targets={"azure": {"unit": "app"}})] == [
        "conflicting-settings"
    ]


def test_what_is_asked_of_callers_is_not_asked_of_events():
    poll = function("poll", trigger("schedule", "poll"))

    assert problems(poll, auth="iam") == []
    assert template(poll, auth=TENANT)["resources"] != []
