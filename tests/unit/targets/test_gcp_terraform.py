from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from faasport.packager.target import Dependencies
from faasport_gcp.packager import GcpTarget
from tests.unit.targets.projects import ASYNC, FUNCTIONS, project

TARGET = GcpTarget()


def planned(**config):
    return json.loads(
        TARGET.plan(project(**config), {}, Dependencies({})).manifests["main.tf.json"]
    )


def service(configuration):
    return configuration["resource"]["google_cloudfunctions2_function"]["app"]["service_config"]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="there is no terraform here")
def test_terraform_evaluates_the_name_of_the_archive(tmp_path, monkeypatch):
    # The provider is not to be had without its registry; what needs none is Terraform's own.
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    source = planned()["resource"]["google_storage_bucket_object"]["source"]
    outputs = {key: {"value": source[key]} for key in ("name", "source")}
    (tmp_path / "main.tf.json").write_text(json.dumps({"output": outputs}), "utf-8")
    (tmp_path / "source.zip").write_bytes(b"")

    def terraform(*arguments):
        command = ["terraform", f"-chdir={tmp_path}", *arguments, "-no-color"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    terraform("apply", "-auto-approve")
    found = json.loads(terraform("output", "-json"))

    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert found["name"]["value"] == f"source-{empty}.zip"


def test_everybody_may_call_a_public_function_and_nobody_a_private_one():
    public, private = planned(), planned(auth="iam")

    (member,) = public["resource"]["google_cloud_run_service_iam_member"].values()
    assert (member["role"], member["member"]) == ("roles/run.invoker", "allUsers")
    assert "google_cloud_run_service_iam_member" not in private["resource"]


def test_the_functions_identity_has_no_role_of_its_own():
    resources = planned()["resource"]

    grants = [kind for kind in resources if kind.endswith(("_member", "_binding", "_policy"))]
    assert grants == ["google_cloud_run_service_iam_member"]


def test_values_of_the_environment_are_no_templates():
    configuration = planned(env={"PRICE": "${amount} %{if x}", "PLAIN": "$5 100%"})

    assert service(configuration)["environment_variables"] == {
        "FAASPORT_TIMEOUT": "30",
        "PLAIN": "$5 100%",
        "PRICE": "$${amount} %%{if x}",
    }


def test_settings_reach_the_service():
    configuration = planned(memory=1024, timeout=120)

    found = service(configuration)

    assert (found["available_memory"], found["timeout_seconds"]) == ("1024Mi", 120)


@pytest.mark.parametrize("name", ["o", "a-project-with-a-name-that-goes-on-and-on-and-on-until-60"])
def test_names_keep_to_the_platforms_lengths(name):
    resources = planned(name=name)["resource"]

    bucket = resources["google_storage_bucket"]["source"]["name"]
    account = resources["google_service_account"]["app"]["account_id"]
    assert len(bucket.replace("${var.project}", "p" * 30)) <= 63
    assert 6 <= len(account) <= 30
    assert len(resources["google_cloudfunctions2_function"]["app"]["name"]) <= 63


@pytest.mark.parametrize(
    ("functions", "kind"), [(FUNCTIONS, "def"), ((*FUNCTIONS, ASYNC), "async")]
)
def test_main_is_asynchronous_only_with_an_async_handler(functions, kind):
    main = TARGET.entries(project(*functions))["main.py"].decode()

    assert f"\n{kind} " in main
    assert ("functions_framework.aio" in main) == (kind == "async")
    assert compile(main, "main.py", "exec")


def shipped(dependencies):
    (artifact,) = TARGET.plan(project(), {}, Dependencies(dependencies)).artifacts
    return artifact.files


def test_the_build_installs_the_framework_alone():
    assert shipped({})["requirements.txt"] == b"functions-framework>=3.9.0\n"


def test_the_build_installs_no_other_version_than_the_archive_holds():
    # The framework's site-packages come before the archive on Python's search path.
    old, new = (
        shipped({f"click-8.{minor}.dist-info/METADATA": b"", "click/__init__.py": b""})
        for minor in (1, 2)
    )

    requirements = old["requirements.txt"].decode().splitlines()
    assert requirements[:2] == ["functions-framework>=3.9.0", "-c faasport_constraints.txt"]
    assert old["faasport_constraints.txt"] == b"click==8.1\n"
    # Google's build looks at requirements.txt alone to know whether to install anew.
    assert old["requirements.txt"] != new["requirements.txt"]


def test_what_does_not_compile_is_left_out_and_said():
    template = {"maker/__init__.py": b"", "maker/{{name}}.py": b"import {{name}}"}
    bytecode = {"maker/__pycache__/__init__.cpython-313.pyc": b""}

    plan = TARGET.plan(project(), {}, Dependencies({**template, **bytecode}))

    assert "maker/{{name}}.py" not in plan.artifacts[0].files
    assert "maker/__init__.py" in plan.artifacts[0].files
    assert [warning.partition(" ")[0] for warning in plan.warnings] == ["maker/{{name}}.py"]


def test_without_any_bytecode_nothing_is_left_out():
    assert "maker/a.py" in shipped({"maker/a.py": b""})


def test_names_fit_the_service_that_runs_the_function():
    configuration = planned(name="a" + "-bc" * 20)

    resources = configuration["resource"]
    name = resources["google_cloudfunctions2_function"]["app"]["name"]
    assert len(name) == 49
    assert not name.endswith("-")


def test_the_title_of_the_account_is_cut_where_google_cuts_it_off():
    long = project(name="a" + "-bc" * 20, stage="d" * 40)

    manifest = json.loads(TARGET.plan(long, {}, Dependencies({})).manifests["main.tf.json"])

    account = manifest["resource"]["google_service_account"]["app"]
    assert len(account["display_name"]) == 100


def test_a_module_of_the_users_may_be_called_main():
    ours = project(modules=["main"])

    files = TARGET.entries(ours)
    configuration = json.loads(TARGET.plan(ours, {}, Dependencies({})).manifests["main.tf.json"])

    function = configuration["resource"]["google_cloudfunctions2_function"]["app"]
    variables = function["build_config"]["environment_variables"]
    assert "main.py" not in files
    assert variables == {"GOOGLE_FUNCTION_SOURCE": "faasport_entry.py"}
    assert variables["GOOGLE_FUNCTION_SOURCE"] in files


def test_beside_guests_the_entry_has_a_name_of_its_own():
    guest = {"handler": "handlers:f", "dialect": "gcp", "http": "/f"}

    files = TARGET.entries(project(functions={"f": guest}))

    assert [name for name in files if name.endswith(".py")] == ["faasport_entry.py"]
