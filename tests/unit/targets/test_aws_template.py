from __future__ import annotations

import pytest

from faasport.packager.target import Dependencies
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.stack import resources
from tests.unit.targets.projects import ASYNC, FUNCTIONS, function, http, project
from tests.unit.targets.sam_to_cloudformation import findings, parsed, transformed

TARGET = AwsTarget()
FRONTS = ["http-api", "function-url", "rest-api", "alb"]


@pytest.fixture(autouse=True)
def _region(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def planned(*functions, **config):
    return TARGET.plan(project(*functions, **config), {}, Dependencies({})).manifests[
        "template.yaml"
    ]


def behind(front, **options):
    return {"aws": {"front": front, **options}}


def of_type(template, kind):
    return {k: r["Properties"] for k, r in template["Resources"].items() if r["Type"] == kind}


def routes(template):
    """Each route of the HTTP API with the function behind it."""
    functions = of_type(template, "AWS::Serverless::Function")
    return {
        (event["Properties"].get("Method"), event["Properties"].get("Path")): key
        for key, properties in functions.items()
        for event in properties.get("Events", {}).values()
    }


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
def test_awss_own_translator_and_linter_have_nothing_to_say(front, architecture):
    template = planned(
        *FUNCTIONS, ASYNC, timeout=20, env={"SHOP": "1"}, architecture=architecture,
        targets=behind(front),
    )  # fmt: skip

    assert findings(transformed(template)) == []


@pytest.mark.parametrize(
    ("name", "value"), [("Runtime", "python3.99"), ("Timeout", 1000), ("Architectures", ["x68"])]
)
def test_the_linter_sees_seeded_mistakes(name, value):
    document = transformed(planned())

    for properties in of_type(document, "AWS::Lambda::Function").values():
        properties[name] = value

    assert findings(document) != []


def test_a_text_stays_the_text_that_it_is():
    env = {
        "DEBUG": "on", "NO": "12:30:45", "MODE": "0777", "HEX": "0x1f", "SIZE": "1_000",
        "RATE": "1e3", "DAY": "2010-09-09", "NOTHING": "~", "OCTAL": "0o7", "YES": "y",
        "SPAN": "1:20", "NONE": "null",
    }  # fmt: skip

    template = parsed(planned(env=env))

    functions = of_type(template, "AWS::Serverless::Function").values()
    assert [each["Environment"]["Variables"] for each in functions] == [env] * len(functions)


def test_a_function_has_an_event_for_each_of_its_routes():
    template = parsed(planned())

    assert routes(template) == {
        ("POST", "/orders"): "CreateOrderFunction",
        ("GET", "/orders"): "ListOrdersFunction",
        ("HEAD", "/orders"): "ListOrdersFunction",
        ("GET", "/orders/{order_id}"): "ReadOrderFunction",
        ("HEAD", "/orders/{order_id}"): "ReadOrderFunction",
        ("GET", "/files/{name+}"): "FilesFunction",
        ("HEAD", "/files/{name+}"): "FilesFunction",
        ("GET", "/files"): "FilesFunction",
        ("HEAD", "/files"): "FilesFunction",
        ("PUT", "/files/{name+}"): "FilesFunction",
        ("PUT", "/files"): "FilesFunction",
        ("ANY", "/hook"): "HookFunction",
        (None, None): "CatchAllFunction",
    }


def test_payloads_are_of_version_two_whatever_the_default_is():
    functions = of_type(parsed(planned()), "AWS::Serverless::Function").values()

    events = [event for each in functions for event in each["Events"].values()]
    assert {event["Properties"]["PayloadFormatVersion"] for event in events} == {"2.0"}


def test_the_default_route_survives_the_translator():
    document = transformed(planned())

    (api,) = of_type(document, "AWS::ApiGatewayV2::Api").values()
    default = api["Body"]["paths"]["$default"]["x-amazon-apigateway-any-method"]
    assert default["isDefaultRoute"] is True
    assert default["x-amazon-apigateway-integration"]["payloadFormatVersion"] == "2.0"


def test_an_explicit_route_wins_over_one_that_we_add():
    template = parsed(
        planned(
            function("files", http("GET", "/files/{name:path}")),
            function("index", http("GET", "/files")),
            function("probe", http("HEAD", "/files")),
        )
    )

    found = routes(template)

    assert found["GET", "/files"] == "IndexFunction"
    assert found["HEAD", "/files"] == "ProbeFunction"
    assert found["HEAD", "/files/{name+}"] == "FilesFunction"


def test_a_greedy_route_at_the_root_has_the_root_as_well():
    template = parsed(planned(function("site", http("GET", "/{path:path}"))))

    assert {("GET", "/{path+}"), ("GET", "/")} < routes(template).keys()


def test_paths_that_differ_in_names_alone_are_spelled_once():
    template = parsed(
        planned(
            function("read", http("GET", "/orders/{id}")),
            function("drop", http("DELETE", "/orders/{order}")),
        )
    )

    assert ("DELETE", "/orders/{id}") in routes(template)


def test_what_api_gateway_cannot_spell_is_left_to_the_catch_all_and_said():
    it = project(function("greet", http("GET", "/grüße/{name}")))

    plan = TARGET.plan(it, {}, Dependencies({}))

    assert list(routes(parsed(plan.manifests["template.yaml"])).values()) == ["CatchAllFunction"]
    (warning,) = plan.warnings
    assert "/grüße/{name}" in warning


@pytest.mark.parametrize("front", FRONTS)
def test_a_role_may_write_to_its_own_logs_and_do_nothing_else(front):
    document = transformed(planned(targets=behind(front)))

    roles = of_type(document, "AWS::IAM::Role")
    for key, role in roles.items():
        assert "ManagedPolicyArns" not in role
        (policy,) = role["Policies"]
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
        assert statement["Resource"] == {"Fn::GetAtt": [key.replace("Role", "Logs"), "Arn"]}
    assert len(roles) == len(of_type(document, "AWS::Lambda::Function"))


def test_a_public_function_url_has_both_permissions_that_it_needs():
    document = transformed(planned(targets=behind("function-url")))

    permissions = of_type(document, "AWS::Lambda::Permission").values()

    # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    assert {each["Action"] for each in permissions} == {
        "lambda:InvokeFunctionUrl",
        "lambda:InvokeFunction",
    }


@pytest.mark.parametrize(("given", "said"), [(None, "true"), (True, "true"), (False, "false")])
def test_a_load_balancer_sends_every_value_unless_told_not_to(given, said):
    options = {} if given is None else {"multi_value_headers": given}
    template = parsed(planned(targets=behind("alb", **options)))

    (group,) = of_type(template, "AWS::ElasticLoadBalancingV2::TargetGroup").values()

    assert group["TargetGroupAttributes"] == [
        {"Key": "lambda.multi_value_headers.enabled", "Value": said}
    ]


def test_a_rest_api_passes_every_body_as_it_is():
    document = transformed(planned(targets=behind("rest-api")))

    (api,) = of_type(document, "AWS::ApiGateway::RestApi").values()
    assert api["Body"]["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    assert set(api["Body"]["paths"]) == {"/", "/{proxy+}"}
    assert [s["StageName"] for s in of_type(document, "AWS::ApiGateway::Stage").values()] == ["dev"]


def test_long_names_are_shortened_alike_every_time():
    name = "a_function_whose_name_says_so_much_that_no_platform_would_take_all_of_it"
    template = parsed(planned(function(name, http("GET", "/"))))

    names = [p["FunctionName"] for p in of_type(template, "AWS::Serverless::Function").values()]

    assert names[0].startswith("orders-dev-a-function-whose-name")
    assert all(len(each) <= 64 for each in names)
    assert template == parsed(planned(function(name, http("GET", "/"))))


@pytest.mark.parametrize(
    ("front", "codec"),
    [("http-api", "http_v2"), ("function-url", "http_v2"), ("rest-api", "http_v1"), ("alb", "alb")],
)
def test_each_entry_binds_the_codec_of_its_front(front, codec):
    entries = TARGET.entries(project(targets=behind(front)))

    modules = [text.decode() for path, text in entries.items() if "__init__" not in path]
    assert all(f"from faasport_aws.runtime import entry, {codec}\n" in text for text in modules)
    assert all(compile(text, "entry", "exec") for text in modules)


def test_a_unit_imports_the_module_of_its_own_function_alone():
    entries = TARGET.entries(project())

    assert b"application('reading')" in entries["faasport_entry/read_order.py"]
    assert b"application" not in entries["faasport_entry/catch_all.py"].split(b"entry.http(")[1]


def test_handlers_of_the_template_are_modules_of_the_entry_package():
    it = project()
    entries = TARGET.entries(it)

    functions = of_type(parsed(planned()), "AWS::Serverless::Function").values()

    modules = {each["Handler"].removesuffix(".handler").replace(".", "/") for each in functions}
    assert {f"{module}.py" for module in modules} == entries.keys() - {"faasport_entry/__init__.py"}


def test_the_catch_all_has_the_variables_that_nobody_disputes():
    template = parsed(
        planned(
            env={"ALL": "1", "OWN": "project"},
            functions={
                "hook": {"env": {"HOOK": "1", "MIXED": "a"}},
                "files": {"env": {"MIXED": "b", "OWN": "files"}},
            },
        )
    )

    catch_all = of_type(template, "AWS::Serverless::Function")["CatchAllFunction"]

    variables = catch_all["Environment"]["Variables"]
    assert variables == {"ALL": "1", "OWN": "project", "HOOK": "1"}


@pytest.mark.parametrize("front", FRONTS)
def test_the_resources_counted_are_those_that_sam_makes(front):
    template = planned(targets=behind(front))

    assert len(transformed(template)["Resources"]) == resources(parsed(template))
