"""What the platform has itself is left out on request, and never in silence."""

from __future__ import annotations

import zipfile

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.target import Provided
from faasport.packager.wheels.distributions import Distribution
from faasport.packager.wheels.provided import split
from faasport.project.problem import ProblemsFound
from faasport_aws.packager.provided import PROVIDED


@pytest.fixture
def wheels(make_wheel):
    make_wheel("sdk", metadata=["Requires-Dist: core (>=1)", "Requires-Dist: glue; extra == 'x'"])
    make_wheel("core", metadata=["Requires-Dist: glue"])
    make_wheel("client", metadata=["Requires-Dist: core"])
    return make_wheel("glue")


@pytest.fixture
def package(make_project, wheels):
    """Package with these requirements, left out what is named; gives the modules and warnings."""

    def made(requirements, *names, app="import faasport, sdk\n@faasport.http\ndef show(): ...\n"):
        listed = "\n".join((f"--no-index\n--find-links {wheels}", *requirements))
        config = f"[tool.faasport.targets.fake]\nprovided = {list(names)}\n"
        root = make_project(config, app=app, **{"requirements.txt": listed})
        (output,) = pipeline.package(root, registry.select(["fake"])).outputs
        with zipfile.ZipFile(root / "dist/fake/code.zip") as archive:
            found = {name.partition("/")[0].partition(".")[0] for name in archive.namelist()}
            compiled = {name.rpartition("/")[2].partition(".")[0] for name in archive.namelist()}
        known = {"sdk", "core", "client", "glue"}
        assert found & known == compiled & known
        return found & known, output.warnings[1:]

    return made


def test_it_goes_with_what_only_it_needs_if_the_platform_has_that_too(package):
    modules, warnings = package(["sdk"], "SDK")

    assert modules == {"glue"}
    fact = "fake has its own, in version 0.9 (https://fake.example/runtime)"
    assert warnings == (f"Left out, since {fact}: core 1.0, sdk 1.0.",)


def test_what_another_needs_stays_and_that_is_said(package):
    modules, warnings = package(["sdk", "client"], "sdk")

    assert modules == {"client", "core", "glue"}
    assert (
        "core 1.0 stays, since client needs it: what fake has of its own will load this one."
        in (warnings)
    )


def test_what_the_project_asks_for_itself_stays(package):
    modules, warnings = package(["sdk", "core"], "sdk")

    assert modules == {"core", "glue"}
    assert any(
        each.startswith("core 1.0 stays, since the project asks for it") for each in warnings
    )


def test_what_is_named_goes_even_if_another_needs_it(package):
    modules, _ = package(["sdk", "client"], "sdk", "core")

    assert modules == {"client", "glue"}


def test_a_name_that_nothing_depends_on_is_said(package):
    app = "import faasport\n@faasport.http\ndef show(): ...\n"

    modules, warnings = package(["glue"], "sdk", app=app)

    assert modules == {"glue"}
    assert warnings == ("provided: nothing here depends on sdk, so nothing was left out for it.",)


def test_without_the_key_all_is_there_and_nothing_is_said(package):
    assert package(["sdk"]) == ({"sdk", "core", "glue"}, ())


def test_what_the_platform_has_not_is_refused(package):
    with pytest.raises(ProblemsFound) as found:
        package(["sdk"], "sdk", "sdkk", "glue")

    first, second = found.value.problems
    assert (first.code, first.fix) == ("not-provided", "Did you mean 'sdk'?")
    assert "targets.fake.provided[1]" in first.where
    assert "without glue in the artifact, nothing has it" in second.message


def test_lambdas_own_boto3_is_left_out_of_code_zip(make_project, make_wheel):
    make_wheel("boto3", metadata=["Requires-Dist: botocore"])
    make_wheel("botocore", metadata=["Requires-Dist: urllib3"])
    listed = f"--no-index\n--find-links {make_wheel('urllib3')}\nboto3\n"
    app = "import boto3, faasport\n@faasport.http\ndef show(): ...\n"
    config = '[tool.faasport.targets.aws]\nprovided = ["boto3"]\n'
    root = make_project(config, app=app, **{"requirements.txt": listed})

    (output,) = pipeline.package(root, registry.select(["aws"])).outputs

    with zipfile.ZipFile(root / "dist/aws/code.zip") as archive:
        assert not [name for name in archive.namelist() if "boto" in name or "urllib3" in name]
    sdk, beneath = (each for each in output.warnings if each.startswith("Left out, since aws has"))
    assert "a version that depends on the runtime and the Region" in sdk
    assert sdk.endswith(": boto3 1.0, botocore 1.0.")
    assert beneath.endswith("python-package.html): urllib3 1.0.")


BOTO3 = {
    "boto3": ("botocore", "jmespath", "s3transfer"),
    "botocore": ("jmespath", "python-dateutil", "urllib3"),
    "s3transfer": ("botocore",),
    "python-dateutil": ("six",),
    "requests": ("urllib3", "idna"),
    **dict.fromkeys(("jmespath", "urllib3", "six", "idna"), ()),
}


def distributions(names):
    return tuple(
        Distribution(name, "1", f"{name}-1.dist-info", frozenset(), frozenset(BOTO3[name]))
        for name in sorted(names)
    )


def test_boto3_of_lambda_goes_with_all_that_it_needs():
    found = distributions(set(BOTO3) - {"requests", "idna"})

    made = split(found, ["boto3"], PROVIDED, {"boto3"})

    assert made.kept == ()
    assert made.stay == {}


def test_urllib3_stays_for_requests_although_lambda_has_one():
    made = split(distributions(BOTO3), ["boto3"], PROVIDED, {"boto3", "requests"})

    assert [each.name for each in made.kept] == ["idna", "requests", "urllib3"]
    assert made.stay == {"urllib3 1": ("requests",)}


def test_every_row_names_its_page():
    assert {"boto3", "botocore", "s3transfer", "jmespath", "urllib3", "python-dateutil", "six"} == {
        *PROVIDED
    }
    assert all(each.source.startswith("https://docs.aws.amazon.com/") for each in PROVIDED.values())


def test_what_circles_round_is_no_reason_to_go():
    circle = (
        Distribution("a", "1", "a-1.dist-info", frozenset(), frozenset({"b", "sdk"})),
        Distribution("b", "1", "b-1.dist-info", frozenset(), frozenset({"a"})),
        Distribution("sdk", "1", "sdk-1.dist-info", frozenset()),
    )

    made = split(circle, ["sdk"], {"sdk": Provided("", "")}, {"a", "sdk"})

    assert [each.name for each in made.kept] == ["a", "b"]
