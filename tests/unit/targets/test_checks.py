from __future__ import annotations

import pytest

from faasport.packager.limit import MEGABYTE
from faasport.packager.target import Dependencies, Target
from faasport.project.problem import ProblemsFound
from faasport_aws.packager import AwsTarget
from faasport_azure.packager import AzureTarget
from faasport_gcp.packager import GcpTarget
from faasport_vercel.packager import VercelTarget
from tests.unit.targets.projects import FUNCTIONS, function, http, project

ALL = (AwsTarget, GcpTarget, AzureTarget, VercelTarget)


def codes(target, *functions, **config):
    return [problem.code for problem in target.check(project(*functions, **config))]


def for_all(**options):
    return {target.name: options for target in ALL}


@pytest.mark.parametrize("make", ALL)
def test_a_plain_project_is_fine_everywhere(make):
    assert make().check(project()) == []


@pytest.mark.parametrize("make", ALL)
def test_a_target_keeps_the_contract(make):
    assert isinstance(make(), Target)


@pytest.mark.parametrize("make", ALL)
def test_a_misspelt_option_is_met_with_the_right_one(make):
    it = project(targets=for_all(unti="app"))

    (problem,) = make().check(it)

    assert (problem.code, problem.fix) == ("unknown-key", "Did you mean 'unit'?")
    assert problem.where == f"pyproject.toml: tool.faasport.targets.{make.name}.unti"


@pytest.mark.parametrize("make", ALL)
def test_wheels_are_not_resolved_for_options_that_are_wrong(make):
    with pytest.raises(ProblemsFound):
        make().wheels(project(targets=for_all(unti="app")))


@pytest.mark.parametrize("make", ALL)
def test_every_problem_is_said_at_once(make):
    reserved = {"AwsTarget": "AWS_REGION", "GcpTarget": "K_SERVICE", "VercelTarget": "VERCEL_ENV"}
    variable = reserved.get(make.__name__, "AzureWebJobsStorage")

    found = codes(make(), timeout=10_000, memory=100_000, python="3.99", env={variable: "x"})

    assert {"limit", "unsupported-python", "bad-variable"} <= set(found)
    assert found.count("limit") >= 2


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (AwsTarget, "AWS_REGION"),
        (AwsTarget, "AWS_SESSION_TOKEN"),
        (GcpTarget, "K_SERVICE"),
        (VercelTarget, "VERCEL_ENV"),
        (AzureTarget, "AzureWebJobsStorage"),
    ],
)
def test_no_secret_is_named_like_what_the_platform_sets(make, name):
    found = make().check(project(secrets={name: "path", "K": "path"}))

    assert [each.where for each in found if each.code == "bad-variable"] == [
        f"{make.name}: secrets.{name}"
    ]


@pytest.mark.parametrize("make", ALL)
def test_a_limit_is_told_at_the_key_that_says_it(make):
    own = {make.name: {"timeout": 90_001, "functions": {"create_order": {"memory": 60_001}}}}

    found = make().check(project(memory=60_000, targets=own))

    told = {each.where.removeprefix("pyproject.toml: tool.faasport.") for each in found}
    assert {
        f"targets.{make.name}.timeout",
        f"targets.{make.name}.functions.create_order.memory",
    } <= told


@pytest.mark.parametrize("make", ALL)
def test_a_python_that_the_platform_has_not_is_refused_before_wheels(make):
    with pytest.raises(ProblemsFound, match=r"no Python 3\.99"):
        make().wheels(project(python="3.99"))


@pytest.mark.parametrize(
    ("make", "python", "platform"),
    [
        (AwsTarget, "3.11", "x86_64-manylinux_2_17"),
        (AwsTarget, "3.12", "x86_64-manylinux_2_34"),
        (GcpTarget, "3.12", "x86_64-manylinux_2_35"),
        (AzureTarget, "3.13", "x86_64-manylinux_2_31"),
        (VercelTarget, "3.13", "x86_64-manylinux_2_34"),
    ],
)
def test_wheels_fit_the_runtimes_glibc(make, python, platform):
    wheels = make().wheels(project(python=python))

    assert (wheels.python, wheels.platform) == (python, platform)


def test_wheels_are_for_the_functions_architecture():
    wheels = AwsTarget().wheels(project(architecture="arm64"))

    assert wheels.platform == "aarch64-manylinux_2_34"


@pytest.mark.parametrize(("make", "least"), [(AzureTarget, "3.13"), (VercelTarget, "3.12")])
def test_no_older_python_than_can_be_proven_and_a_warning(make, least):
    it = project(python="3.10")

    plan = make().plan(it, {}, Dependencies({}))

    assert make().check(it) == []
    assert make().wheels(it).python == least
    assert [least in warning for warning in plan.warnings] == [True]


@pytest.mark.parametrize("make", [GcpTarget, AzureTarget])
def test_an_architecture_that_the_platform_has_not_is_refused_and_can_be_set_apart(make):
    own = {make.name: {"architecture": "x86_64"}}

    assert codes(make(), architecture="arm64") == ["unsupported-architecture"]
    assert codes(make(), architecture="arm64", targets=own) == []


@pytest.mark.parametrize("make", [GcpTarget, AzureTarget, VercelTarget])
@pytest.mark.parametrize(
    ("settings", "own"),
    [
        ({"memory": 1024}, {"memory": 2048}),
        ({"timeout": 7}, {"timeout": 20}),
        ({"env": {"SHOP": "b"}}, {"env": {"SHOP": "c"}}),
    ],
)
def test_functions_of_one_unit_agree_or_the_target_settles_it(make, settings, own):
    table = {"env": {"SHOP": "a"}, "functions": {"hook": settings}}

    assert codes(make(), **table) == ["conflicting-settings"]
    assert codes(make(), **table, targets={make.name: own}) == []


def test_functions_of_their_own_need_not_agree():
    table = {"functions": {"hook": {"memory": 1024, "env": {"SHOP": "b"}}}, "env": {"SHOP": "a"}}

    assert codes(AwsTarget(), **table) == []
    assert codes(AwsTarget(), **table, targets={"aws": {"unit": "app"}}) == [
        "conflicting-settings",
        "conflicting-settings",
    ]


def test_settings_that_every_function_shares_are_no_conflict():
    settings = {each.name: {"memory": 1024} for each in FUNCTIONS}

    assert codes(GcpTarget(), functions=settings) == []


@pytest.mark.parametrize("make", [GcpTarget, VercelTarget])
def test_one_function_a_route_is_refused_where_there_is_but_one(make):
    assert codes(make(), targets={make.name: {"unit": "function"}}) == ["bad-unit"]


@pytest.mark.parametrize("front", ["function-url", "rest-api", "alb"])
def test_one_function_a_route_needs_an_http_api(front):
    options = {"front": front, "unit": "function"}

    assert codes(AwsTarget(), targets={"aws": options}) == ["bad-unit"]


def test_multi_value_headers_are_a_load_balancers():
    options = {"multi_value_headers": True}

    assert codes(AwsTarget(), targets={"aws": options}) == ["bad-option"]
    assert codes(AwsTarget(), targets={"aws": {**options, "front": "alb"}}) == []


@pytest.mark.parametrize(("front", "most"), [("http-api", 30), ("rest-api", 29), ("alb", 900)])
def test_a_timeout_is_no_longer_than_the_front_waits(front, most):
    targets = {"aws": {"front": front}}

    assert codes(AwsTarget(), targets=targets) == []
    assert codes(AwsTarget(), targets=targets, timeout=most) == []
    assert "limit" in codes(AwsTarget(), targets=targets, timeout=most + 1)


def test_an_unknown_front_is_met_with_the_known_ones():
    (problem,) = AwsTarget().check(project(targets={"aws": {"front": "http_api"}}))

    assert problem.fix == "Did you mean 'http-api'?"


@pytest.mark.parametrize("make", [AwsTarget, AzureTarget])
def test_the_name_of_the_generated_catch_all_is_taken(make):
    mine = function("catch_all", http("GET", "/x"))

    assert codes(make(), mine) == ["same-name"]
    assert codes(make(), mine, targets={make.name: {"unit": "app"}}) == []


def test_a_name_without_a_letter_that_lambda_takes_is_refused():
    it = project(function("日本", http("GET", "/a")), function("größe", http("GET", "/b")))

    (problem,) = AwsTarget().check(it)

    assert (problem.code, problem.where) == ("bad-name", "aws: 日本")


def test_names_that_become_one_on_aws_are_refused():
    two = (function("read_it", http("GET", "/a")), function("readIt", http("GET", "/b")))

    assert codes(AwsTarget(), *two) == ["same-name"]


def test_names_that_become_one_logical_id_are_refused():
    two = (function("read_2", http("GET", "/a")), function("read2", http("GET", "/b")))

    assert codes(AwsTarget(), *two) == ["same-name"]


@pytest.mark.parametrize("name", ["_hidden", "host", "größe", "x" * 129])
def test_names_that_the_azure_host_refuses_are_refused(name):
    assert codes(AzureTarget(), function(name, http("GET", "/x"))) == ["bad-name"]


def test_names_that_differ_in_case_alone_are_one_on_azure():
    two = (function("Read", http("GET", "/a")), function("read", http("GET", "/b")))

    assert codes(AzureTarget(), *two) == ["same-name"]


@pytest.mark.parametrize("path", ["/admin", "/admin/users", "/Runtime/x"])
def test_paths_of_the_azure_host_are_refused(path):
    assert codes(AzureTarget(), function("own", http("GET", path))) == ["reserved-path"]


def test_more_routes_than_an_http_api_has_are_refused():
    many = [function(f"f{number}", http("POST", f"/{number}")) for number in range(300)]

    assert codes(AwsTarget(), *many) == ["limit"]
    assert codes(AwsTarget(), *many, targets={"aws": {"unit": "app"}}) == []


def test_more_resources_than_a_stack_has_are_said():
    many = [function(f"f{number}", http("GET", f"/{number}")) for number in range(110)]
    apart, together = project(*many), project(*many, targets={"aws": {"unit": "app"}})

    (warning,) = AwsTarget().plan(apart, {}, Dependencies({})).warnings

    assert "has 556 resources, and CloudFormation deploys no more than 500" in warning
    assert AwsTarget().plan(together, {}, Dependencies({})).warnings == ()


@pytest.mark.parametrize(
    ("make", "megabytes"),
    [(AwsTarget, 250), (GcpTarget, 500), (AzureTarget, 1024), (VercelTarget, 500)],
)
def test_an_artifact_says_how_large_it_may_be(make, megabytes):
    (artifact,) = make().plan(project(), {"model.bin": b"123"}, Dependencies({})).artifacts

    (limit,) = artifact.limits
    assert (limit.measure, limit.most) == ("unpacked", megabytes * MEGABYTE)
    assert any(path.startswith(limit.within) and path.endswith("bin") for path in artifact.files)


@pytest.mark.parametrize("make", ALL)
def test_the_users_file_stands_before_a_dependencys(make):
    (artifact,) = (
        make()
        .plan(project(), {"orders.py": b"user"}, Dependencies({"orders.py": b"other"}))
        .artifacts
    )

    first = min((path for path in artifact.files if path.endswith("orders.py")), key=len)
    assert artifact.files[first] == b"user"


@pytest.mark.parametrize("make", ALL)
def test_an_artifact_names_every_function(make):
    (artifact,) = make().plan(project(), {}, Dependencies({})).artifacts

    assert artifact.functions == tuple(each.name for each in FUNCTIONS)


@pytest.mark.parametrize("make", ALL)
def test_the_targets_own_table_stands_over_the_common_one(make):
    tailored, _ = make().read(
        project(env={"A_1": "x", "B_1": "x"}, targets=for_all(env={"A_1": "y"}))
    )

    assert tailored.settings().env == {"A_1": "y", "B_1": "x"}


def test_a_name_that_makes_lambdas_handler_too_long_is_refused():
    long = "create_" + "x" * 120

    (problem,) = AwsTarget().check(project(function(long, http("GET", "/"))))

    assert problem.code == "bad-name"
    assert "Lambda takes 128" in problem.message
